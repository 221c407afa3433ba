import { EventLog, turnHowCode, type Appended } from "@/db/event-log/event-log";
import { Packer, usualPacking, type PackingRules } from "@/db/event-log/packer";
import { noOutcomes, ReceiptBook, type OutcomeCounts } from "@/db/event-log/receipts";
import type { RemovedEnvelopes } from "@/db/event-log/envelope-removal";
import { ConversationRemoval } from "@/db/records/conversation-removal";
import { AnnotationBook, type AnnotationEdit } from "@/db/records/annotation-book";
import { RecordWriter } from "@/db/records/record-writer";
import { SettleQueue } from "@/db/records/settle-queue";
import { RollupBook } from "@/db/rollups/rollup-book";
import { SearchFollower } from "@/db/search/search-follower";
import { unwatched, type StepWatcher } from "@/db/steps";
import type { WriteStore } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import type { Envelope, Rejection, Restated } from "@/lib/domain/envelope";
import { isNotable } from "@/lib/domain/failures/conversation-view";
import type { RecordChange } from "@/lib/domain/model";
import { RedactionStage } from "@/lib/domain/redaction/redaction-stage";
import { storageProblem } from "@/lib/domain/storage-problem";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import { ConversationCounters } from "./conversation-counters";
import { ConversationFolds, foldEventOf } from "./conversation-folds";
import type { ItemOutcome, SourcedItem } from "./ingest-item";
import { OrdinalMap } from "./ordinal-map";
import { StreamOrders } from "./stream-orders";
import { Settler } from "./settler";

/** How an item came. */
interface Way {
  readonly source: string;
  readonly delivery: string | undefined;
  readonly now: number;
}

/** Conversations whose analysis is put off may wait this long when batches come without a pause. */
const settleBudgetMs = 60;
/** Changed records wait this long to be found by their text: what streams is not indexed with every change. */
const searchPause_ms = 1_000;

/**
 * The only road to the disk: redaction, correlation, log, records, receipts, in one transaction per batch.
 * Lives where the read-write connection lives. After a failed batch nothing of it is stored and all cached
 * state is dropped.
 */
export class IngestEngine {
  readonly #log: EventLog;
  readonly #records: RecordWriter;
  readonly #receipts: ReceiptBook;
  readonly #redaction = new RedactionStage("redacted");
  readonly #folds: ConversationFolds;
  readonly #orders: StreamOrders;
  readonly #counters: ConversationCounters;
  readonly #settler: Settler;
  readonly #annotations: AnnotationBook;
  readonly #rollups: RollupBook;
  readonly #packer: Packer;
  readonly #search: SearchFollower;
  #searchedAt = Number.NEGATIVE_INFINITY;
  readonly #ordinals = new OrdinalMap();

  constructor(
    private readonly store: WriteStore,
    private readonly path: string,
    private readonly clock: () => number,
    private readonly watch: StepWatcher = unwatched,
    packing: PackingRules = usualPacking,
  ) {
    const { sqlite } = store;
    this.#log = new EventLog(sqlite, watch);
    this.#records = new RecordWriter(sqlite);
    this.#receipts = new ReceiptBook(sqlite);
    const unsettled = new SettleQueue(sqlite);
    this.#folds = new ConversationFolds(store, (convId) => unsettled.has(convId));
    this.#orders = new StreamOrders(store);
    this.#counters = new ConversationCounters(sqlite);
    this.#settler = new Settler(store, unsettled, this.#records, this.#folds, clock);
    this.#annotations = new AnnotationBook(sqlite, this.#records);
    this.#rollups = new RollupBook(store, clock);
    this.#packer = new Packer(sqlite, clock, watch, packing);
    this.#search = new SearchFollower(sqlite);
  }

  /** Stores the items of one producer: `commitGroup` of one. */
  commit(batch: Iterable<SourcedItem>): readonly ItemOutcome[] {
    return this.commitGroup([batch]).flat();
  }

  /**
   * Stores the items of some producers in one synced transaction and says what became of each item, in order, by
   * producer. When it returns, everything accepted is durable. Throws storage-full, storage-busy and the like with
   * nothing stored.
   */
  commitGroup(batches: readonly Iterable<SourcedItem>[]): readonly (readonly ItemOutcome[])[] {
    if (batches.length === 0) return [];
    const { sqlite } = this.store;
    this.watch("batch-begun", sqlite);
    let outcomes: readonly (readonly ItemOutcome[])[];
    try {
      outcomes = sqlite.transaction(() => this.#store(batches)).immediate();
    } catch (cause) {
      this.#forget();
      throw storageProblem(cause, this.path);
    }
    this.watch("batch-committed", sqlite);
    return outcomes;
  }

  /**
   * Brings derived records of touched conversations up to date: entities, calls, failures, counts, facets; then the
   * sums of charts. Stops after a time budget when `all` is false; what is left is done by the next call. Returns how
   * many conversations and minutes still wait.
   */
  settle(all: boolean): number {
    const until = all ? Number.POSITIVE_INFINITY : this.clock() + settleBudgetMs;
    try {
      const waiting = this.#settler.settle(until, all) + this.#rollups.refresh(until, all);
      if (all) this.#search.followAll();
      return waiting;
    } catch (cause) {
      this.#forget();
      throw storageProblem(cause, this.path);
    }
  }

  /**
   * Indexes the text of some records that changed, at most once in `pause_ms` for all, or purges some of the index after
   * a removal; true when there is more to do.
   */
  followSearch(pause_ms: number = searchPause_ms): boolean {
    const now = this.clock();
    if (now - this.#searchedAt < pause_ms) return this.#search.isBehind;
    const isBehind = this.#search.follow();
    if (!isBehind) this.#searchedAt = now;
    return isBehind;
  }

  /** Decides about incidents or changes their grouping. Throws what it refuses, with nothing stored. */
  editIncidents(edit: IncidentEdit): IncidentEditOutcome {
    try {
      return this.#settler.editIncidents(edit);
    } catch (cause) {
      // What was refused was refused before anything was written.
      if (!(cause instanceof ConsoleError)) this.#forget();
      throw storageProblem(cause, this.path);
    }
  }

  /**
   * Takes a conversation out of the store with everything that is known of it, in a transaction of its own.
   * `rule` says why.
   */
  removeConversation(convId: string, rule: string): RemovedEnvelopes {
    return this.#remove((removal, now) => {
      const { incidents, ...removed } = removal.remove(convId, rule, now);
      this.#settler.refreshIncidents(incidents, now);
      return removed;
    });
  }

  /** Takes out what sources with such names told of no conversation, in a transaction of its own. */
  removeUnplaced(sourcePrefix: string, rule: string): RemovedEnvelopes {
    return this.#remove((removal, now) => {
      const { returned, ...removed } = removal.removeUnplaced(sourcePrefix, rule, now);
      for (const { ordinal, byte_length } of returned) this.#packer.note(null, ordinal, byte_length, now);
      return removed;
    });
  }

  #remove(work: (removal: ConversationRemoval, now: number) => RemovedEnvelopes): RemovedEnvelopes {
    const { sqlite } = this.store;
    try {
      return sqlite
        .transaction(() => {
          const removed = work(new ConversationRemoval(sqlite), this.clock());
          // What is removed must not be found for another second, nor stay readable in the file.
          this.#search.followAll();
          this.#search.purge();
          return removed;
        })
        .immediate();
    } catch (cause) {
      throw storageProblem(cause, this.path);
    } finally {
      // Keys of what is gone may be given to others.
      this.#forget();
    }
  }

  /** Stores or removes a note or a saved view. */
  editAnnotations(edit: AnnotationEdit): void {
    try {
      this.store.sqlite.transaction(() => this.#annotations.apply(edit, this.clock())).immediate();
    } catch (cause) {
      throw storageProblem(cause, this.path);
    }
  }

  /** Whether so many conversations wait to be settled that putting them off longer makes settling dearer. */
  get isCrowded(): boolean {
    return this.#folds.isCrowded;
  }

  /** Packs some conversations whose tail is due into segments; false when none is. */
  packDue(): boolean {
    return this.#packer.packDue();
  }

  /** Packs everything that is still in the tail. */
  packAll(): void {
    this.#packer.packAll();
  }

  /** Stores bookkeeping records that come from no envelope. */
  apply(changes: readonly RecordChange[]): void {
    this.store.sqlite.transaction(() => this.#records.apply(changes, { now_ms: this.clock() })).immediate();
  }

  /** Ordinal of the newest envelope; 0 when the log is empty. */
  get lastOrdinal(): bigint {
    return this.#log.next - 1n;
  }

  /** A file was read to its end. */
  endDelivery(delivery: string): void {
    this.#orders.endDelivery(delivery);
    this.#ordinals.endDelivery(delivery);
  }

  #store(batches: readonly Iterable<SourcedItem>[]): readonly (readonly ItemOutcome[])[] {
    const now = this.clock();
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
    for (const [source, sum] of sums) this.#receipts.add(source, sum, now);
    this.#counters.save(now);
    this.#rollups.save();
    this.watch("batch-written", this.store.sqlite);
    return outcomes;
  }

  #accept(way: Way, item: Envelope, sum: OutcomeCounts): ItemOutcome {
    const { source, now } = way;
    const { envelope } = this.#redaction.apply(item);
    const appended = this.#append(way, envelope);
    sum.bytes += envelope.bytes.byteLength;
    const id = envelope.item_id ?? envelope.event_id;
    const outcome = {
      line: envelope.line,
      id,
      ordinal: appended.ordinal,
      sha256: appended.sha256.toString("hex"),
    };
    if (appended.status === "stored") {
      sum.stored += 1;
      this.#records.apply(envelope.records.map(reported), { source, ordinal: appended.ordinal, now_ms: now });
      return { ...outcome, status: "accepted", ...remark(envelope) };
    }
    sum[appended.status] += 1;
    if (appended.status === "duplicate") return { ...outcome, status: "duplicate" };
    return {
      ...outcome,
      status: "conflict",
      code: "identity-taken",
      detail:
        "The same identity came with other content; the first was kept, this one is listed as an anomaly.",
    };
  }

  #append({ source, delivery, now }: Way, envelope: Envelope): Appended {
    const { conv_id } = envelope;
    const epoch = this.#orders.epochOf(delivery, source, envelope, () =>
      this.#log.streamKey(source, envelope.stream, conv_id),
    );
    const fold = conv_id === undefined ? undefined : this.#folds.of(conv_id);
    const event = foldEventOf(envelope, this.#log.next, source);
    const turn = fold?.turnOf(event);
    const twin = this.#twinOf(source, envelope);
    const isTwin = twin !== undefined || envelope.is_twin === true;
    const appended = this.#log.append(envelope, {
      source,
      now_ms: now,
      epoch,
      turn: turn === undefined ? undefined : { turn_id: turn.turn_id, how: turnHowCode(turn.how) },
      twin_of: twin,
    });
    this.#ordinals.note(delivery, envelope.foreign_ordinal, appended.ordinal);
    this.#records.apply(this.#orders.observe(delivery, source, envelope, appended), { source, now_ms: now });
    if (appended.status !== "stored") return appended;
    this.#rollups.count(appended.occurred_at_ms, envelope.class, envelope.bytes.byteLength);
    this.#packer.note(appended.conv_key, appended.ordinal, envelope.bytes.byteLength, now);
    if (conv_id !== undefined) {
      if (!isTwin && fold !== undefined) this.#folds.apply(fold, event);
      this.#counters.count(conv_id, source, envelope, isTwin);
      this.#settler.touch(conv_id, now);
    } else if (isNotable(event) || envelope.records.some(({ set }) => set === "panics")) {
      const panics = envelope.records.flatMap((change) => (change.set === "panics" ? [change.row] : []));
      const events = isNotable(event) ? [event] : [];
      this.#settler.recordProcessFailures({ panics, events }, now);
    }
    this.#touch(envelope.records, now);
    return appended;
  }

  /** Rows of another store, with its ordinals turned into those under which the envelopes stand here. */
  #restate({ source, delivery, now }: Way, { records }: Restated): void {
    const mapped = records.map((change) => this.#ordinals.translate(delivery, change));
    this.#records.apply(mapped, { source, now_ms: now });
    this.#touch(mapped, now);
  }

  #touch(records: readonly RecordChange[], now: number): void {
    for (const { row } of records) {
      if ("conv_id" in row && typeof row.conv_id === "string") this.#settler.touch(row.conv_id, now);
    }
  }

  /** A backend event and the frame that carried it to a browser are one event told twice. */
  #twinOf(source: string, envelope: Envelope): bigint | undefined {
    if (envelope.twin_identity === undefined) return undefined;
    return this.#log.find(source, envelope.stream, envelope.twin_identity)?.ordinal;
  }

  #reject(source: string, item: Rejection, sum: OutcomeCounts, now: number): ItemOutcome {
    sum.rejected += 1;
    sum.bytes += item.bytes;
    this.#receipts.drop(
      { source, reason: item.code, bytes: item.bytes, detail: `line ${item.line}: ${item.detail}` },
      now,
    );
    const { line, id, code, detail, pointer } = item;
    return { line, id, status: "rejected", code, detail, pointer };
  }

  #forget(): void {
    this.#log.forget();
    this.#folds.forget();
    this.#orders.forget();
    this.#counters.forget();
    this.#rollups.forget();
    this.#settler.forget();
  }
}

/** What a sender should know of an envelope that was stored all the same. */
function remark({ decode_error, warning }: Envelope): Pick<ItemOutcome, "code" | "detail"> {
  if (decode_error !== undefined) return { code: "undecodable", detail: decode_error };
  return warning === undefined ? {} : { code: "warning", detail: warning };
}

/** A source's word on the state of a conversation is kept apart from the state that is computed from it. */
function reported(change: RecordChange): RecordChange {
  if (change.set !== "conversations" || change.row.status == null) return change;
  return { set: "conversations", row: { ...change.row, reported_status: change.row.status, status: null } };
}
