import { StreamLog } from "@/db/event-log/stream-log";
import type { Appended } from "@/db/event-log/event-log";
import type { WriteStore } from "@/db/store";
import type { Envelope } from "@/lib/domain/envelope";
import { StreamOrder } from "@/lib/domain/integrity/stream-order";
import type { RecordChange } from "@/lib/domain/model";
import { RecentMap } from "./recent-map";

/** Saved once per this many items of a stream; after a restart, or when it was forgotten, the log tells the rest. */
const saveEvery = 512;
/** Streams whose checker stays in memory, some 7 kB each at most; those used last stay. */
const orderLimit = 2_000;

/** The checker of a stream, or of the part of it that a file holds. */
export interface StreamChecker {
  readonly order: StreamOrder;
  /** The log's key of the stream. */
  readonly streamKey: number;
  /** That of a file lives as long as the file is read, and is not saved. */
  readonly isOfFile: boolean;
  unsaved: number;
  lastOrdinal: bigint;
}

/**
 * Order checkers of the streams that are being written. What a sender posts is one endless delivery per
 * stream, checked across requests and restarts. A file is a delivery of its own, checked from its first
 * line: reading it again finds the same and nothing else.
 */
export class StreamOrders {
  readonly #senders: RecentMap<number, StreamChecker>;
  readonly #files = new Map<string, Map<number, StreamChecker>>();
  readonly #log: StreamLog;

  /** `limit` is the number of streams whose checkers are kept. */
  constructor(
    store: WriteStore,
    private readonly limit = orderLimit,
  ) {
    this.#log = new StreamLog(store.sqlite);
    this.#senders = new RecentMap(Math.floor(limit / 4));
  }

  /**
   * The checker of an envelope's stream, whose epoch is the envelope's as far as is known before it is looked at;
   * undefined where the envelope has no number.
   */
  of(delivery: string | undefined, streamKey: number, envelope: Envelope): StreamChecker | undefined {
    if (envelope.seq === undefined) return undefined;
    return delivery === undefined
      ? this.#ofSender(streamKey, envelope)
      : this.#ofFile(delivery, streamKey, envelope);
  }

  /**
   * Looks at the place of an envelope and gives what is wrong with it. A sender that repeats a line tells
   * nothing about order; in a file every line counts.
   */
  observe(checker: StreamChecker, envelope: Envelope, appended: Appended): RecordChange[] {
    if (!checker.isOfFile && appended.status === "duplicate") return [];
    const { order } = checker;
    const before = order.epoch;
    const findings = order.check({
      ordinal: appended.ordinal,
      seq: envelope.seq,
      regime: envelope.regime,
      type: envelope.type,
      event_id: envelope.event_id,
      content_hash: appended.sha256,
      at_ms: envelope.occurred_at_ms ?? envelope.received_at_ms,
    });
    if (order.epoch !== before) this.#log.setEpoch(appended.ordinal, order.epoch);
    if (!checker.isOfFile) {
      checker.unsaved += 1;
      checker.lastOrdinal = appended.ordinal;
      if (checker.unsaved >= saveEvery) this.#save(checker);
    }
    return findings.map((row) => ({ set: "ordering_anomalies", row }));
  }

  /** Forgets the checkers of a file that was read to its end. */
  endDelivery(delivery: string): void {
    this.#files.delete(delivery);
  }

  forget(): void {
    this.#senders.clear();
    this.#files.clear();
  }

  #ofFile(delivery: string, streamKey: number, { stream, conv_id }: Envelope): StreamChecker {
    const checkers = this.#files.get(delivery) ?? new Map<number, StreamChecker>();
    this.#files.set(delivery, checkers);
    const known = checkers.get(streamKey);
    if (known !== undefined) return known;
    const order = new StreamOrder(stream, conv_id);
    const checker = { order, streamKey, isOfFile: true, unsaved: 0, lastOrdinal: 0n };
    checkers.set(streamKey, checker);
    return checker;
  }

  #ofSender(streamKey: number, envelope: Envelope): StreamChecker {
    const known = this.#senders.use(streamKey);
    if (known !== undefined) return known;
    const checker = this.#load(streamKey, envelope);
    const [oldest] = this.#senders.keys();
    if (this.#senders.size >= this.limit && oldest !== undefined) this.#senders.delete(oldest);
    this.#senders.set(streamKey, checker);
    return checker;
  }

  #load(streamKey: number, { stream, conv_id }: Envelope): StreamChecker {
    const saved = this.#log.savedOrder(streamKey);
    const order = new StreamOrder(stream, conv_id, saved?.state);
    let lastOrdinal = saved?.ordinal ?? 0n;
    let unsaved = 0;
    for (const item of this.#log.itemsAfter(streamKey, lastOrdinal)) {
      // Its findings were stored when it came.
      order.check(item);
      lastOrdinal = item.ordinal;
      unsaved += 1;
    }
    return { order, streamKey, isOfFile: false, unsaved, lastOrdinal };
  }

  #save(checker: StreamChecker): void {
    this.#log.saveOrder(checker.streamKey, checker.order.state(), checker.lastOrdinal);
    checker.unsaved = 0;
  }
}
