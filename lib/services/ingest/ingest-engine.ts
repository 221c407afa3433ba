import type { RemovedEnvelopes } from "@/db/event-log/envelope-removal";
import { EventLog } from "@/db/event-log/event-log";
import { Packer, usualPacking, type PackingRules } from "@/db/event-log/packer";
import { ReceiptBook } from "@/db/event-log/receipts";
import { AnnotationBook, type AnnotationEdit } from "@/db/records/annotation-book";
import { ConversationRemoval } from "@/db/records/conversation-removal";
import { RecordWriter } from "@/db/records/record-writer";
import { SettleQueue } from "@/db/records/settle-queue";
import { RedactionBook } from "@/db/records/redaction-book";
import { RollupBook } from "@/db/rollups/rollup-book";
import { SearchFollower } from "@/db/search/search-follower";
import { unwatched, type StepWatcher } from "@/db/steps";
import type { WriteStore } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import type { RecordChange } from "@/lib/domain/model";
import { storageProblem } from "@/lib/domain/storage-problem";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import { BatchStore } from "./batch-store";
import { ConversationCounters } from "./conversation-counters";
import { ConversationFolds } from "./conversation-folds";
import type { ItemOutcome, SourcedItem } from "./ingest-item";
import { Settler } from "./settler";
import { StreamOrders } from "./stream-orders";

/** Conversations whose analysis is put off may wait this long when batches come without a pause. */
const settleBudgetMs = 60;
/**
 * The same when so many wait that their folds have to go: on a machine that does other work a commit takes several times
 * that long, and what is settled in between must keep up with what comes.
 */
const crowdedBudgetMs = 400;
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
  readonly #folds: ConversationFolds;
  readonly #settler: Settler;
  readonly #annotations: AnnotationBook;
  readonly #rollups: RollupBook;
  readonly #packer: Packer;
  readonly #search: SearchFollower;
  readonly #batches: BatchStore;
  #searchedAt = Number.NEGATIVE_INFINITY;

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
    const unsettled = new SettleQueue(sqlite);
    this.#folds = new ConversationFolds(store, (convId) => unsettled.has(convId));
    this.#settler = new Settler(store, unsettled, this.#records, this.#folds, clock);
    this.#annotations = new AnnotationBook(sqlite, this.#records);
    this.#rollups = new RollupBook(store, clock);
    this.#packer = new Packer(sqlite, clock, watch, packing);
    this.#search = new SearchFollower(sqlite);
    this.#batches = new BatchStore({
      log: this.#log,
      records: this.#records,
      receipts: new ReceiptBook(sqlite),
      folds: this.#folds,
      orders: new StreamOrders(store),
      counters: new ConversationCounters(sqlite),
      settler: this.#settler,
      rollups: this.#rollups,
      redactions: new RedactionBook(store.sqlite),
      packer: this.#packer,
    });
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
      outcomes = sqlite
        .transaction(() => {
          const told = this.#batches.store(batches, this.clock());
          this.watch("batch-written", sqlite);
          return told;
        })
        .immediate();
    } catch (cause) {
      this.#batches.forget();
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
    const budgetMs = this.#folds.isCrowded ? crowdedBudgetMs : settleBudgetMs;
    const until = all ? Number.POSITIVE_INFINITY : this.clock() + budgetMs;
    try {
      const waiting = this.#settler.settle(until, all) + this.#rollups.refresh(until, all);
      if (all) this.#search.followAll();
      return waiting;
    } catch (cause) {
      this.#batches.forget();
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
      if (!(cause instanceof ConsoleError)) this.#batches.forget();
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
      this.#batches.forget();
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

  /** Packs some conversations that are due; false when none is. */
  packDue(): boolean {
    return this.#packer.packDue();
  }

  /** Packs everything that is young. */
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
    this.#batches.endDelivery(delivery);
  }
}
