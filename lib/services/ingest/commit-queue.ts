import type { IngestEngine, ItemOutcome, SourcedItem } from "./ingest-engine";

interface Waiting {
  readonly items: readonly SourcedItem[];
  readonly resolve: (outcomes: readonly ItemOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Items per transaction at most; a larger batch gains nothing and delays every other producer. */
const batchLimit = 4_000;

/**
 * Group commit: everything that producers hand in before the event loop turns shares one synced
 * transaction. A producer's promise settles after that commit, never before it.
 */
export class CommitQueue {
  #waiting: Waiting[] = [];
  #scheduled = false;

  constructor(
    private readonly engine: Pick<IngestEngine, "commit">,
    /** Told after every round; with the error, if one ended a transaction. */
    private readonly afterRound: (failure: unknown) => void,
  ) {}

  /** Stores the items and resolves with what became of each, once they are durable. */
  commit(items: readonly SourcedItem[]): Promise<readonly ItemOutcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => {
        this.#flush();
      });
    });
  }

  #flush(): void {
    this.#scheduled = false;
    let failure: unknown;
    while (this.#waiting.length > 0) failure = this.#commitGroup(this.#takeGroup()) ?? failure;
    this.afterRound(failure);
  }

  #takeGroup(): readonly Waiting[] {
    let size = 0;
    let end = 0;
    for (const { items } of this.#waiting) {
      if (end > 0 && size + items.length > batchLimit) break;
      size += items.length;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }

  /** Commits and answers a group; gives the error that kept it from being stored. */
  #commitGroup(group: readonly Waiting[]): unknown {
    try {
      const outcomes = this.engine.commit(group.flatMap(({ items }) => items));
      let at = 0;
      for (const { items, resolve } of group) {
        const counted = items.filter(({ item }) => item.kind !== "restated").length;
        resolve(outcomes.slice(at, at + counted));
        at += counted;
      }
      return undefined;
    } catch (error) {
      // The transaction is gone as a whole; each producer must know that nothing of it is stored.
      for (const { reject } of group) reject(error);
      return error;
    }
  }
}
