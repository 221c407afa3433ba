import type Database from "better-sqlite3";
import { currentText } from "./searched-sets";

/** Records of one transaction at most: some tens of milliseconds. */
const sliceSize = 500;

/**
 * Brings the text index up to date with the records that changed since it last ran. Triggers only note which those
 * are: FTS5 writes a piece of index to the disk whenever it is given a smaller row number than before, and looks
 * for every word of a text that it takes out, so a text that grows while it streams is better indexed once a
 * second than with each change, and many records in the order of their numbers.
 */
export class SearchFollower {
  readonly #stale: Database.Statement;
  readonly #index: Database.Statement;
  readonly #remove: Database.Statement;
  readonly #done: Database.Statement;

  constructor(private readonly sqlite: Database.Database) {
    this.#stale = sqlite.prepare("SELECT doc_id FROM search_stale ORDER BY doc_id LIMIT ?").pluck();
    this.#index = sqlite.prepare(`UPDATE search_docs AS d SET text = ${currentText()} WHERE doc_id = ?`);
    this.#remove = sqlite.prepare("DELETE FROM search_docs WHERE doc_id = ? AND text IS NULL");
    this.#done = sqlite.prepare("DELETE FROM search_stale WHERE doc_id = ?");
  }

  /** Indexes a slice of what changed, in one transaction; true when there is more. */
  follow(): boolean {
    const stale = this.#stale.all(sliceSize);
    if (stale.length === 0) return false;
    this.sqlite.transaction(() => {
      for (const doc of stale) for (const step of [this.#index, this.#remove, this.#done]) step.run(doc);
    })();
    return stale.length === sliceSize;
  }

  /** Whether records changed that are not indexed yet. One probe. */
  get isBehind(): boolean {
    return this.#stale.get(1) !== undefined;
  }

  /** Indexes everything that changed. O(changed records). */
  followAll(): void {
    while (this.follow());
  }
}
