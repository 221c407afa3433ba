import type Database from "better-sqlite3";

/** Names kept in memory per dictionary before the cache starts over; a miss costs one indexed read. */
const cacheLimit = 50_000;

/**
 * Integer keys for repeated texts, in a dictionary table. Keys are handed out inside the writer's
 * transaction; after a rollback the owner must call `forget`, or the cache would name rows that are gone.
 */
export class Dictionary {
  readonly #cache = new Map<string, number>();
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;

  /** `columns` are the columns that identify an entry, in the order in which `keyOf` takes them. */
  constructor(sqlite: Database.Database, table: string, key: string, columns: readonly string[]) {
    this.#find = sqlite
      .prepare(`SELECT ${key} FROM ${table} WHERE ${columns.map((c) => `${c} IS ?`).join(" AND ")}`)
      .pluck();
    this.#insert = sqlite.prepare(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    );
  }

  /** Key of an entry, made when it is new. */
  keyOf(...values: readonly (string | number | null)[]): number {
    const name = values.join("\u0000");
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const found = this.#find.get(...values);
    const key = Number(found ?? this.#insert.run(...values).lastInsertRowid);
    if (this.#cache.size >= cacheLimit) this.#cache.clear();
    this.#cache.set(name, key);
    return key;
  }

  forget(): void {
    this.#cache.clear();
  }
}
