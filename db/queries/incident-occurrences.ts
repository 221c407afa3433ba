import type { ReadStore } from "../store";

/** Bars of the history of an incident. */
export const histogramBars = 24;

export interface OccurrenceValues {
  readonly tools: readonly string[];
  readonly models: readonly string[];
  readonly providers: readonly string[];
  readonly http_statuses: readonly number[];
  readonly histogram: readonly number[];
}

/** Values listed per column. */
const valueLimit = 5;

/** Occurrences whose times are read one by one for the history; of more the hours are told apart. */
const readTimes = 2_000;

/**
 * What the occurrences of an incident have in common, and when they were: some rows of the kept counts, however many
 * occurrences there are.
 */
export function readOccurrenceValues({ sqlite }: ReadStore, incidentId: string): OccurrenceValues {
  const top = sqlite
    .prepare(
      `SELECT value FROM incident_counts WHERE incident_id = ? AND part = ? ORDER BY count DESC, value LIMIT ${String(valueLimit)}`,
    )
    .pluck();
  const topOf = (part: string): readonly string[] => top.all(incidentId, part).map(String);
  return {
    tools: topOf("tool"),
    models: topOf("model"),
    providers: topOf("provider"),
    http_statuses: topOf("http_status").map(Number),
    histogram: histogramOf(readMoments(sqlite, incidentId)),
  };
}

/** A time with the number of occurrences at it, or in the hour that begins then. */
type Moment = readonly [at_ms: number, count: number];

function readMoments(sqlite: ReadStore["sqlite"], incidentId: string): readonly Moment[] {
  const total = sqlite
    .prepare("SELECT count FROM incident_counts WHERE incident_id = ? AND part = 'all' AND value = ''")
    .pluck()
    .get(incidentId);
  const moments =
    Number(total ?? 0) <= readTimes
      ? "SELECT occurred_at_ms, 1 FROM errors WHERE incident_id = ? AND occurred_at_ms IS NOT NULL"
      : "SELECT CAST(value AS INTEGER), count FROM incident_counts WHERE incident_id = ? AND part = 'hour'";
  return sqlite.prepare(moments).raw().all(incidentId).map(momentRow);
}

/** Row of the queries above: two whole numbers. */
function momentRow(row: unknown): Moment {
  const [at_ms, count] = row as readonly [bigint | number, bigint | number];
  return [Number(at_ms), Number(count)];
}

function histogramOf(moments: readonly Moment[]): readonly number[] {
  const bars = Array.from({ length: histogramBars }, () => 0);
  const first = moments.reduce((least, [at]) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = moments.reduce((most, [at]) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const width = (last - first + 1) / histogramBars;
  for (const [at, count] of moments) {
    const bar = Math.min(histogramBars - 1, Math.floor((at - first) / width));
    bars[bar] = (bars[bar] ?? 0) + count;
  }
  return bars;
}

/** Conversations that an incident touches, most occurrences first. */
export function listTouchedConversations(
  { sqlite }: ReadStore,
  incidentId: string,
  limit: number,
): { conv_id: string; title: string | null; occurrence_count: number }[] {
  return sqlite
    .prepare(
      `SELECT n.value AS conv_id, c.title, n.count AS occurrence_count
       FROM incident_counts n LEFT JOIN conversations c ON c.conv_id = n.value
       WHERE n.incident_id = ? AND n.part = 'conversation' ORDER BY n.count DESC, n.value LIMIT ?`,
    )
    .all(incidentId, limit)
    .map((row) => {
      const { conv_id, title, occurrence_count } = touchedRow(row);
      return { conv_id, title, occurrence_count: Number(occurrence_count) };
    });
}

/** Row of the query above, whose columns it names. */
function touchedRow(row: unknown): { conv_id: string; title: string | null; occurrence_count: bigint } {
  return row as { conv_id: string; title: string | null; occurrence_count: bigint };
}
