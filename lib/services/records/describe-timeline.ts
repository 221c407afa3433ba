import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import { codeOfFault } from "@/lib/domain/failures/fault-code";
import type { JsonValue } from "@/lib/domain/model/field";
import { described, grouped, linksTo, oneLine, phrase, type Described } from "./described";

export function describeEntity(row: LoadedRow<"entity">): Described {
  return described({
    ref: recordRef("entity", row.conv_id, row.entity_id, row.kind, row.origin),
    kind: "entity",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.first_ordinal ?? row.ordinal,
    seq: row.last_seen_version,
    at_ms: row.created_at_ms ?? row.occurred_at_ms,
    title: `${row.kind} ${row.entity_id}`,
    summary: phrase(row.origin, row.status, oneLine(row.summary, 120)),
    mark: "projection",
    subject: row.entity_id,
    links: linksTo(row.turn_id !== null && recordRef("turn", row.conv_id, row.turn_id)),
  });
}

export function describeEntityVersion(row: LoadedRow<"entity_version">): Described {
  const writes = row.writes ?? 1;
  return described({
    ref: recordRef("entity_version", row.conv_id, row.entity_id, row.kind, row.origin, row.version),
    kind: "entity_version",
    conv_id: row.conv_id,
    ordinal: row.ordinal,
    seq: row.version,
    at_ms: row.occurred_at_ms,
    title: writes > 1 ? `${row.kind} ${row.entity_id} ×${grouped(writes)}` : `${row.kind} ${row.entity_id}`,
    summary: phrase(
      namesOf(row.changed_fields),
      oneLine(row.summary, 120),
      `v ${grouped(row.last_version ?? row.version)}`,
    ),
    mark: "projection",
    subject: row.entity_id,
    links: linksTo(recordRef("entity", row.conv_id, row.entity_id, row.kind, row.origin)),
  });
}

export function describeFault(row: LoadedRow<"fault">): Described {
  return described({
    ref: recordRef("fault", row.fault_id),
    kind: "fault",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal ?? row.next_ordinal ?? row.previous_ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms,
    title: `projection ${row.kind.replaceAll("_", " ")}`,
    // Its failure is a row of its own, beside it: said here, so that two rows are not read as two failures.
    summary: phrase(
      `found with ${codeOfFault(row)}`,
      row.entity_kind !== null &&
        `${row.entity_kind} ${row.entity_id ?? ""}${row.field === null ? "" : `.${row.field}`}`,
      oneLine(row.detail),
    ),
    mark: "projection",
    tone: "warning",
    subject: row.entity_id,
    links: linksTo(
      ...[row.previous_ordinal, row.next_ordinal].map(
        (ordinal) => ordinal !== null && recordRef("event", ordinal),
      ),
    ),
  });
}

function namesOf(value: JsonValue): string {
  return Array.isArray(value) ? value.slice(0, 6).map(String).join(", ") : "";
}
