import type { RollupMetric } from "@/lib/domain/rollups/contributions";
import type { DayCount } from "@/lib/domain/rollups/newest-recording";
import { rollupSteps, type RollupStep, type TimeRange } from "@/lib/domain/rollups/rollup-range";
import type { ReadStore } from "../store";

/** Sum of one dimension in one step of a range. */
export interface RollupSum {
  /** Place of the step in the range, from 0. */
  readonly place: number;
  readonly dimension: string;
  readonly value: bigint;
}

/** Sums of a metric over a range of whole steps. One range of the primary key; O(kept sums in it). */
export function rollupSums(
  { sqlite }: ReadStore,
  metric: RollupMetric,
  { from_ms, to_ms }: TimeRange,
  step: RollupStep,
): readonly RollupSum[] {
  const { ms, width } = rollupSteps[step];
  return sqlite
    .prepare(
      `SELECT (bucket_ms - ?) / ? AS place, dimension, sum(value) AS value FROM rollups
       WHERE bucket = ? AND metric = ? AND bucket_ms >= ? AND bucket_ms < ? GROUP BY 1, 2`,
    )
    .raw()
    .all(BigInt(from_ms), BigInt(ms), width, metric, from_ms, to_ms)
    .map(rollupSum);
}

/** First and last minute that hold anything within some bounds; undefined when none does. A seek per metric and end. */
export function storedMinutes(
  { sqlite }: ReadStore,
  metrics: readonly RollupMetric[],
  { from_ms, to_ms }: TimeRange,
): TimeRange | undefined {
  const statement = sqlite
    .prepare(
      `SELECT (SELECT min(bucket_ms) FROM rollups WHERE bucket = 'minute' AND metric = @metric AND bucket_ms >= @from AND bucket_ms < @to),
         (SELECT max(bucket_ms) FROM rollups WHERE bucket = 'minute' AND metric = @metric AND bucket_ms >= @from AND bucket_ms < @to)`,
    )
    .raw();
  const ends = metrics.flatMap((metric) =>
    firstAndLast(statement.get({ metric, from: from_ms, to: to_ms })).filter((at) => at !== null),
  );
  if (ends.length === 0) return undefined;
  const minutes = ends.map(Number);
  return { from_ms: Math.min(...minutes), to_ms: Math.max(...minutes) + 60_000 };
}

/** Metrics that count things that happened. */
const happenings = "'events', 'errors', 'model_calls', 'tool_calls'";

/** How much happened on each day of a range that holds anything, in order. A row per day, metric and dimension is read. */
export function countDays({ sqlite }: ReadStore, { from_ms, to_ms }: TimeRange): readonly DayCount[] {
  return sqlite
    .prepare(
      `SELECT bucket_ms, sum(value) FROM rollups
       WHERE bucket = 'day' AND metric IN (${happenings}) AND bucket_ms >= ? AND bucket_ms < ? GROUP BY 1 ORDER BY 1`,
    )
    .raw()
    .all(from_ms, to_ms)
    .map(dayCount);
}

/** Tables whose rows have a place on the axis of time, with the column that gives it. */
const timed = {
  events: "occurred_at_ms",
  errors: "occurred_at_ms",
  model_calls: "started_at_ms",
  tool_calls: "requested_at_ms",
} as const;
export type TimedTable = keyof typeof timed;

/** Rows that state no time and hence are on no axis, counted up to a limit, from the index on time. */
export function countUntimed({ sqlite }: ReadStore, table: TimedTable, limit: number): number {
  const found = sqlite
    .prepare(`SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${timed[table]} IS NULL LIMIT ?)`)
    .pluck()
    .get(limit);
  return Number(found);
}

/** Row (place, dimension, value). */
function rollupSum(row: unknown): RollupSum {
  const [place, dimension, value] = row as [bigint, string, bigint];
  return { place: Number(place), dimension, value };
}

/** Row (day, count). */
function dayCount(row: unknown): DayCount {
  const [at_ms, count] = row as readonly [bigint, bigint];
  return { at_ms: Number(at_ms), count: Number(count) };
}

/** Row (first, last). */
function firstAndLast(row: unknown): readonly (bigint | null)[] {
  return row as [bigint | null, bigint | null];
}
