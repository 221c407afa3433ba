import { parseExact } from "@/lib/domain/json/exact-json";
import type { ReadStore } from "../store";
import { eventTimeOf } from "./event-place";

export type LaneName = "turns" | "model" | "tools" | "projection" | "transport";

export interface SpanRow {
  /** Key parts of the reference as JSON; `partsOfSpan` reads them, for what is shown. */
  readonly key: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly label: string;
  readonly failed: boolean;
}

/** A lane reads this many records at most. */
const laneLimit = 20_000;

/**
 * Per lane: key parts as a JSON array, start, end, label, failed. An end that is not known is the start: the
 * record is drawn as a point, never longer than it is known to have been.
 */
const lanes: Readonly<Record<LaneName, string>> = {
  turns: `SELECT json_array(conv_id, turn_id), started_at_ms, coalesce(finished_at_ms, started_at_ms),
      coalesce('turn ' || position, turn_id), outcome = 'failed' FROM turns WHERE conv_id = ? AND started_at_ms IS NOT NULL ORDER BY started_at_ms`,
  model: `SELECT json_array(conv_id, call_id), started_at_ms, coalesce(finished_at_ms, started_at_ms + CAST(total_ms AS INTEGER), started_at_ms),
      coalesce(response_model, request_model, call_id), status = 'failed' FROM model_calls WHERE conv_id = ? AND started_at_ms IS NOT NULL ORDER BY started_at_ms`,
  tools: `SELECT json_array(conv_id, tool_call_id), coalesce(started_at_ms, requested_at_ms), coalesce(finished_at_ms, started_at_ms, requested_at_ms),
      coalesce(tool_name, tool_call_id), status IN ('failed', 'timed_out', 'rejected', 'cancelled') FROM tool_calls
      WHERE conv_id = ? AND coalesce(started_at_ms, requested_at_ms) IS NOT NULL ORDER BY 2`,
  projection: `SELECT json_array(conv_id, entity_id, kind, origin), created_at_ms, coalesce(entity_updated_at_ms, created_at_ms), kind, status IN ('failed', 'error')
      FROM entities e WHERE conv_id = ? AND created_at_ms IS NOT NULL AND (origin = 'stored' OR NOT EXISTS (SELECT 1 FROM entities s
        WHERE s.conv_id = e.conv_id AND s.entity_id = e.entity_id AND s.kind = e.kind AND s.origin = 'stored')) ORDER BY created_at_ms`,
  transport: `SELECT json_array(socket_id), connected_at_ms, coalesce(disconnected_at_ms, connected_at_ms), 'ws',
      coalesce(close_code NOT IN (1000, 1001), 0) FROM ws_sessions WHERE conv_id = ? AND connected_at_ms IS NOT NULL ORDER BY connected_at_ms`,
};

/** Spans of one lane in order of start. */
export function listSpans({ sqlite }: ReadStore, lane: LaneName, convId: string): SpanRow[] {
  return sqlite.prepare(`${lanes[lane]} LIMIT ${laneLimit}`).raw().all(convId).map(spanRow);
}

/** Times of the first and last envelope; two probes of the time index. */
export function findTimeRange(
  { sqlite }: ReadStore,
  convKey: number,
): { start_ms: number; end_ms: number } | undefined {
  const end = (order: "ASC" | "DESC"): unknown =>
    sqlite
      .prepare(
        `SELECT ${eventTimeOf("e")} FROM events e WHERE conv_key = ? ORDER BY ${eventTimeOf("e")} ${order} LIMIT 1`,
      )
      .pluck()
      .get(convKey);
  const start_ms = end("ASC");
  const end_ms = end("DESC");
  return typeof start_ms === "bigint" && typeof end_ms === "bigint"
    ? { start_ms: Number(start_ms), end_ms: Number(end_ms) }
    : undefined;
}

/** Envelopes per slice of time; one walk over the time index of the conversation. */
export function countEventsBySlice(
  { sqlite }: ReadStore,
  convKey: number,
  start_ms: number,
  width_ms: number,
  slices: number,
): number[] {
  const counts = Array<number>(slices).fill(0);
  const time = eventTimeOf("e");
  const rows = sqlite
    .prepare(
      `SELECT (${time} - @start) / @width, count(*) FROM events e WHERE conv_key = @key AND ${time} >= @start GROUP BY 1`,
    )
    .raw()
    .all({ key: convKey, start: BigInt(start_ms), width: BigInt(width_ms) });
  for (const row of rows) {
    if (Array.isArray(row)) counts[Math.min(slices - 1, Number(row[0]))] = Number(row[1]);
  }
  return counts;
}

/**
 * Envelopes up to an ordinal per bucket of time, counted from the beginning of time: of all one walk over an index of the
 * times, of those after an ordinal a walk over them alone.
 */
export function countEventsByTime(
  { sqlite }: ReadStore,
  convKey: number,
  width_ms: number,
  { after, last }: { readonly after: bigint | undefined; readonly last: bigint },
): readonly (readonly [bucket: number, count: number])[] {
  const [index, range] =
    after === undefined ? ["", ""] : ["INDEXED BY events_by_conversation", "AND e.ordinal > @after"];
  return sqlite
    .prepare(
      `SELECT ${eventTimeOf("e")} / @width, count(*) FROM events e ${index}
       WHERE e.conv_key = @key AND e.ordinal <= @last ${range} GROUP BY 1`,
    )
    .raw()
    .all({ key: convKey, width: BigInt(width_ms), last, ...(after === undefined ? {} : { after }) })
    .map(bucketRow);
}

/** Row of the statement above. */
function bucketRow(row: unknown): readonly [number, number] {
  const [bucket, count] = row as readonly [bigint, bigint];
  return [Number(bucket), Number(count)];
}

/** Key parts of the reference of a span. */
export function partsOfSpan({ key }: SpanRow): string[] {
  const parts = parseExact(key);
  return Array.isArray(parts) ? parts.map(String) : [];
}

/** Row of a lane statement, in the order in which it selects. */
function spanRow(row: unknown): SpanRow {
  const [key, start, end, label, failed] = row as readonly [string, bigint, bigint, string, bigint | null];
  const start_ms = Number(start);
  return {
    key,
    start_ms,
    end_ms: Math.max(start_ms, Number(end)),
    label,
    failed: failed === 1n,
  };
}
