import Database from "better-sqlite3";
import type { ForeignItem, SqlValue } from "@/lib/domain/foreign/rows";

/** Prefix of result columns that come from other tables. */
export const joinedPrefix = "joined:";

/** How to read one table: the first query that starts is read to its end. */
export interface TableQuery {
  readonly table: string;
  /** Later ones do without what a damaged file may have lost: joins first, then the order. */
  readonly queries: readonly string[];
}

/** A query over one table, with joined values as `joined:<name>` columns, and its fallback without them. */
export function tableQuery(
  table: string,
  order: readonly string[],
  joined: Readonly<Record<string, string>> = {},
  from = "",
): TableQuery {
  const extra = Object.entries(joined).map(
    ([name, expression]) => `, ${expression} AS "${joinedPrefix}${name}"`,
  );
  const plain = `SELECT t.* FROM ${quoted(table)} AS t`;
  const ordered =
    order.length === 0 ? "" : ` ORDER BY ${order.map((column) => `t.${quoted(column)}`).join(", ")}`;
  const full = `SELECT t.*${extra.join("")} FROM ${quoted(table)} AS t ${from}${ordered}`;
  return { table, queries: [...new Set([full, `${plain}${ordered}`, plain])] };
}

/**
 * Reads a table row by row, never all of it. A table that turns out to be damaged ends with an item that
 * says so: after how many rows, and why.
 */
export function* readTable(
  sqlite: Database.Database,
  { table, queries }: TableQuery,
): Generator<ForeignItem> {
  let rows = 0;
  let reason = "";
  for (const query of queries) {
    try {
      for (const values of rowsOf(sqlite, query)) {
        rows += 1;
        yield { kind: "row", table, position: rows, ...values };
      }
      return;
    } catch (error) {
      // Only what the driver says about this file; anything else is a fault of ours and must surface.
      if (!(error instanceof Database.SqliteError)) throw error;
      reason = error.message;
      if (rows > 0) break;
    }
  }
  yield { kind: "unreadable", table, rows, reason };
}

interface RowValues {
  readonly values: Readonly<Record<string, SqlValue>>;
  readonly joined: Readonly<Record<string, SqlValue>>;
}

function* rowsOf(sqlite: Database.Database, query: string): Generator<RowValues> {
  const statement = sqlite.prepare(query);
  const columns = statement.columns().map(({ name }) => name);
  const firstJoined = columns.findIndex((name) => name.startsWith(joinedPrefix));
  const ownCount = firstJoined === -1 ? columns.length : firstJoined;
  const joinedNames = columns.slice(ownCount).map((name) => name.slice(joinedPrefix.length));
  for (const row of statement.raw(true).iterate()) {
    const cells = cellsOf(row);
    yield {
      values: named(columns.slice(0, ownCount), cells),
      joined: named(joinedNames, cells.slice(ownCount)),
    };
  }
}

function named(names: readonly string[], cells: readonly SqlValue[]): Readonly<Record<string, SqlValue>> {
  // fromEntries, not assignment: a column may be called __proto__.
  return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null]));
}

/** A raw row of the driver is an array of SQL values; with safe integers on, integers are bigints. */
function cellsOf(row: unknown): readonly SqlValue[] {
  return row as readonly SqlValue[];
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
