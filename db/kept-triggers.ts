import type Database from "better-sqlite3";

/** Triggers that keep what is counted equal to what it is counted from. */
export interface KeptTriggers {
  /** Beginning of the names of all of them, and of no others. */
  readonly prefix: string;
  /** `CREATE TRIGGER` statements. */
  readonly definition: readonly string[];
  /** Counts everything anew. */
  readonly recount: (sqlite: Database.Database) => void;
}

/**
 * Makes the triggers when they are missing or of another definition, and counts anew then, in one transaction. A store
 * whose triggers are in place costs one look at its schema.
 */
export function ensureTriggers(
  sqlite: Database.Database,
  { prefix, definition, recount }: KeptTriggers,
): { recounted: boolean } {
  const existing = sqlite
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB ? || '*'")
    .all(prefix)
    .map(triggerRow);
  const known = new Set(existing.map(({ sql }) => sql));
  if (known.size === definition.length && definition.every((sql) => known.has(sql)))
    return { recounted: false };
  sqlite
    .transaction(() => {
      for (const { name } of existing) sqlite.exec(`DROP TRIGGER ${name}`);
      for (const sql of definition) sqlite.exec(sql);
      recount(sqlite);
    })
    .immediate();
  return { recounted: true };
}

/** Row of the query above, whose columns it names. */
function triggerRow(row: unknown): { name: string; sql: string } {
  return row as { name: string; sql: string };
}
