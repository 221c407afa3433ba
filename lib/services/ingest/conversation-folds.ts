import type { WriteStore } from "@/db/store";
import { EventHistory } from "@/db/event-log/event-history";
import type { Envelope } from "@/lib/domain/envelope";
import { ConversationFold } from "@/lib/domain/projection/conversation-fold";
import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import { RecentMap } from "./recent-map";

/**
 * Events in the folds that are kept in memory, some 600 bytes each; a conversation that comes back later is folded
 * again from the log.
 */
const eventLimit = 120_000;
/** Those that wait to be settled may take this part of it: when they are dropped they have to be folded a second time. */
const crowdedPart = 0.75;

/** Uses after which a fold moves behind the others: few, since there may be room for two of them. */
const useSlack = 64;

/**
 * Projection state of the conversations that are being written. A fold that was dropped, or that saw an
 * event out of order, is made again from the log: projection is a function of the events alone.
 */
export class ConversationFolds {
  readonly #folds = new RecentMap<string, ConversationFold>(useSlack);
  /** Events in all of them. */
  #events = 0;
  readonly #history: EventHistory;

  /** `isBehind` tells whether the records of a conversation may lack what its events say. */
  constructor(
    store: WriteStore,
    private readonly isBehind: (convId: string) => boolean,
    private readonly limit = eventLimit,
  ) {
    this.#history = new EventHistory(store.sqlite);
  }

  /** The fold of a conversation, up to what is in the log. New events go in by `apply`. */
  of(convId: string): ConversationFold {
    const known = this.#folds.use(convId);
    if (known !== undefined) return known;
    const fold = this.#fold(convId);
    // A fold that was dropped with changes in it states everything again; what is known is not repeated.
    if (!this.isBehind(convId)) fold.drain();
    this.#keep(convId, fold);
    return fold;
  }

  /** Gives an event to a fold that is kept here. */
  apply(fold: ConversationFold, event: FoldEvent): void {
    fold.apply(event);
    this.#events += 1;
  }

  /** Folds the whole history again, in replay order; everything it states is to be drained. */
  rebuild(convId: string): ConversationFold {
    const fold = this.#fold(convId);
    this.#keep(convId, fold);
    return fold;
  }

  /** Conversations whose fold is in memory. */
  keys(): Iterable<string> {
    return this.#folds.keys();
  }

  /** Whether the fold of a conversation is in memory: settling it costs a fraction then. */
  has(convId: string): boolean {
    return this.#folds.has(convId);
  }

  /** Whether conversations should be settled now, before there is no room for their folds. O(folds). */
  get isCrowded(): boolean {
    let waiting = 0;
    for (const [convId, { events }] of this.#folds.entries()) if (this.isBehind(convId)) waiting += events;
    return waiting > crowdedPart * this.limit;
  }

  /** Forgets one fold; the next one is made from the log and states everything. */
  drop(convId: string): void {
    this.#events -= this.#folds.get(convId)?.events ?? 0;
    this.#folds.delete(convId);
  }

  forget(): void {
    this.#folds.clear();
    this.#events = 0;
  }

  /**
   * What arrived in order is folded as it is read, so that a conversation of a million events does not have to lie in
   * memory; only one in disorder is read as a whole and put in order.
   */
  #fold(convId: string): ConversationFold {
    const fold = new ConversationFold(convId);
    for (const event of this.#history.of(convId)) {
      fold.apply(reopenEvent(event));
      if (fold.isOutOfOrder) return this.#foldInOrder(convId);
    }
    return fold;
  }

  #foldInOrder(convId: string): ConversationFold {
    const fold = new ConversationFold(convId);
    const events = [...this.#history.of(convId)].map(reopenEvent);
    for (const event of orderForReplay(events)) fold.apply(event);
    return fold;
  }

  /** Keeps a fold, and drops others until there is room: first those of settled conversations, oldest use first. */
  #keep(convId: string, fold: ConversationFold): void {
    this.drop(convId);
    this.#folds.set(convId, fold);
    this.#events += fold.events;
    if (this.#events <= this.limit) return;
    for (const spare of [true, false]) {
      for (const other of this.#folds.keys()) {
        if (this.#events <= this.limit) return;
        if (other !== convId && (!spare || !this.isBehind(other))) this.drop(other);
      }
    }
  }
}

/** What the projection reads of an envelope that is being stored. */
export function foldEventOf(envelope: Envelope, ordinal: bigint, source: string): FoldEvent {
  const {
    dialect,
    type,
    event_id,
    seq,
    regime,
    stream,
    session_id,
    turn_id,
    run_id,
    occurred_at_ms,
    received_at_ms,
    data,
    metadata,
  } = envelope;
  return {
    ordinal,
    dialect,
    type,
    event_id,
    seq,
    regime,
    stream,
    session_id,
    turn_id,
    run_id,
    occurred_at_ms,
    received_at_ms,
    data,
    metadata,
    bytes: envelope.bytes.byteLength,
    source,
  };
}
