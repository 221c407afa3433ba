import type Database from "better-sqlite3";

/**
 * Conversations whose derived records are behind their events. Marked in the transaction that stores an
 * envelope and cleared when all is settled, so that a writer that was killed in between is caught up with by
 * the next one.
 */
export class UnsettledMarks {
  readonly #marked = new Set<string>();
  readonly #fresh = new Set<string>();
  readonly #insert: Database.Statement;
  readonly #clear: Database.Statement;
  readonly #all: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#insert = sqlite.prepare(
      "INSERT INTO unsettled_conversations (conv_id) VALUES (?) ON CONFLICT DO NOTHING",
    );
    this.#clear = sqlite.prepare("DELETE FROM unsettled_conversations");
    this.#all = sqlite.prepare("SELECT conv_id FROM unsettled_conversations").pluck();
    this.forget();
  }

  /** Conversations that are behind. */
  get all(): Iterable<string> {
    return this.#marked;
  }

  has(convId: string): boolean {
    return this.#marked.has(convId) || this.#fresh.has(convId);
  }

  note(convId: string): void {
    if (!this.#marked.has(convId)) this.#fresh.add(convId);
  }

  /** Writes what was noted; inside the transaction of the batch. */
  save(): void {
    for (const convId of this.#fresh) {
      this.#insert.run(convId);
      this.#marked.add(convId);
    }
    this.#fresh.clear();
  }

  /** Nothing is behind any more. */
  clear(): void {
    if (this.#marked.size === 0) return;
    this.#clear.run();
    this.#marked.clear();
  }

  /** Takes up what the store says. Call after a rollback. */
  forget(): void {
    this.#fresh.clear();
    this.#marked.clear();
    for (const convId of this.#all.all()) this.#marked.add(String(convId));
  }
}
