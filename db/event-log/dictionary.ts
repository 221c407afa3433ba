import type Database from "better-sqlite3";

/** Names kept in memory per dictionary before the cache starts over; a miss costs one indexed read. */
const cacheLimit = 10_000;

/**
 * Integer keys for repeated texts, in a dictionary table. Keys are handed out inside the writer's
 * transaction; after a rollback the owner must call `forget`, or the cache would name rows that are gone.
 */
export class Dictionary {
  /** By scope, then by text: a joined key would be made and hashed anew for every envelope. */
  readonly #cache = new Map<number, Map<string, number>>();
  #cached = 0;
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;

  /** `columns` are the columns that identify an entry: its text, then the keys in whose scope it is. */
  constructor(sqlite: Database.Database, table: string, key: string, columns: readonly string[]) {
    this.#find = sqlite
      .prepare(`SELECT ${key} FROM ${table} WHERE ${columns.map((c) => `${c} IS ?`).join(" AND ")}`)
      .pluck();
    this.#insert = sqlite.prepare(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    );
  }

  /** Key of a text in its scope, made when it is new. As many keys are given as the dictionary has columns for them. */
  keyOf(text: string, scope?: number | null, inner?: number | null): number {
    return this.find(text, scope, inner) ?? this.#make(text, scope, inner);
  }

  /** The same, undefined where there is none yet. */
  find(text: string, scope?: number | null, inner?: number | null): number | undefined {
    const known = this.#cache.get(placeOf(scope, inner))?.get(text);
    if (known !== undefined) return known;
    const stored: unknown = this.#find.get(...columnsOf(text, scope, inner));
    return stored === undefined ? undefined : this.#remember(Number(stored), text, scope, inner);
  }

  #make(text: string, scope?: number | null, inner?: number | null): number {
    const { lastInsertRowid } = this.#insert.run(...columnsOf(text, scope, inner));
    return this.#remember(Number(lastInsertRowid), text, scope, inner);
  }

  #remember(key: number, text: string, scope?: number | null, inner?: number | null): number {
    if (this.#cached >= cacheLimit) this.forget();
    const place = placeOf(scope, inner);
    const texts = this.#cache.get(place) ?? new Map<string, number>();
    this.#cache.set(place, texts.set(text, key));
    this.#cached += 1;
    return key;
  }

  forget(): void {
    this.#cache.clear();
    this.#cached = 0;
  }
}

/** One number for up to two keys: the inner one stays far below 2^32, and where there may be none it is not 0. */
function placeOf(scope: number | null | undefined, inner: number | null | undefined): number {
  return inner === undefined ? (scope ?? 0) : (scope ?? 0) * 2 ** 32 + (inner ?? 0);
}

function columnsOf(...entry: readonly (string | number | null | undefined)[]): (string | number | null)[] {
  return entry.filter((value) => value !== undefined);
}
