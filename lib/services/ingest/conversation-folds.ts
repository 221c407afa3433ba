import type { WriteStore } from "@/db/store";
import { EventHistory } from "@/db/event-log/event-history";
import type { Envelope } from "@/lib/domain/envelope";
import { ConversationFold } from "@/lib/domain/projection/conversation-fold";
import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";

/** Folds kept in memory; a conversation that comes back later is folded again from the log. */
const foldLimit = 500;

/**
 * Projection state of the conversations that are being written. A fold that was dropped, or that saw an
 * event out of order, is made again from the log: projection is a function of the events alone.
 */
export class ConversationFolds {
  readonly #folds = new Map<string, ConversationFold>();
  readonly #history: EventHistory;

  /** `isBehind` tells whether the records of a conversation may lack what its events say. */
  constructor(
    store: WriteStore,
    private readonly isBehind: (convId: string) => boolean,
  ) {
    this.#history = new EventHistory(store.sqlite);
  }

  /** The fold of a conversation, up to what is in the log. */
  of(convId: string): ConversationFold {
    const known = this.#folds.get(convId);
    if (known !== undefined) {
      // Keeps the map in order of use.
      this.#folds.delete(convId);
      this.#folds.set(convId, known);
      return known;
    }
    const fold = this.#fold(convId);
    // A fold that was dropped with changes in it states everything again; what is known is not repeated.
    if (!this.isBehind(convId)) fold.drain();
    this.#keep(convId, fold);
    return fold;
  }

  /** Folds the whole history again, in replay order; everything it states is to be drained. */
  rebuild(convId: string): ConversationFold {
    const fold = this.#fold(convId);
    this.#keep(convId, fold);
    return fold;
  }

  /** Forgets one fold; the next one is made from the log and states everything. */
  drop(convId: string): void {
    this.#folds.delete(convId);
  }

  forget(): void {
    this.#folds.clear();
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

  #keep(convId: string, fold: ConversationFold): void {
    this.#folds.delete(convId);
    this.#folds.set(convId, fold);
    const [oldest] = this.#folds.keys();
    if (this.#folds.size > foldLimit && oldest !== undefined) this.#folds.delete(oldest);
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
