import { lastOrdinal } from "@/db/queries/live-events";
import type { ConsoleRuntime } from "../store/console-runtime";
import { FeedPages, type FeedPage } from "./feed-pages";

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
    const page = FeedPages.of(this.runtime.store).after(this.#after);
    if (page !== undefined) this.#after = page.last;
    return page;
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
