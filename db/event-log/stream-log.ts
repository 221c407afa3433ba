import type Database from "better-sqlite3";
import { seqRegimes, type SeqRegime } from "@/lib/domain/model/event";
import type { JsonValue } from "@/lib/domain/model/field";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";

/** An envelope of a stream as the order checker sees it. */
export interface StreamItem {
  readonly ordinal: bigint;
  readonly seq: bigint | undefined;
  readonly regime: SeqRegime;
  readonly type: string;
  readonly event_id: string | undefined;
  readonly content_hash: Uint8Array;
  readonly at_ms: number | undefined;
}

/** Saved states of order checkers, and the envelopes that came after a state was saved. */
export class StreamLog {
  readonly #saved: Database.Statement;
  readonly #save: Database.Statement;
  readonly #after: Database.Statement;
  readonly #epoch: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#saved = sqlite.prepare("SELECT order_state, order_ordinal FROM streams WHERE stream_key = ?");
    this.#save = sqlite.prepare("UPDATE streams SET order_state = ?, order_ordinal = ? WHERE stream_key = ?");
    this.#epoch = sqlite.prepare("UPDATE events SET epoch = ? WHERE ordinal = ?");
    this.#after = sqlite.prepare(
      `SELECT e.ordinal, e.seq, e.regime, t.name AS type, u.name AS event_id, e.sha256, e.occurred_at_ms
       FROM events e JOIN event_types t ON t.type_key = e.type_key
       LEFT JOIN subjects u ON u.subject_key = e.subject_key
       WHERE e.stream_key = ? AND e.ordinal > ? ORDER BY e.ordinal`,
    );
  }

  savedOrder(streamKey: number): { state: JsonValue; ordinal: bigint } | undefined {
    const row = savedRow(this.#saved.get(streamKey));
    if (row === undefined || row.order_state === null || row.order_ordinal === null) return undefined;
    return { state: parseExact(row.order_state), ordinal: row.order_ordinal };
  }

  saveOrder(streamKey: number, state: JsonValue, ordinal: bigint): void {
    this.#save.run(stringifyExact(state), ordinal, streamKey);
  }

  setEpoch(ordinal: bigint, epoch: number): void {
    this.#epoch.run(epoch, ordinal);
  }

  /** Envelopes of the stream behind an ordinal, in order of arrival. */
  itemsAfter(streamKey: number, ordinal: bigint): readonly StreamItem[] {
    return this.#after.all(streamKey, ordinal).map((row) => itemFromRow(itemRow(row)));
  }
}

interface ItemRow {
  readonly ordinal: bigint;
  readonly seq: bigint | null;
  readonly regime: bigint;
  readonly type: string;
  readonly event_id: string | null;
  readonly sha256: Buffer;
  readonly occurred_at_ms: bigint | null;
}

function itemFromRow({ ordinal, seq, regime, type, event_id, sha256, occurred_at_ms }: ItemRow): StreamItem {
  return {
    ordinal,
    seq: seq ?? undefined,
    regime: seqRegimes[Number(regime)] ?? "none",
    type,
    event_id: event_id ?? undefined,
    content_hash: sha256,
    at_ms: occurred_at_ms === null ? undefined : Number(occurred_at_ms),
  };
}

/** Row of the item query, whose columns it names. */
function itemRow(row: unknown): ItemRow {
  return row as ItemRow;
}

/** Row of the state query, whose columns it names. */
function savedRow(row: unknown): { order_state: string | null; order_ordinal: bigint | null } | undefined {
  return row as { order_state: string | null; order_ordinal: bigint | null } | undefined;
}
