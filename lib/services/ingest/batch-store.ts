import { turnHowCode, type Appended, type EventLog } from "@/db/event-log/event-log";
import type { Packer } from "@/db/event-log/packer";
import { noOutcomes, type OutcomeCounts, type ReceiptBook } from "@/db/event-log/receipts";
import type { RecordWriter } from "@/db/records/record-writer";
import type { RedactionBook } from "@/db/records/redaction-book";
import type { RollupBook } from "@/db/rollups/rollup-book";
import type { Envelope, Rejection, Restated } from "@/lib/domain/envelope";
import { isNotable } from "@/lib/domain/failures/conversation-view";
import type { RecordChange } from "@/lib/domain/model";
import { redactionPolicy, RedactionStage } from "@/lib/domain/redaction/redaction-stage";
import type { ConversationCounters } from "./conversation-counters";
import { foldEventOf, type ConversationFolds } from "./conversation-folds";
import type { ItemOutcome, SourcedItem } from "./ingest-item";
import { OrdinalMap } from "./ordinal-map";
import type { Settler } from "./settler";
import type { StreamOrders } from "./stream-orders";

/** How an item came. */
interface Way {
  readonly source: string;
  readonly delivery: string | undefined;
  readonly now: number;
}

/** Everything that hears of a stored item. */
export interface BatchKeepers {
  readonly log: EventLog;
  readonly records: RecordWriter;
  readonly receipts: ReceiptBook;
  readonly folds: ConversationFolds;
  readonly orders: StreamOrders;
  readonly counters: ConversationCounters;
  readonly settler: Settler;
  readonly rollups: RollupBook;
  readonly redactions: RedactionBook;
  readonly packer: Packer;
}

/**
 * What becomes of items inside the transaction of their batch: redaction, identity, order and turn, row and bytes of the
 * log, stated records, receipt. Must be told of every rollback (`forget`).
 */
export class BatchStore {
  readonly #redaction = new RedactionStage("redacted");
  readonly #ordinals = new OrdinalMap();

  constructor(private readonly keepers: BatchKeepers) {}

  /** A file was read to its end. */
  endDelivery(delivery: string): void {
    this.keepers.orders.endDelivery(delivery);
    this.#ordinals.endDelivery(delivery);
  }

  /** Drops whatever was cached: what the store holds may be something else after a rollback or a removal. */
  forget(): void {
    const { log, records, folds, orders, counters, rollups, settler } = this.keepers;
    for (const keeper of [log, records, folds, orders, counters, rollups, settler]) keeper.forget();
  }

  /** Stores the items of some producers and says what became of each, in order, by producer. */
  store(batches: readonly Iterable<SourcedItem>[], now: number): readonly (readonly ItemOutcome[])[] {
    const sums = new Map<string, OutcomeCounts>();
    const outcomes = batches.map((batch) => {
      const told: ItemOutcome[] = [];
      for (const { source, item, delivery } of batch) {
        const way = { source, delivery, now };
        if (item.kind === "restated") {
          this.#restate(way, item);
          continue;
        }
        const sum = sums.get(source) ?? noOutcomes();
        sums.set(source, sum);
        told.push(
          item.kind === "rejected" ? this.#reject(source, item, sum, now) : this.#accept(way, item, sum),
        );
      }
      return told;
    });
    this.keepers.log.writeBytes();
    for (const [source, sum] of sums) this.keepers.receipts.add(source, sum, now);
    this.keepers.counters.save(now);
    this.keepers.rollups.save();
    return outcomes;
  }

  #accept(way: Way, item: Envelope, sum: OutcomeCounts): ItemOutcome {
    const { source, now } = way;
    const { envelope, findings } = this.#redaction.apply(item);
    const appended = this.#append(way, envelope);
    sum.bytes += envelope.bytes.byteLength;
    const { ordinal, sha256, status } = appended;
    const { line, item_id, event_id, conv_id } = envelope;
    const id = item_id ?? event_id;
    sum[status] += 1;
    if (status === "stored") {
      if (conv_id !== undefined) this.keepers.redactions.add(conv_id, redactionPolicy, findings);
      if (envelope.records.length > 0)
        this.keepers.records.apply(envelope.records.map(reported), { source, ordinal, now_ms: now });
      const { code, detail } = remark(envelope);
      return { line, id, status: "accepted", ordinal, sha256, code, detail };
    }
    if (status === "duplicate") return { line, id, status, ordinal, sha256 };
    return {
      line,
      id,
      status,
      ordinal,
      sha256,
      code: "identity-taken",
      detail:
        "The same identity came with other content; the first was kept, this one is listed as an anomaly.",
    };
  }

  #append({ source, delivery, now }: Way, envelope: Envelope): Appended {
    const { conv_id } = envelope;
    const place = this.keepers.log.placeOf(source, envelope);
    const checker = this.keepers.orders.of(delivery, place.stream_key, envelope);
    const epoch = checker?.order.epoch ?? 0;
    // A fold that is not in memory is made from the log, of what this batch stored as well.
    if (conv_id !== undefined && !this.keepers.folds.has(conv_id))
      this.keepers.log.writeBytesOf(place.conv_key);
    const fold = conv_id === undefined ? undefined : this.keepers.folds.of(conv_id);
    const event = foldEventOf(envelope, this.keepers.log.next, source);
    const turn = fold?.turnOf(event);
    const twin = this.#twinOf(source, envelope);
    const isTwin = twin !== undefined || envelope.is_twin === true;
    const appended = this.keepers.log.append(envelope, place, {
      source,
      now_ms: now,
      epoch,
      turn: turn === undefined ? undefined : { turn_id: turn.turn_id, how: turnHowCode(turn.how) },
      twin_of: twin,
    });
    this.#ordinals.note(delivery, envelope.foreign_ordinal, appended.ordinal);
    if (checker !== undefined) {
      const findings = this.keepers.orders.observe(checker, envelope, appended);
      if (findings.length > 0) this.keepers.records.apply(findings, { source, now_ms: now });
    }
    if (appended.status !== "stored") return appended;
    this.keepers.rollups.count(appended.occurred_at_ms, envelope.class, envelope.bytes.byteLength);
    this.keepers.packer.note(place.conv_key, appended.ordinal, envelope.bytes.byteLength, now);
    if (conv_id !== undefined) {
      if (!isTwin && fold !== undefined) this.keepers.folds.apply(fold, event);
      this.keepers.counters.count(conv_id, source, envelope, isTwin);
      this.keepers.settler.touch(conv_id, now);
    } else if (isNotable(event) || envelope.records.some(({ set }) => set === "panics")) {
      const panics = envelope.records.flatMap((change) => (change.set === "panics" ? [change.row] : []));
      const events = isNotable(event) ? [event] : [];
      this.keepers.settler.recordProcessFailures({ panics, events }, now);
    }
    this.keepers.settler.touchRecords(envelope.records, now);
    return appended;
  }

  /** Rows of another store, with its ordinals turned into those under which the envelopes stand here. */
  #restate({ source, delivery, now }: Way, { records }: Restated): void {
    const mapped = records.map((change) => this.#ordinals.translate(delivery, change));
    this.keepers.records.apply(mapped, { source, now_ms: now });
    this.keepers.settler.touchRecords(mapped, now);
  }

  /** A backend event and the frame that carried it to a browser are one event told twice. */
  #twinOf(source: string, envelope: Envelope): bigint | undefined {
    if (envelope.twin_identity === undefined) return undefined;
    return this.keepers.log.find(source, envelope.stream, envelope.twin_identity)?.ordinal;
  }

  #reject(source: string, item: Rejection, sum: OutcomeCounts, now: number): ItemOutcome {
    sum.rejected += 1;
    sum.bytes += item.bytes;
    this.keepers.receipts.drop(
      { source, reason: item.code, bytes: item.bytes, detail: `line ${item.line}: ${item.detail}` },
      now,
    );
    const { line, id, code, detail, pointer } = item;
    return { line, id, status: "rejected", code, detail, pointer };
  }
}

/** What a sender should know of an envelope that was stored all the same. */
function remark({ decode_error, warning }: Envelope): Pick<ItemOutcome, "code" | "detail"> {
  if (decode_error !== undefined) return { code: "undecodable", detail: decode_error };
  return warning === undefined ? noRemark : { code: "warning", detail: warning };
}

const noRemark: Pick<ItemOutcome, "code" | "detail"> = {};

/** A source's word on the state of a conversation is kept apart from the state that is computed from it. */
function reported(change: RecordChange): RecordChange {
  if (change.set !== "conversations" || change.row.status == null) return change;
  return { set: "conversations", row: { ...change.row, reported_status: change.row.status, status: null } };
}
