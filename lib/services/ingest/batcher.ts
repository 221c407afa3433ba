import type { Decoded } from "@/lib/domain/envelope";
import type { Line } from "@/lib/ingest/split-lines";
import type { CommitQueue } from "./commit-queue";
import type { ItemOutcome, SourcedItem } from "./ingest-item";

/** Bytes and items after which a batch is handed to the commit queue. */
const batchBytes = 2 << 20;
const batchItems = 1_000;
/** Batches on their way to the disk at once; more would only hold memory. */
const inFlightLimit = 2;
/** Lines decoded one after the other before they are stored: turning from one to the other for each line costs more than either. */
const decodedAtOnce = 64;

/** How a producer's items are read and named, and who hears what became of them. */
export interface BatcherOptions {
  /** Reads a line. Asked once for each, in order, while its batch is stored. */
  readonly decode: (line: Line) => Iterable<Decoded>;
  /** Names the emitter of an item. */
  readonly sourceOf: (item: Decoded) => string;
  /** Sees each item once, before it is stored. */
  readonly onItem: (item: Decoded) => void;
  /** Sees outcomes in the order of the items of a batch. */
  readonly onOutcomes: (outcomes: readonly ItemOutcome[]) => void;
  /** Name of the file that the items come in, if it is one. */
  readonly delivery?: string | undefined;
}

/**
 * Collects lines and decoded items into batches and hands them to the commit queue, a few at a time. `add` resolves
 * when the producer may go on, which is how back-pressure reaches the socket.
 *
 * Lines stay bytes until they are stored. Decoded, thousands of them would wait for their commit as objects, and a
 * garbage collector that moves what lives would move them over and over: a fifth of the writer's time.
 */
export class Batcher {
  #items: (Line | Decoded)[] = [];
  #bytes = 0;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: Error | undefined;

  constructor(
    private readonly queue: CommitQueue,
    private readonly options: BatcherOptions,
  ) {}

  async add(items: Iterable<Line | Decoded>): Promise<void> {
    for (const item of items) {
      this.#items.push(item);
      this.#bytes += item.kind === "line" || item.kind === "envelope" ? item.bytes.byteLength : 0;
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

  /** Whether a batch could not be stored. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Resolves when what was sent is stored or has failed; what was only collected stays unsent. */
  async arrive(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  #send(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    const sent: Promise<void> = this.queue
      .commit({ items: this.#open(items), size: items.length })
      .then(this.options.onOutcomes, (error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.#inFlight.delete(sent);
      });
    this.#inFlight.add(sent);
  }

  *#open(held: readonly (Line | Decoded)[]): Generator<SourcedItem> {
    const { sourceOf, onItem, delivery } = this.options;
    for (let from = 0; from < held.length; from += decodedAtOnce)
      for (const item of this.#decode(held.slice(from, from + decodedAtOnce))) {
        onItem(item);
        yield { source: sourceOf(item), item, delivery };
      }
  }

  #decode(held: readonly (Line | Decoded)[]): readonly Decoded[] {
    const items: Decoded[] = [];
    for (const one of held) {
      if (one.kind !== "line") items.push(one);
      else for (const item of this.options.decode(one)) items.push(item);
    }
    return items;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
