import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import { incidentTitle } from "@/lib/domain/failures/incident-title";
import { countOf, described, grouped, linksTo, oneLine, phrase, type Described } from "./described";

export function describeError(row: LoadedRow<"error">): Described {
  const { conv_id } = row;
  return described({
    ref: recordRef("error", row.error_id),
    kind: "error",
    conv_id,
    turn_id: row.turn_id,
    ordinal: row.event_ordinal ?? row.ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms,
    title: row.error_code,
    summary: phrase(row.tool_name, row.model, oneLine(row.raw_message ?? row.safe_message)),
    mark: row.error_class,
    tone: "failed",
    subject: row.tool_call_id ?? row.model_call_id ?? row.entity_id,
    links: linksTo(
      row.event_ordinal !== null && recordRef("event", row.event_ordinal),
      conv_id !== null && row.tool_call_id !== null && recordRef("tool_call", conv_id, row.tool_call_id),
      conv_id !== null && row.model_call_id !== null && recordRef("model_call", conv_id, row.model_call_id),
      conv_id !== null && row.turn_id !== null && recordRef("turn", conv_id, row.turn_id),
    ),
  });
}

export function describeIncident(row: LoadedRow<"incident">): Described {
  return described({
    ref: recordRef("incident", row.incident_id),
    kind: "incident",
    at_ms: row.last_seen_at_ms,
    title: row.error_code,
    summary: phrase(oneLine(incidentTitle(row), 120), countOf(row.occurrence_count, "occurrence")),
    mark: row.error_class,
    tone: "failed",
    subject: row.incident_id,
  });
}

export function describeAnomaly(row: LoadedRow<"anomaly">): Described {
  return described({
    ref: recordRef("anomaly", row.anomaly_id),
    kind: "anomaly",
    conv_id: row.conv_id,
    ordinal: row.ordinal,
    seq: row.seq,
    at_ms: row.occurred_at_ms ?? row.ingested_at_ms,
    title: `seq ${row.kind.replaceAll("_", " ")}`,
    summary: anomalyInWords(row),
    mark: "transport",
    tone: "warning",
    subject: row.stream,
    links: linksTo(
      ...[row.ordinal, row.previous_ordinal].map(
        (ordinal) => ordinal !== null && recordRef("event", ordinal),
      ),
    ),
  });
}

function anomalyInWords(row: LoadedRow<"anomaly">): string {
  const seq = row.seq === null ? "" : `seq ${row.seq}`;
  switch (row.kind) {
    case "gap":
      return phrase(
        row.missing_count !== null && `${grouped(row.missing_count)} missing`,
        row.expected_seq !== null && `expected ${row.expected_seq}`,
        seq,
      );
    case "duplicate_same":
      return phrase(seq, "the same bytes came again");
    case "duplicate_other":
      return phrase(seq, "other bytes came under the same seq");
    case "epoch_change":
      return phrase(row.epoch !== null && `epoch ${row.epoch} begins`, seq);
    case "out_of_order":
    case "late":
    case "regression":
      return phrase(seq, row.expected_seq !== null && `expected ${row.expected_seq}`);
  }
}

export function describePanic(row: LoadedRow<"panic">): Described {
  return described({
    ref: recordRef("panic", row.panic_id),
    kind: "panic",
    conv_id: row.conv_id,
    turn_id: row.turn_id,
    ordinal: row.ordinal,
    at_ms: row.occurred_at_ms,
    title: row.recovered === true ? "panic, recovered" : "panic",
    summary: oneLine(row.message),
    mark: "runtime",
    tone: "failed",
    subject: row.process_key,
  });
}
