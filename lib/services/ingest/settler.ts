import type Database from "better-sqlite3";
import { EventHistory } from "@/db/event-log/event-history";
import { ConversationRecordsReader, type ConversationRecords } from "@/db/records/conversation-records";
import { ConversationTurnsReader } from "@/db/records/conversation-turns";
import { ConversationSummary } from "@/db/records/conversation-summary";
import { DerivedRows } from "@/db/records/derived-rows";
import { IncidentBook } from "@/db/records/incident-book";
import { IncidentDecisions } from "@/db/records/incident-decisions";
import type { RecordWriter } from "@/db/records/record-writer";
import type { SettleQueue } from "@/db/records/settle-queue";
import type { WriteStore } from "@/db/store";
import type { RecordChange } from "@/lib/domain/model";
import { isNotable, type ConversationView } from "@/lib/domain/failures/conversation-view";
import { findFailures } from "@/lib/domain/failures/find-failures";
import { findProcessFailures, type ProcessView } from "@/lib/domain/failures/find-process-failures";
import { silence_ms } from "@/lib/domain/failures/turn-index";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { isStorageProblem } from "@/lib/domain/storage-problem";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import { sha256Text } from "../sha256-text";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import { IncidentDesk } from "../incidents/incident-desk";
import type { ConversationFolds } from "./conversation-folds";
import { TurnArrangements } from "./turn-arrangements";

/**
 * A conversation rests for this many times what its settling took: at most a tenth of the writer's time goes
 * into a long one that goes on.
 */
const restFactor = 10;
/** Least rest of a conversation, ms: nobody sees more than four states a second. */
const rest_ms = 250;
/** Conversations of one transaction at most. */
const groupSize = 200;
/** Conversations that are chosen for one piece of settling: more than its time allows. */
const chosenAtOnce = 1_000;
/** Events from which on a conversation is settled by itself. */
const longConversation = 20_000;
/** Runs work so that all of it happens or nothing. */
type Transact = <T>(work: () => T) => T;
/**
 * Silence of senders after which what has no end is over. Longer than in a recording: a tool may work for
 * minutes without a word, and an alarm that is taken back is a false one.
 */
const patience_ms = 300_000;
/** A conversation whose settling failed is tried again after this time, or when something comes for it. */
const retryPause_ms = 300_000;

/**
 * Brings what follows from the records of a conversation up to date, one conversation per transaction:
 * projection, turns and lineage, failures, counts, facets, incidents. Settling twice changes nothing.
 */
export class Settler {
  /** Conversations that rest after a costly settling, with the end of their rest, epoch ms. */
  readonly #resting = new Map<string, number>();
  readonly #staleIncidents = new Set<string>();
  readonly #derived: DerivedRows;
  readonly #summary: ConversationSummary;
  readonly #incidents: IncidentBook;
  readonly #desk: IncidentDesk;
  readonly #history: EventHistory;
  readonly #reader: ConversationRecordsReader;
  readonly #turns: TurnArrangements;
  readonly #eventCount: Database.Statement;

  constructor(
    private readonly store: WriteStore,
    private readonly queue: SettleQueue,
    private readonly records: RecordWriter,
    private readonly folds: ConversationFolds,
    private readonly clock: () => number,
  ) {
    this.#derived = new DerivedRows(store.sqlite);
    this.#summary = new ConversationSummary(store.sqlite);
    this.#incidents = new IncidentBook(store.sqlite);
    this.#desk = new IncidentDesk(new IncidentDecisions(store.sqlite, records), this.#incidents);
    this.#history = new EventHistory(store.sqlite);
    this.#reader = new ConversationRecordsReader(store);
    this.#turns = new TurnArrangements(new ConversationTurnsReader(store.sqlite));
    this.#eventCount = store.sqlite
      .prepare("SELECT event_count FROM conversations WHERE conv_id = ?")
      .pluck();
  }

  /** Notes in the transaction of a batch that events of a conversation came. */
  touch(convId: string, now: number): void {
    this.queue.add(convId, now);
  }

  /** Notes in the transaction of a batch that records came. */
  touchRecords(records: readonly RecordChange[], now: number): void {
    this.#turns.note(records);
    for (const { row } of records) {
      if ("conv_id" in row && typeof row.conv_id === "string") this.touch(row.conv_id, now);
    }
  }

  /** Records in the transaction of a batch what a panic or a log line of no conversation stands for. */
  recordProcessFailures(view: Omit<ProcessView, "sha256">, now: number): void {
    const changes = findProcessFailures({ ...view, sha256: sha256Text });
    this.records.apply(changes, { now_ms: now, derived: true });
    const error_ids = changes.flatMap((change) => (change.set === "errors" ? [change.row.error_id] : []));
    for (const incident of this.#incidents.assign({ error_ids })) this.#staleIncidents.add(incident);
  }

  /** Counts incidents anew after failures of theirs went, in the transaction that removed them. */
  refreshIncidents(incidents: readonly string[], now: number): void {
    this.#incidents.refresh(incidents, now);
  }

  /** Does what a person asks for, in a transaction of its own; throws what the desk throws. */
  editIncidents(edit: IncidentEdit): IncidentEditOutcome {
    return this.store.sqlite.transaction(() => this.#desk.perform(edit, this.clock())).immediate();
  }

  /**
   * Settles what is due until the given time, many conversations per transaction, since a synced commit costs
   * more than most of them do; gives the number that still wait. `all` ends every rest.
   */
  settle(until: number, all: boolean): number {
    const due = this.#choose(all);
    this.#refreshIncidents();
    let done = 0;
    while (done < due.length && this.clock() < until) {
      const part = due.slice(done, done + groupSize);
      const firstLong = part.findIndex((convId) => this.#isLong(convId));
      if (firstLong === 0) done += this.#settleLong(part[0] ?? "");
      else {
        const group = firstLong === -1 ? part : part.slice(0, firstLong);
        done += this.store.sqlite.transaction(() => this.#settleSome(group, until)).immediate();
      }
    }
    return due.length - done + (!all && due.length === chosenAtOnce ? 1 : 0);
  }

  /** Whether a conversation may state tens of thousands of rows: folded again, or when its events came without a pause. */
  #isLong(convId: string): boolean {
    return Number(this.#eventCount.get(convId) ?? 0) > longConversation;
  }

  /**
   * Settles a long conversation in a transaction of its own. In one with others it would have a savepoint, and SQLite walks
   * all pages that a savepoint keeps at the end of every statement: hours for a million events.
   */
  #settleLong(convId: string): number {
    const incidents = this.#attempt(convId, (work) => this.store.sqlite.transaction(work).immediate());
    this.store.sqlite
      .transaction(() => {
        this.#incidents.refresh(incidents, this.clock());
      })
      .immediate();
    return 1;
  }

  /** Takes up what the store holds, after a transaction was rolled back. */
  forget(): void {
    this.queue.reload();
    this.#turns.forget();
    this.#incidents.forgetRules();
    this.#staleIncidents.clear();
  }

  /**
   * Conversations that are due and do not rest, those whose fold is in memory first: folding another from the log may drop
   * one that waits. Not more than a piece of settling can use, so that what waits behind them costs it nothing.
   */
  #choose(all: boolean): readonly string[] {
    const now = this.clock();
    for (const [convId, end] of this.#resting) if (end <= now) this.#resting.delete(convId);
    const mayRest = all ? new Map<string, number>() : this.#resting;
    const due = [...this.folds.keys()].filter(
      (convId) => this.queue.isDueBy(convId, now) && !mayRest.has(convId),
    );
    if (!all && due.length > chosenAtOnce) return due.slice(0, chosenAtOnce);
    for (const convId of this.queue.dueBy(now)) {
      if (!all && due.length >= chosenAtOnce) break;
      if (!mayRest.has(convId) && !this.folds.has(convId)) due.push(convId);
    }
    return due;
  }

  /**
   * Settles some of the given conversations; gives their number, at least one. Their incidents are said anew once for
   * all: conversations that fail alike come together.
   */
  #settleSome(due: readonly string[], until: number): number {
    const incidents = new Set<string>();
    let done = 0;
    for (const convId of due) {
      // Inside a transaction this is a savepoint.
      const inSavepoint: Transact = (work) => this.store.sqlite.transaction(work)();
      for (const incident of this.#attempt(convId, inSavepoint)) incidents.add(incident);
      done += 1;
      if (this.clock() >= until) break;
    }
    this.#incidents.refresh(incidents, this.clock());
    return done;
  }

  /**
   * Settles one conversation and gives the incidents to be counted anew. One that cannot be settled must not keep the
   * others from it: the reason is kept with it.
   */
  #attempt(convId: string, transact: Transact): Iterable<string> {
    const startedAt = this.clock();
    let incidents: Iterable<string> = [];
    try {
      incidents = transact(() => this.#settle(convId));
    } catch (cause) {
      if (isStorageProblem(cause)) throw cause;
      // What it stated was rolled back with the rest and must be stated anew.
      this.folds.drop(convId);
      this.#turns.drop(convId);
      this.records.forget();
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      transact(() => {
        this.queue.defer(convId, this.clock() + retryPause_ms, text);
      });
    }
    const took = this.clock() - startedAt;
    this.#resting.set(convId, startedAt + Math.max(rest_ms, took * (1 + restFactor)));
    return incidents;
  }

  /** Gives the incidents in which failures of the conversation were or are. */
  #settle(convId: string): ReadonlySet<string> {
    const now = this.clock();
    const before = this.#derived.incidentsOf(convId);
    this.#project(convId, now);
    this.queue.remove(convId);
    this.#derived.clearFailures(convId);
    const { records, view } = this.#arranged(convId, now);
    const { changes, isUndecided } = findFailures(view);
    this.records.apply(changes, { now_ms: now, derived: true });
    const incidents = new Set([...before, ...this.#incidents.assign({ conv_id: convId })]);
    this.#summary.refresh(convId, now);
    const heard = heardAt(records);
    // What has no end yet is judged once more when its senders have been silent: then it has none.
    if (isUndecided && heard !== undefined && heard + patience_ms >= now)
      this.queue.add(convId, heard + patience_ms + 1);
    return incidents;
  }

  #project(convId: string, now: number): void {
    let fold = this.folds.of(convId);
    if (fold.isOutOfOrder) {
      this.#derived.clearProjection(convId);
      fold = this.folds.rebuild(convId);
    }
    const changes = fold.drain();
    for (const callId of fold.takeMerged()) this.#derived.removeCall(convId, callId);
    this.records.apply(changes, { now_ms: now, derived: true });
  }

  /** What the failure rules look at, with the turns in order. */
  #arranged(convId: string, now: number): { records: ConversationRecords; view: ConversationView } {
    const arranged = this.#turns.arrange(convId);
    this.records.apply(arranged.changes, { now_ms: now });
    const records = this.#reader.read(convId);
    const events = orderForReplay([...this.#history.notable(convId, isNotable)].map(reopenEvent));
    const view = {
      ...records,
      ...this.#turns.readArranged(convId, arranged),
      conv_id: convId,
      blocks: this.#turns.toolBlocks(arranged.tools),
      events,
      newest_activity_ms: newestActivity(records, now),
      is_recording: records.heard_at_ms === undefined,
      sha256: sha256Text,
    };
    return { records, view };
  }

  #refreshIncidents(): void {
    if (this.#staleIncidents.size === 0) return;
    this.store.sqlite
      .transaction(() => {
        this.#incidents.refresh(this.#staleIncidents, this.clock());
      })
      .immediate();
    this.#staleIncidents.clear();
  }
}

/** When senders that may speak again last spoke of a conversation, epoch ms. */
function heardAt({ heard_at_ms, is_demo }: ConversationRecords): number | undefined {
  return is_demo ? undefined : heard_at_ms;
}

/**
 * How far time has gone on for a conversation. In a recording it is the newest sign of life of any; while
 * senders may speak again, their silence beyond what is patiently waited for, measured with this console's
 * clock alone, since the senders' may be wrong.
 */
function newestActivity(records: ConversationRecords, now: number): number | undefined {
  const { conversation_activity_ms, newest_activity_ms } = records;
  const heard = heardAt(records);
  if (conversation_activity_ms === undefined || heard === undefined) return newest_activity_ms;
  return conversation_activity_ms + Math.max(0, now - heard - patience_ms + silence_ms);
}
