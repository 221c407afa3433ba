import type { WriteStore } from "../store";
import { CutValue, type StoredValue } from "./record-values";
import type { DamagedTable, ReadableTables } from "./readable-tables";

/** What could be read of a table of records. */
export interface SalvagedTable {
  readonly table: string;
  readonly salvaged: number;
  /** Rows of which only a part can be read, or whose values the table does not take. */
  readonly damaged: number;
  /** Rows that the index of the key knows and no page holds. */
  readonly lost: number;
  /** Keys of some damaged and lost rows, where the index can be read. */
  readonly keys: readonly string[];
}

/** Keys that are named per table. */
const namedLimit = 20;

/**
 * Copies every whole row of a table into the new store. A row that the new table refuses is damaged: the same columns
 * took it once. Must run in a transaction. O(rows).
 */
export function salvageRows(
  tables: ReadableTables,
  table: DamagedTable,
  { sqlite }: WriteStore,
): SalvagedTable {
  const known = new Set(
    sqlite.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table.name).map(String),
  );
  const columns = table.columns.filter((column) => known.has(column));
  const insert = sqlite.prepare(
    `INSERT INTO "${table.name}" (${columns.map((column) => `"${column}"`).join(", ")})
     VALUES (${columns.map(() => "?").join(", ")}) ON CONFLICT DO NOTHING`,
  );
  const whole = new Set<bigint>();
  const broken = new Set<bigint>();
  for (const { rowid, values } of tables.rows(table)) {
    const row = columns.map((column) => values.get(column));
    const isTaken = row.every(isWhole) && isInserted(() => insert.run(row).changes);
    (isTaken ? whole : broken).add(rowid);
  }
  const unread = tables.unreadableCells.get(table.name) ?? 0;
  const { lost, keys } = missingRows(tables, table, whole, broken);
  // A cell of which not even the rowid can be read is one of those that only the index knows.
  return {
    table: table.name,
    salvaged: whole.size,
    damaged: broken.size,
    lost: Math.max(lost, unread),
    keys,
  };
}

/** What the index of the key tells of rows that were not taken over. */
function missingRows(
  tables: ReadableTables,
  { keyIndex }: DamagedTable,
  whole: ReadonlySet<bigint>,
  broken: ReadonlySet<bigint>,
): Pick<SalvagedTable, "lost" | "keys"> {
  const keys: string[] = [];
  let lost = 0;
  for (const entry of keyIndex === undefined ? [] : tables.entries(keyIndex.root)) {
    const rowid = entry.at(-1);
    if (typeof rowid !== "bigint" || whole.has(rowid)) continue;
    if (!broken.has(rowid)) lost += 1;
    if (keys.length < namedLimit) keys.push(entry.slice(0, keyIndex?.columns).map(printed).join(" "));
  }
  return { lost, keys };
}

export type WholeValue = Exclude<StoredValue, CutValue | undefined>;

/** Whether a value was read to its end. */
export function isWhole(value: StoredValue): value is WholeValue {
  return value !== undefined && !(value instanceof CutValue);
}

/** Whether a row was taken; what the table's own rules refuse cannot be what was once stored. */
function isInserted(insert: () => number): boolean {
  try {
    return insert() === 1;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT"))
      return false;
    throw error;
  }
}

function printed(value: StoredValue): string {
  return Buffer.isBuffer(value) ? value.toString("hex") : value instanceof CutValue ? "(cut)" : String(value);
}
