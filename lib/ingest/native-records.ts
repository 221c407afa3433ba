import type { KeyOrigin } from "@/lib/domain/envelope";
import { recordSets, type RecordChange, type SetName } from "@/lib/domain/model";
import { idFieldOf, statedByType } from "./native-types";
import type { NativeHead, Refusal } from "./native-head";
import { schemaOf } from "./record-schema";

/** A record as a line states it, or why the line is refused. */
export type StatedRecord = { readonly change: RecordChange; readonly subject: string | undefined } | Refusal;

type Row = Record<string, unknown>;

/**
 * The record that a native line states: members of `data` checked against the set, keys and clocks filled
 * from the line around it, the record's own id from the line's id where the sender gave none.
 */
export function recordOfLine(head: NativeHead, set: SetName, conv_id: string | undefined): StatedRecord {
  const parsed = schemaOf(set).safeParse(head.data ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = `/data${(issue?.path ?? []).map((part) => `/${String(part)}`).join("")}`;
    return { code: "invalid-field", detail: issue?.message ?? "not as declared", pointer };
  }
  const row: Row = withoutNulls(parsed.data);
  const origins = fill(row, head, set, conv_id);
  if (Object.keys(origins).length > 0 && "key_origins" in recordSets[set].fields)
    row["key_origins"] ??= origins;
  const missing = missingField(row, set);
  if (missing !== undefined)
    return {
      code: "missing-field",
      detail: `${missing} is required for ${head.type}`,
      pointer: `/data/${missing}`,
    };
  const idField = idFieldOf[set];
  const subject = idField === undefined ? undefined : row[idField];
  return { change: asChange(set, row), subject: typeof subject === "string" ? subject : undefined };
}

function withoutNulls(data: object): Row {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** Fills what the line says outside `data`; returns how derived keys became known. */
function fill(
  row: Row,
  head: NativeHead,
  set: SetName,
  conv_id: string | undefined,
): Record<string, KeyOrigin> {
  const fields: Readonly<Record<string, unknown>> = recordSets[set].fields;
  const origins: Record<string, KeyOrigin> = {};
  const outside: Row = {
    ...head.keys,
    conv_id: head.keys.conv_id ?? conv_id,
    seq: head.seq,
    version: head.version,
    occurred_at_ms: head.occurred_at_ms,
    ...statedByType(head.type, head.occurred_at_ms, row),
    ...defaultsOf(head, set),
  };
  for (const [name, value] of Object.entries(outside)) {
    if (name in fields && row[name] === undefined && value !== undefined) row[name] = value;
  }
  const idField = idFieldOf[set];
  if (idField !== undefined && row[idField] === undefined) {
    row[idField] = head.keys.event_id ?? head.id;
    origins[idField] = { how: "derived", rule: "id of the line" };
  }
  return origins;
}

/** Members that a sender may leave out because the line says them already. */
function defaultsOf(head: NativeHead, set: SetName): Row {
  switch (set) {
    case "entities":
      return { origin: "stored", last_seen_version: head.version ?? head.seq };
    case "entity_versions":
      return { origin: "stored", version: head.version ?? head.seq };
    case "ws_pings":
      return { sent_at_ms: head.occurred_at_ms };
    case "dependency_health":
      return { since_ms: head.occurred_at_ms };
    default:
      return {};
  }
}

function missingField(row: Row, set: SetName): string | undefined {
  const fields: Readonly<Record<string, { readonly required: boolean }>> = recordSets[set].fields;
  return Object.entries(fields).find(([name, field]) => field.required && row[name] === undefined)?.[0];
}

/** The row was checked field by field against the set's declaration, and all required fields are there. */
function asChange(set: SetName, row: Readonly<Record<string, unknown>>): RecordChange {
  return { set, row } as unknown as RecordChange;
}
