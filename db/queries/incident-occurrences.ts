import { and, asc, desc, eq, inArray, lt, or } from "drizzle-orm";
import type { ReadStore } from "../store";
import { conversations, errorCauses, errors } from "../schema";

export type ErrorRow = typeof errors.$inferSelect;
export type CauseRow = typeof errorCauses.$inferSelect;

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
export function readOccurrenceValues({ sqlite }: ReadStore, fingerprint: string): OccurrenceValues {
  const top = (column: string): readonly unknown[] =>
    sqlite
      .prepare(`SELECT ${column} FROM errors WHERE fingerprint = ? AND ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${String(valueLimit)}`)
      .pluck()
      .all(fingerprint);
  return {
    tools: top("tool_name").map(String),
    models: top("model").map(String),
    providers: top("provider").map(String),
    http_statuses: top("http_status").map(Number),
    histogram: histogramOf(sqlite.prepare("SELECT occurred_at_ms FROM errors WHERE fingerprint = ? AND occurred_at_ms IS NOT NULL").pluck().all(fingerprint).map(Number)),
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

/** Occurrences of an incident, newest first, with the title of their conversation. */
export function listOccurrences(
  { drizzle }: ReadStore,
  params: { readonly fingerprint: string; readonly after?: { readonly at_ms: number; readonly error_id: string } | undefined; readonly limit: number },
): { error: ErrorRow; title: string | null }[] {
  const { fingerprint, after, limit } = params;
  const beyond =
    after === undefined
      ? undefined
      : or(lt(errors.occurred_at_ms, after.at_ms), and(eq(errors.occurred_at_ms, after.at_ms), lt(errors.error_id, after.error_id)));
  return drizzle
    .select({ error: errors, title: conversations.title })
    .from(errors)
    .leftJoin(conversations, eq(conversations.conv_id, errors.conv_id))
    .where(and(eq(errors.fingerprint, fingerprint), beyond))
    .orderBy(desc(errors.occurred_at_ms), desc(errors.error_id))
    .limit(limit)
    .all();
}

/** Cause chains of some failures, outermost first. */
export function listCauses({ drizzle }: ReadStore, errorIds: readonly string[]): CauseRow[] {
  return drizzle.select().from(errorCauses).where(inArray(errorCauses.error_id, [...errorIds])).orderBy(asc(errorCauses.error_id), asc(errorCauses.position)).all();
}

/** Conversations that an incident touches, most occurrences first. */
export function listTouchedConversations({ sqlite }: ReadStore, fingerprint: string, limit: number): { conv_id: string; title: string | null; occurrence_count: number }[] {
  return sqlite
    .prepare(
      `SELECT e.conv_id, c.title, count(*) AS occurrence_count FROM errors e LEFT JOIN conversations c ON c.conv_id = e.conv_id
       WHERE e.fingerprint = ? AND e.conv_id IS NOT NULL GROUP BY e.conv_id ORDER BY occurrence_count DESC, e.conv_id LIMIT ?`,
    )
    .all(fingerprint, limit)
    .map((row) => {
      const { conv_id, title, occurrence_count } = touchedRow(row);
      return { conv_id, title, occurrence_count: Number(occurrence_count) };
    });
}

/** Row of the query above, whose columns it names. */
function touchedRow(row: unknown): { conv_id: string; title: string | null; occurrence_count: bigint } {
  return row as { conv_id: string; title: string | null; occurrence_count: bigint };
}
