import type { IngestEngine } from "./ingest-engine";
import type { ItemOutcome, SourcedItem } from "./ingest-item";

/** What a producer hands in for one transaction: items that are made one by one while it runs. */
export interface Batch {
  readonly items: Iterable<SourcedItem>;
  /** Lines or items in it, to size the transaction. */
  readonly size: number;
}

interface Waiting {
  readonly batch: Batch;
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
    private readonly engine: Pick<IngestEngine, "commitGroup">,
    /** Told after every round; with the error, if one ended a transaction. */
    private readonly afterRound: (failure: unknown) => void,
  ) {}

  /** Stores the items and resolves with what became of each, once they are durable. */
  commit(batch: Batch): Promise<readonly ItemOutcome[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
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
    for (const { batch } of this.#waiting) {
      if (end > 0 && size + batch.size > batchLimit) break;
      size += batch.size;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }

  /** Commits and answers a group; gives the error that kept it from being stored. */
  #commitGroup(group: readonly Waiting[]): unknown {
    try {
      const outcomes = this.engine.commitGroup(group.map(({ batch }) => batch.items));
      for (const [index, { resolve }] of group.entries()) resolve(outcomes[index] ?? []);
      return undefined;
    } catch (error) {
      // The transaction is gone as a whole; each producer must know that nothing of it is stored.
      for (const { reject } of group) reject(error);
      return error;
    }
  }
}
