import { isNotNull, isNull, sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** Last row of the page before: its time (undefined where it had none) and the rest of its key. */
export interface NewestFirstPosition {
  readonly at_ms: number | undefined;
  readonly key: readonly string[];
}

/**
 * Reads one page in the order (time DESC, key ASC) with rows without a time last. Two ranges of one index,
 * each read only when the page needs it: a single condition over both would not be a range for SQLite.
 */
export function readNewestFirst<Row>(
  time: SQLiteColumn,
  key: readonly SQLiteColumn[],
  after: NewestFirstPosition | undefined,
  limit: number,
  read: (range: SQL, limit: number) => readonly Row[],
): Row[] {
  const columns = sql.join([...key], sql`, `);
  const beyond =
    after &&
    sql`(${columns}) > (${sql.join(
      after.key.map((part) => sql`${part}`),
      sql`, `,
    )})`;
  const rows: Row[] = [];
  if (after === undefined) rows.push(...read(isNotNull(time), limit));
  if (after?.at_ms !== undefined) {
    rows.push(...read(sql`(${time} <= ${after.at_ms} AND (${time} < ${after.at_ms} OR ${beyond}))`, limit));
  }
  if (rows.length < limit) {
    const isInside = after !== undefined && after.at_ms === undefined;
    rows.push(...read(isInside ? sql`(${time} IS NULL AND ${beyond})` : isNull(time), limit - rows.length));
  }
  return rows;
}
