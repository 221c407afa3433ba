import { hash } from "node:crypto";
import { EventHistory } from "@/db/event-log/event-history";
import { readConversationRecords, type ConversationRecords } from "@/db/records/conversation-records";
import { ConversationSummary } from "@/db/records/conversation-summary";
import { DerivedRows } from "@/db/records/derived-rows";
import { IncidentBook } from "@/db/records/incident-book";
import type { RecordWriter } from "@/db/records/record-writer";
import { SettleQueue } from "@/db/records/settle-queue";
import { isStorageProblem, type WriteStore } from "@/db/store";
import { isNotable, type ConversationView, type TurnBlock } from "@/lib/domain/failures/conversation-view";
import { findFailures } from "@/lib/domain/failures/find-failures";
import { findProcessFailures, type ProcessView } from "@/lib/domain/failures/find-process-failures";
import { silence_ms } from "@/lib/domain/failures/turn-index";
import { arrangeTurns } from "@/lib/domain/lineage/arrange-turns";
import type { RecordIn } from "@/lib/domain/model";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import type { ConversationFolds } from "./conversation-folds";

/**
 * A conversation rests for this many times what its settling took: at most a tenth of the writer's time goes
 * into a long one that goes on.
 */
const restFactor = 10;
/** A conversation whose settling failed is tried again after this time, or when something comes for it. */
const retryPause_ms = 300_000;

/**
 * Brings what follows from the records of a conversation up to date, one conversation per transaction:
 * projection, turns and lineage, failures, counts, facets, incidents. Settling twice changes nothing.
 */
export class Settler {
  readonly #queue: SettleQueue;
  /** Conversations that rest after a costly settling, with the end of their rest, epoch ms. */
  readonly #resting = new Map<string, number>();
  readonly #staleIncidents = new Set<string>();
  readonly #derived: DerivedRows;
  readonly #summary: ConversationSummary;
  readonly #incidents: IncidentBook;
  readonly #history: EventHistory;

  constructor(
    private readonly store: WriteStore,
    private readonly records: RecordWriter,
    private readonly folds: ConversationFolds,
    private readonly clock: () => number,
  ) {
    this.#queue = new SettleQueue(store.sqlite);
    this.#derived = new DerivedRows(store.sqlite);
    this.#summary = new ConversationSummary(store.sqlite);
    this.#incidents = new IncidentBook(store.sqlite);
    this.#history = new EventHistory(store.sqlite);
  }

  /** Notes in the transaction of a batch that records or events of a conversation came. */
  touch(convId: string, now: number): void {
    this.#queue.add(convId, now);
  }

  /** Records in the transaction of a batch what a panic or a log line of no conversation stands for. */
  recordProcessFailures(view: Omit<ProcessView, "sha256">, now: number): void {
    const changes = findProcessFailures({ ...view, sha256 });
    this.records.apply(changes, { now_ms: now, derived: true });
    for (const change of changes)
      if (change.set === "errors" && typeof change.row.fingerprint === "string")
        this.#staleIncidents.add(change.row.fingerprint);
  }

  /** Settles what is due until the given time; gives the number that still wait. `all` ends every rest. */
  settle(until: number, all: boolean): number {
    this.#refreshIncidents();
    const now = this.clock();
    const due = this.#queue.dueBy(now).filter(({ conv_id }) => all || !this.#isResting(conv_id, now));
    let done = 0;
    for (const { conv_id } of due) {
      this.#attempt(conv_id);
      done += 1;
      if (this.clock() >= until) break;
    }
    return due.length - done;
  }

  /** Takes up what the store holds, after a transaction was rolled back. */
  forget(): void {
    this.#queue.reload();
    this.#staleIncidents.clear();
  }

  #isResting(convId: string, now: number): boolean {
    const end = this.#resting.get(convId);
    if (end === undefined) return false;
    if (end > now) return true;
    this.#resting.delete(convId);
    return false;
  }

  /** One conversation that cannot be settled must not keep the others from it: the reason is kept with it. */
  #attempt(convId: string): void {
    const startedAt = this.clock();
    try {
      const settle = this.store.sqlite.transaction(() => {
        this.#settle(convId);
      });
      settle.immediate();
    } catch (cause) {
      if (isStorageProblem(cause)) throw cause;
      this.#queue.reload();
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      this.#queue.defer(convId, this.clock() + retryPause_ms, text);
    }
    const endedAt = this.clock();
    this.#resting.set(convId, endedAt + (endedAt - startedAt) * restFactor);
  }

  #settle(convId: string): void {
    const now = this.clock();
    this.#queue.remove(convId);
    const before = this.#derived.fingerprintsOf(convId);
    this.#project(convId, now);
    this.#derived.clearFailures(convId);
    const records = this.#arranged(convId, now);
    const { changes, isUndecided } = findFailures(this.#view(convId, records, now));
    this.records.apply(changes, { now_ms: now, derived: true });
    this.#incidents.refresh(new Set([...before, ...this.#derived.fingerprintsOf(convId)]), now);
    this.#summary.refresh(convId, now);
    // What has no end yet is judged once more when its senders have been silent: then it has none.
    const silentAt = (records.heard_at_ms ?? 0) + silence_ms + 1;
    if (isUndecided && silentAt > now) this.#queue.add(convId, silentAt);
  }

  #project(convId: string, now: number): void {
    let fold = this.folds.of(convId);
    if (fold.isOutOfOrder) {
      this.#derived.clearProjection(convId);
      fold = this.folds.rebuild(convId);
    }
    this.records.apply(fold.drain(), { now_ms: now, derived: true });
  }

  /** The records of a conversation with its turns in order. */
  #arranged(convId: string, now: number): ConversationRecords {
    const records = readConversationRecords(this.store, convId);
    const { changes } = arrangeTurns({ ...records, conv_id: convId });
    if (changes.length === 0) return records;
    this.records.apply(changes, { now_ms: now });
    return readConversationRecords(this.store, convId);
  }

  #view(convId: string, records: ConversationRecords, now: number): ConversationView {
    const events = orderForReplay([...this.#history.of(convId, isNotable)].map(reopenEvent));
    return {
      ...records,
      conv_id: convId,
      blocks: toolBlocks(records),
      events,
      newest_activity_ms: newestActivity(records, now),
      is_recording: records.heard_at_ms === undefined,
      sha256,
    };
  }

  #refreshIncidents(): void {
    if (this.#staleIncidents.size === 0) return;
    const refresh = this.store.sqlite.transaction(() => {
      this.#incidents.refresh(this.#staleIncidents, this.clock());
    });
    refresh.immediate();
    this.#staleIncidents.clear();
  }
}

const sha256 = (text: string): string => hash("sha256", text, "hex");

/**
 * How far time has gone on for a conversation: the newest sign of life of any, or its own newest one and the
 * silence of its senders since then. Measured with this console's clock alone, the senders' may be wrong.
 */
function newestActivity(records: ConversationRecords, now: number): number | undefined {
  const { conversation_activity_ms, newest_activity_ms, heard_at_ms } = records;
  if (conversation_activity_ms === undefined || heard_at_ms === undefined) return newest_activity_ms;
  return Math.max(newest_activity_ms ?? 0, conversation_activity_ms + (now - heard_at_ms));
}

/** Tool blocks, each content once, with the first turn that holds it. */
function toolBlocks({ blocks, memberships }: ConversationRecords): readonly TurnBlock[] {
  const first = new Map<string, RecordIn<"snapshot_blocks">>();
  for (const membership of memberships) {
    const key = `${membership.block_id}\u0000${membership.content_hash}`;
    const known = first.get(key);
    if (known === undefined || membership.snapshot_at_ms < known.snapshot_at_ms) first.set(key, membership);
  }
  return blocks.flatMap((block) => {
    const place = first.get(`${block.block_id}\u0000${block.content_hash}`);
    if (place === undefined || (block.kind !== "tool_call" && block.kind !== "tool_use")) return [];
    return [{ ...block, turn_id: place.turn_id }];
  });
}
