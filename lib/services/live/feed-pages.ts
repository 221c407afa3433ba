import { listEventsAfter } from "@/db/queries/live-events";
import type { ReadStore } from "@/db/store";
import type { EventRow } from "@/lib/contracts/event";
import { eventsFromRows } from "../events/event-from-row";

/** Events in one message; a client that is behind catches up page by page. */
const pageSize = 200;

/** A page of events for a live tail. */
export interface FeedPage {
  readonly items: readonly EventRow[];
  readonly last_ordinal: string;
  /** Where a tail that has taken it is. */
  readonly last: bigint;
}

interface ReadPage {
  readonly after: bigint;
  readonly version: unknown;
  readonly page: FeedPage | undefined;
}

/**
 * Pages of the log for live tails. Most tails are at the same place, the newest event: what one has read serves all,
 * until something is committed. A thousand of them would otherwise hold up everything else for half a second a commit.
 */
export class FeedPages {
  static readonly #pages = new WeakMap<ReadStore["sqlite"], FeedPages>();

  #newest: ReadPage | undefined;

  private constructor(private readonly store: ReadStore) {}

  static of(store: ReadStore): FeedPages {
    let pages = FeedPages.#pages.get(store.sqlite);
    if (pages === undefined) {
      pages = new FeedPages(store);
      FeedPages.#pages.set(store.sqlite, pages);
    }
    return pages;
  }

  /** The events behind an ordinal as the store has them now; undefined when there are none. */
  after(ordinal: bigint): FeedPage | undefined {
    // Asked first: what is committed meanwhile makes the page look old, never new.
    const version = this.store.sqlite.pragma("data_version", { simple: true });
    if (this.#newest?.after !== ordinal || this.#newest.version !== version)
      this.#newest = { after: ordinal, version, page: this.#read(ordinal) };
    return this.#newest.page;
  }

  #read(ordinal: bigint): FeedPage | undefined {
    const rows = listEventsAfter(this.store, ordinal, pageSize);
    const last = rows.at(-1)?.ordinal;
    if (last === undefined) return undefined;
    return { items: eventsFromRows(this.store, rows), last_ordinal: String(last), last };
  }
}
