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

/** What the occurrences of an incident have in common, and when they were. Reads the group by its index. */
export function readOccurrenceValues({ sqlite }: ReadStore, incidentId: string): OccurrenceValues {
  const top = (column: string): readonly unknown[] =>
    sqlite
      .prepare(
        `SELECT ${column} FROM errors WHERE incident_id = ? AND ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${String(valueLimit)}`,
      )
      .pluck()
      .all(incidentId);
  return {
    tools: top("tool_name").map(String),
    models: top("model").map(String),
    providers: top("provider").map(String),
    http_statuses: top("http_status").map(Number),
    histogram: histogramOf(
      sqlite
        .prepare("SELECT occurred_at_ms FROM errors WHERE incident_id = ? AND occurred_at_ms IS NOT NULL")
        .pluck()
        .all(incidentId)
        .map(Number),
    ),
  };
}

function histogramOf(times: readonly number[]): readonly number[] {
  const bars = Array.from({ length: histogramBars }, () => 0);
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const width = (last - first + 1) / histogramBars;
  for (const at of times) {
    const bar = Math.min(histogramBars - 1, Math.floor((at - first) / width));
    bars[bar] = (bars[bar] ?? 0) + 1;
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
      `SELECT e.conv_id, c.title, count(*) AS occurrence_count FROM errors e LEFT JOIN conversations c ON c.conv_id = e.conv_id
       WHERE e.incident_id = ? AND e.conv_id IS NOT NULL GROUP BY e.conv_id ORDER BY occurrence_count DESC, e.conv_id LIMIT ?`,
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
