import type Database from "better-sqlite3";

/**
 * Work of a reader that no request waits for: pieces of some milliseconds, one at each turn of the loop, so that requests run in
 * between. `piece` does the next one and says whether there may be more. Ends with the connection, and holds no process.
 */
export class BetweenRequests {
  #isUnderWay = false;

  constructor(
    private readonly sqlite: Database.Database,
    private readonly piece: () => boolean,
  ) {}

  /** Begins, unless it is under way. */
  begin(): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    setImmediate(() => {
      this.#isUnderWay = false;
      if (this.sqlite.open && this.#hasMore()) this.begin();
    }).unref();
  }

  #hasMore(): boolean {
    try {
      return this.piece();
    } catch {
      // The next question meets what is wrong with the store, and has somebody to tell.
      return false;
    }
  }
}
