import { StreamLog } from "@/db/event-log/stream-log";
import type { Appended } from "@/db/event-log/event-log";
import type { WriteStore } from "@/db/store";
import type { Envelope } from "@/lib/domain/envelope";
import { StreamOrder } from "@/lib/domain/integrity/stream-order";
import type { RecordChange } from "@/lib/domain/model";

/** Saved once per this many items of a stream; after a restart, or when it was forgotten, the log tells the rest. */
const saveEvery = 512;
/** Streams whose checker stays in memory, some 7 kB each at most; those used last stay. */
const orderLimit = 2_000;

interface Tracked {
  readonly order: StreamOrder;
  readonly streamKey: number;
  unsaved: number;
  lastOrdinal: bigint;
}

/**
 * Order checkers of the streams that are being written. What a sender posts is one endless delivery per
 * stream, checked across requests and restarts. A file is a delivery of its own, checked from its first
 * line: reading it again finds the same and nothing else.
 */
export class StreamOrders {
  readonly #senders = new Map<string, Tracked>();
  readonly #files = new Map<string, Map<string, StreamOrder>>();
  readonly #log: StreamLog;

  /** `limit` is the number of streams whose checkers are kept. */
  constructor(
    store: WriteStore,
    private readonly limit = orderLimit,
  ) {
    this.#log = new StreamLog(store.sqlite);
  }

  /** Epoch in which the next envelope of a stream stands, as far as is known before it is looked at. */
  epochOf(delivery: string | undefined, source: string, envelope: Envelope, streamKey: () => number): number {
    return this.#orderOf(delivery, source, envelope, streamKey)?.epoch ?? 0;
  }

  /**
   * Looks at the place of an envelope and gives what is wrong with it. A sender that repeats a line tells
   * nothing about order; in a file every line counts.
   */
  observe(
    delivery: string | undefined,
    source: string,
    envelope: Envelope,
    appended: Appended,
  ): RecordChange[] {
    if (envelope.seq === undefined || (delivery === undefined && appended.status === "duplicate")) return [];
    const key = keyOf(source, envelope);
    const tracked = delivery === undefined ? this.#senders.get(key) : undefined;
    const order =
      tracked?.order ?? (delivery === undefined ? undefined : this.#files.get(delivery)?.get(key));
    if (order === undefined) return [];
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
    if (tracked !== undefined) {
      tracked.unsaved += 1;
      tracked.lastOrdinal = appended.ordinal;
      if (tracked.unsaved >= saveEvery) this.#save(tracked);
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

  #orderOf(
    delivery: string | undefined,
    source: string,
    envelope: Envelope,
    streamKey: () => number,
  ): StreamOrder | undefined {
    if (envelope.seq === undefined) return undefined;
    const key = keyOf(source, envelope);
    if (delivery === undefined) return this.#senderOrder(key, envelope, streamKey);
    const orders = this.#files.get(delivery) ?? new Map<string, StreamOrder>();
    this.#files.set(delivery, orders);
    const order = orders.get(key) ?? new StreamOrder(envelope.stream, envelope.conv_id);
    orders.set(key, order);
    return order;
  }

  #senderOrder(key: string, envelope: Envelope, streamKey: () => number): StreamOrder {
    const known = this.#senders.get(key);
    if (known !== undefined) {
      // Keeps the map in order of use.
      this.#senders.delete(key);
      this.#senders.set(key, known);
      return known.order;
    }
    const tracked = this.#load(streamKey(), envelope);
    const [oldest] = this.#senders.keys();
    if (this.#senders.size >= this.limit && oldest !== undefined) this.#senders.delete(oldest);
    this.#senders.set(key, tracked);
    return tracked.order;
  }

  #load(streamKey: number, { stream, conv_id }: Envelope): Tracked {
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
    return { order, streamKey, unsaved, lastOrdinal };
  }

  #save(tracked: Tracked): void {
    this.#log.saveOrder(tracked.streamKey, tracked.order.state(), tracked.lastOrdinal);
    tracked.unsaved = 0;
  }
}

function keyOf(source: string, { stream, conv_id }: Envelope): string {
  return `${source}\u0000${stream}\u0000${conv_id ?? ""}`;
}
