import { lastOrdinal, listEventsAfter } from "@/db/queries/live-events";
import type { EventRow } from "@/lib/contracts/event";
import { eventsFromRows } from "../events/event-from-row";
import type { ConsoleRuntime } from "../store/console-runtime";

/** Events in one message; a client that is behind catches up page by page. */
const pageSize = 200;

/** A page of events for a live tail. */
export interface FeedPage {
  readonly items: readonly EventRow[];
  readonly last_ordinal: string;
}

/**
 * Follows the log from an ordinal on, one page per call of `next`. Nothing is buffered for a reader: one
 * that does not ask is behind and goes on where it was, so it never misses an event and never sees one twice.
 */
export class EventFeed {
  #after: bigint;
  #wake: (() => void) | undefined;
  readonly #stop: () => void;
  #closed = false;

  constructor(
    private readonly runtime: ConsoleRuntime,
    after: bigint | undefined,
  ) {
    this.#after = after ?? lastOrdinal(runtime.store);
    this.#stop = runtime.writer.listen((event) => {
      if (event.event === "committed") this.#wake?.();
    });
  }

  /** The next events; waits for them up to `patienceMs`, then answers `idle`. Undefined once closed. */
  async next(patienceMs: number): Promise<FeedPage | "idle" | undefined> {
    if (this.#closed) return undefined;
    const ready = this.#page();
    if (ready !== undefined) return ready;
    await this.#sleep(patienceMs);
    return this.#isClosed() ? undefined : (this.#page() ?? "idle");
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    this.#wake?.();
  }

  /** Asked again after a wait, during which it may have changed. */
  #isClosed(): boolean {
    return this.#closed;
  }

  #page(): FeedPage | undefined {
    const rows = listEventsAfter(this.runtime.store, this.#after, pageSize);
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    this.#after = last.ordinal;
    return { items: eventsFromRows(this.runtime.store, rows), last_ordinal: String(last.ordinal) };
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      this.#wake = done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }
}
