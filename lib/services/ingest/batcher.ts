import type { Decoded } from "@/lib/domain/envelope";
import type { CommitQueue } from "./commit-queue";
import type { ItemOutcome, SourcedItem } from "./ingest-engine";

/** Bytes and items after which a batch is handed to the commit queue. */
const batchBytes = 2 << 20;
const batchItems = 1_000;
/** Batches on their way to the disk at once; more would only hold memory. */
const inFlightLimit = 2;

/**
 * Collects decoded items into batches and hands them to the commit queue, a few at a time. `add` resolves
 * when the producer may go on, which is how back-pressure reaches the socket.
 */
export class Batcher {
  #items: SourcedItem[] = [];
  #bytes = 0;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: Error | undefined;

  /** `sourceOf` names the emitter of an item; `onOutcomes` sees outcomes in the order of the items of a batch. */
  constructor(
    private readonly queue: CommitQueue,
    private readonly sourceOf: (item: Decoded) => string,
    private readonly onOutcomes: (outcomes: readonly ItemOutcome[]) => void,
    /** Name of the file that the items come in, if it is one. */
    private readonly delivery?: string,
  ) {}

  async add(items: Iterable<Decoded>): Promise<void> {
    for (const item of items) {
      this.#items.push({ source: this.sourceOf(item), item, delivery: this.delivery });
      this.#bytes += item.kind === "envelope" ? item.bytes.byteLength : 0;
      if (this.#items.length >= batchItems || this.#bytes >= batchBytes) {
        this.#send();
        if (this.#inFlight.size >= inFlightLimit) await Promise.race(this.#inFlight);
        this.#throwFailure();
      }
    }
  }

  /** Resolves when everything added is durable. */
  async drain(): Promise<void> {
    this.#send();
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  #send(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    const sent: Promise<void> = this.queue
      .commit(items)
      .then(this.onOutcomes, (error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.#inFlight.delete(sent);
      });
    this.#inFlight.add(sent);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
