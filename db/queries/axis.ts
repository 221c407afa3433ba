import { parseExact } from "@/lib/domain/json/exact-json";
import type { ReadStore } from "../store";
import { eventTimeOf } from "./event-place";
import { storedTwin } from "./stored-twin";

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
/** Entries of an index that one statement reads: a few milliseconds. */
const pieceSize = 2_000;

interface Lane {
  /** Key parts as a JSON array, start, end, label, failed. */
  readonly columns: string;
  readonly from: string;
  readonly start: string;
  readonly where?: string;
}

/**
 * An end that is not known is the start: the record is drawn as a point, never longer than it is known to have been. By its start an
 * index orders each lane but that of tools.
 */
const lanes: Readonly<Record<LaneName, Lane>> = {
  turns: {
    columns: `json_array(conv_id, turn_id), started_at_ms, coalesce(finished_at_ms, started_at_ms),
      coalesce('turn ' || position, turn_id), outcome = 'failed'`,
    from: "turns",
    start: "started_at_ms",
  },
  model: {
    columns: `json_array(conv_id, call_id), started_at_ms, coalesce(finished_at_ms, started_at_ms + CAST(total_ms AS INTEGER), started_at_ms),
      coalesce(response_model, request_model, call_id), status = 'failed'`,
    from: "model_calls",
    start: "started_at_ms",
  },
  tools: {
    columns: `json_array(conv_id, tool_call_id), coalesce(started_at_ms, requested_at_ms),
      coalesce(finished_at_ms, started_at_ms, requested_at_ms), coalesce(tool_name, tool_call_id),
      status IN ('failed', 'timed_out', 'rejected', 'cancelled')`,
    from: "tool_calls",
    start: "coalesce(started_at_ms, requested_at_ms)",
  },
  projection: {
    columns: `json_array(conv_id, entity_id, kind, origin), created_at_ms, coalesce(entity_updated_at_ms, created_at_ms), kind,
      status IN ('failed', 'error')`,
    from: "entities e",
    start: "created_at_ms",
    where: `AND (origin = 'stored' OR NOT EXISTS (${storedTwin("e.entity_key", "entity_rows")}))`,
  },
  transport: {
    columns: `json_array(socket_id), connected_at_ms, coalesce(disconnected_at_ms, connected_at_ms), 'ws',
      coalesce(close_code NOT IN (1000, 1001), 0)`,
    from: "ws_sessions",
    start: "connected_at_ms",
  },
};

/**
 * Spans of one lane in order of start, in pieces: of a lane that an index orders each costs a few milliseconds, whatever the
 * conversation holds. Those of one moment are in one piece.
 */
export function* listSpans(
  { sqlite }: ReadStore,
  lane: LaneName,
  convId: string,
): Generator<readonly SpanRow[], undefined> {
  const { columns, from, start, where = "" } = lanes[lane];
  const limit = lane === "tools" ? laneLimit : pieceSize;
  const end = sqlite
    .prepare(
      `SELECT ${start} FROM ${from} WHERE conv_id = ? AND ${start} >= ? ORDER BY ${start} LIMIT 1 OFFSET ${String(limit)}`,
    )
    .pluck();
  const rows = sqlite
    .prepare(
      `SELECT ${columns} FROM ${from} WHERE conv_id = ? AND ${start} BETWEEN ? AND ? ${where} ORDER BY ${start} LIMIT ${String(laneLimit)}`,
    )
    .raw();
  let next: number | undefined = 0;
  let read = 0;
  while (next !== undefined && read < laneLimit) {
    const beyond: unknown = end.get(convId, next);
    const until: number | undefined =
      typeof beyond === "bigint" ? Math.max(Number(beyond), next + 1) : undefined;
    const piece = rows
      .all(convId, next, until === undefined ? Number.MAX_SAFE_INTEGER : until - 1)
      .map(spanRow)
      .slice(0, laneLimit - read);
    read += piece.length;
    yield piece;
    next = until;
  }
}

/** Envelopes without a time of their own that a probe passes over at an end of the time index. */
const passedOver = 2_000;

/**
 * Times of the first and last envelope by the source's clock: a row of a database without a time, imported a week later, must
 * not stretch the axis to a week. Where those at an end have none, and there are many, their arrival counts. Two probes of
 * the time index.
 */
export function findTimeRange(
  { sqlite }: ReadStore,
  convKey: number,
): { start_ms: number; end_ms: number } | undefined {
  const end = (order: "ASC" | "DESC", extreme: "min" | "max"): unknown =>
    sqlite
      .prepare(
        `SELECT coalesce(${extreme}(own), ${extreme}(at)) FROM (
           SELECT occurred_at_ms AS own, ${eventTimeOf("e")} AS at FROM events e WHERE conv_key = @key
           ORDER BY ${eventTimeOf("e")} ${order} LIMIT ${String(passedOver)})`,
      )
      .pluck()
      .get({ key: convKey });
  const start_ms = end("ASC", "min");
  const end_ms = end("DESC", "max");
  return typeof start_ms === "bigint" && typeof end_ms === "bigint"
    ? { start_ms: Number(start_ms), end_ms: Number(end_ms) }
    : undefined;
}

/**
 * Envelopes up to the ordinal `last` per slice of time, of the slices that have any: a range of the time index for each, some 45 ms
 * for a million. A caller may rest between two.
 */
export function* countEventsBySlice(
  { sqlite }: ReadStore,
  convKey: number,
  { start_ms, width_ms }: { readonly start_ms: number; readonly width_ms: number },
  last: bigint,
): Generator<readonly [slice: number, count: number], undefined> {
  const time = eventTimeOf("e");
  const count = sqlite
    .prepare(
      `SELECT count(*) FROM events e WHERE e.conv_key = ? AND ${time} >= ? AND ${time} < ? AND e.ordinal <= ?`,
    )
    .pluck();
  const nextTime = sqlite
    .prepare(`SELECT ${time} FROM events e WHERE e.conv_key = ? AND ${time} >= ? ORDER BY ${time} LIMIT 1`)
    .pluck();
  let slice = 0;
  for (;;) {
    const from_ms = start_ms + slice * width_ms;
    const found = Number(count.get(convKey, from_ms, from_ms + width_ms, last));
    if (found > 0) yield [slice, found];
    // Where nothing happened the next slice is that of what happened next.
    const next: unknown = found > 0 ? undefined : nextTime.get(convKey, from_ms + width_ms);
    if (found > 0) slice += 1;
    else if (typeof next === "bigint") slice = Math.floor((Number(next) - start_ms) / width_ms);
    else return;
  }
}

/** Envelopes after one ordinal up to another per bucket of time, counted from the beginning of time; a walk over them alone. */
export function countNewEventsByTime(
  { sqlite }: ReadStore,
  convKey: number,
  width_ms: number,
  { after, last }: { readonly after: bigint; readonly last: bigint },
): readonly (readonly [bucket: number, count: number])[] {
  return sqlite
    .prepare(
      `SELECT ${eventTimeOf("e")} / @width, count(*) FROM events e INDEXED BY events_by_conversation
       WHERE e.conv_key = @key AND e.ordinal > @after AND e.ordinal <= @last GROUP BY 1`,
    )
    .raw()
    .all({ key: convKey, width: BigInt(width_ms), after, last })
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
