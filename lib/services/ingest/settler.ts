import { hash } from "node:crypto";
import { EventHistory } from "@/db/event-log/event-history";
import { readConversationRecords, type ConversationRecords } from "@/db/records/conversation-records";
import { ConversationSummary } from "@/db/records/conversation-summary";
import { DerivedRows } from "@/db/records/derived-rows";
import { IncidentBook } from "@/db/records/incident-book";
import type { RecordWriter } from "@/db/records/record-writer";
import type { WriteStore } from "@/db/store";
import { isNotable, type ConversationView, type TurnBlock } from "@/lib/domain/failures/conversation-view";
import { findFailures } from "@/lib/domain/failures/find-failures";
import { arrangeTurns } from "@/lib/domain/lineage/arrange-turns";
import type { RecordIn } from "@/lib/domain/model";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import type { ConversationFolds } from "./conversation-folds";

/**
 * Brings what follows from the records of a conversation up to date, one conversation per transaction:
 * projection, turns and lineage, failures, counts, facets, incidents. Settling twice changes nothing.
 */
export class Settler {
  readonly #touched = new Set<string>();
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
    this.#derived = new DerivedRows(store.sqlite);
    this.#summary = new ConversationSummary(store.sqlite);
    this.#incidents = new IncidentBook(store.sqlite);
    this.#history = new EventHistory(store.sqlite);
  }

  /** Notes that records or events of a conversation came. */
  touch(convId: string): void {
    this.#touched.add(convId);
  }

  /** Settles touched conversations until the given time; gives the number that still wait. */
  settle(until: number): number {
    for (const convId of this.#touched) {
      const settle = this.store.sqlite.transaction(() => {
        this.#settle(convId);
      });
      settle.immediate();
      this.#touched.delete(convId);
      if (this.clock() >= until) break;
    }
    return this.#touched.size;
  }

  #settle(convId: string): void {
    const now = this.clock();
    const before = this.#derived.fingerprintsOf(convId);
    this.#project(convId, now);
    this.#derived.clearFailures(convId);
    this.records.apply(findFailures(this.#view(convId, this.#arranged(convId, now))), {
      now_ms: now,
      derived: true,
    });
    this.#incidents.refresh(new Set([...before, ...this.#derived.fingerprintsOf(convId)]), now);
    this.#summary.refresh(convId, now);
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

  #view(convId: string, records: ConversationRecords): ConversationView {
    const events = orderForReplay([...this.#history.of(convId, isNotable)].map(reopenEvent));
    return {
      ...records,
      conv_id: convId,
      blocks: toolBlocks(records),
      events,
      sha256: (text) => hash("sha256", text, "hex"),
    };
  }
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
