import type { RecordKind } from "@/lib/contracts/vocabulary";
import { eventIdentity } from "../event-log/event-identity";
import type { ReadStore } from "../store";

/** A record that an id names: its kind, the parts of its reference, and the field that held the id. */
export interface NamedRecord {
  readonly kind: RecordKind;
  readonly parts: readonly string[];
  readonly matched: string;
}

interface Probe {
  readonly kind: RecordKind;
  readonly matched: string;
  /** Key parts of the reference, from an index on the probed column. */
  readonly sql: string;
}

/** Most telling first. Each is one probe of an index. */
const probes: readonly Probe[] = [
  { kind: "conversation", matched: "conv_id", sql: "SELECT conv_id FROM conversations WHERE conv_id = ?" },
  {
    kind: "conversation",
    matched: "session_id",
    sql: "SELECT conv_id FROM conversation_sessions WHERE session_id = ?",
  },
  { kind: "turn", matched: "turn_id", sql: "SELECT conv_id, turn_id FROM turns WHERE turn_id = ?" },
  { kind: "turn", matched: "inference_id", sql: "SELECT conv_id, turn_id FROM turns WHERE inference_id = ?" },
  {
    kind: "model_call",
    matched: "call_id",
    sql: "SELECT conv_id, call_id FROM model_calls WHERE call_id = ?",
  },
  {
    kind: "model_call",
    matched: "response_id",
    sql: "SELECT conv_id, call_id FROM model_calls WHERE response_id = ?",
  },
  {
    kind: "model_call",
    matched: "item_id",
    sql: "SELECT conv_id, call_id FROM provider_items WHERE item_id = ?",
  },
  {
    kind: "tool_call",
    matched: "tool_call_id",
    sql: "SELECT conv_id, tool_call_id FROM tool_calls WHERE tool_call_id = ?",
  },
  {
    kind: "entity",
    matched: "entity_id",
    sql: "SELECT conv_id, entity_id, kind, origin FROM entities_by_id WHERE entity_id = ?",
  },
  { kind: "error", matched: "error_id", sql: "SELECT error_id FROM errors WHERE error_id = ?" },
  {
    kind: "incident",
    matched: "incident_id",
    sql: "SELECT incident_id FROM incidents WHERE incident_id = ?",
  },
  { kind: "http", matched: "http_id", sql: "SELECT http_id FROM http_requests WHERE http_id = ?" },
  { kind: "http", matched: "request_id", sql: "SELECT http_id FROM http_requests WHERE request_id = ?" },
  {
    kind: "http",
    matched: "idempotency_key",
    sql: "SELECT http_id FROM http_requests WHERE idempotency_key = ?",
  },
  { kind: "ws", matched: "socket_id", sql: "SELECT socket_id FROM ws_sessions WHERE socket_id = ?" },
  { kind: "panic", matched: "panic_id", sql: "SELECT panic_id FROM panics WHERE panic_id = ?" },
  {
    kind: "anomaly",
    matched: "anomaly_id",
    sql: "SELECT anomaly_id FROM ordering_anomalies WHERE anomaly_id = ?",
  },
  { kind: "fault", matched: "fault_id", sql: "SELECT fault_id FROM projection_faults WHERE fault_id = ?" },
  {
    kind: "snapshot",
    matched: "block_id",
    sql: "SELECT conv_id, turn_id, phase, snapshot_at_ms FROM snapshot_blocks_by_id WHERE block_id = ?",
  },
  {
    kind: "snapshot",
    matched: "item_id",
    sql: `SELECT conv_id, turn_id, phase, snapshot_at_ms FROM blocks b JOIN snapshot_blocks_by_id s USING (block_id, content_hash)
          WHERE b.provider_item_id = ?`,
  },
  { kind: "turn", matched: "trace_id", sql: "SELECT conv_id, turn_id FROM turns WHERE trace_id = ?" },
  { kind: "http", matched: "trace_id", sql: "SELECT http_id FROM http_requests WHERE trace_id = ?" },
  {
    kind: "model_call",
    matched: "trace_id",
    sql: "SELECT conv_id, call_id FROM model_calls WHERE trace_id = ?",
  },
  {
    kind: "tool_call",
    matched: "trace_id",
    sql: "SELECT conv_id, tool_call_id FROM tool_calls WHERE trace_id = ?",
  },
  {
    kind: "event",
    matched: "event_id",
    sql: "SELECT (SELECT e.ordinal FROM events e WHERE e.subject_key = s.subject_key ORDER BY e.ordinal LIMIT 1) FROM subjects s WHERE s.name = ?",
  },
];

/** What an id of any kind names, at most `limit` records per probe. */
export function findById({ sqlite }: ReadStore, id: string, limit: number): NamedRecord[] {
  const found = probes.flatMap(({ kind, matched, sql }) =>
    sqlite
      .prepare(`${sql} LIMIT ?`)
      .raw()
      .all(id, limit)
      .flatMap((row) =>
        Array.isArray(row) && row[0] !== null ? [{ kind, matched, parts: row.map(String) }] : [],
      ),
  );
  const received = findReceived(sqlite, id, limit);
  return /^\d{1,18}$/.test(id)
    ? [{ kind: "event", matched: "ordinal", parts: [BigInt(id).toString()] }, ...received, ...found]
    : [...received, ...found];
}

/** Envelopes that a sender gave this id: one probe for each source that has ids which begin so. */
function findReceived(sqlite: ReadStore["sqlite"], id: string, limit: number): NamedRecord[] {
  const { stem, digits, number } = eventIdentity("", id);
  return sqlite
    .prepare(
      `SELECT e.ordinal FROM identity_stems i CROSS JOIN events e ON e.stem_key = i.stem_key AND e.identity_number = ?
       WHERE i.stem IS ? AND i.digits IS ? LIMIT ?`,
    )
    .pluck()
    .all(number, stem, digits, limit)
    .map((ordinal) => ({ kind: "event", matched: "id", parts: [String(ordinal)] }));
}
