import type Database from "better-sqlite3";
import type { RecordIn } from "@/lib/domain/model";
import { lineageKinds } from "@/lib/domain/model/turn";
import { RecordReader } from "./record-reader";

/** A snapshot inside its conversation. */
type SnapshotName = Pick<RecordIn<"turn_snapshots">, "turn_id" | "phase" | "snapshot_at_ms">;
type BlockName = Pick<RecordIn<"blocks">, "block_id" | "content_hash">;

/** The snapshots come first: each is one probe, where a list of them would have SQLite read the conversation. */
const placesSql = `
  SELECT s.turn_id, s.phase, s.snapshot_at_ms, s.position, s.block_id, s.content_hash, s.lineage, s.lineage_turn_id, s.lineage_phase,
    s.previous_hash, s.previous_position
  FROM json_each(@snapshots) j CROSS JOIN snapshot_blocks s
    ON s.conv_id = @conv AND s.turn_id = j.value ->> 0 AND s.phase = j.value ->> 1 AND s.snapshot_at_ms = j.value ->> 2
  ORDER BY j.key, s.position`;

/** Turns and snapshots of a conversation, in no order. Snapshots lack payload, metadata and data. */
export interface ConversationTurns {
  readonly turns: readonly RecordIn<"turns">[];
  readonly snapshots: readonly RecordIn<"turn_snapshots">[];
}

/** Reads the turns of conversations, and what their snapshots hold. The statements are prepared once. */
export class ConversationTurnsReader {
  readonly #turns: RecordReader<"turns">;
  readonly #snapshots: RecordReader<"turn_snapshots">;
  readonly #blocks: RecordReader<"blocks">;
  readonly #places: Database.Statement;

  constructor(sqlite: Database.Database) {
    const ofConversation = "conv_id = @conv";
    this.#turns = new RecordReader(sqlite, "turns", ofConversation);
    this.#snapshots = new RecordReader(sqlite, "turn_snapshots", ofConversation, [
      "payload",
      "metadata",
      "data",
    ]);
    this.#blocks = new RecordReader(
      sqlite,
      "blocks",
      "(block_id, content_hash) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@names))",
    );
    this.#places = sqlite.prepare(placesSql).raw();
  }

  /** O(turns and snapshots of the conversation). */
  read(convId: string): ConversationTurns {
    const conv = { conv: convId };
    return { turns: this.#turns.all(conv), snapshots: this.#snapshots.all(conv) };
  }

  /** Places of blocks in some snapshots of a conversation, snapshot by snapshot in order. O(places). */
  places(convId: string, snapshots: readonly SnapshotName[]): RecordIn<"snapshot_blocks">[] {
    if (snapshots.length === 0) return [];
    const names = snapshots.map((of) => [of.turn_id, of.phase, of.snapshot_at_ms]);
    return this.#places
      .all({ conv: convId, snapshots: JSON.stringify(names) })
      .map((row) => placeOf(convId, row as readonly Value[]));
  }

  /** Some blocks, each once. */
  blocks(names: readonly BlockName[]): RecordIn<"blocks">[] {
    if (names.length === 0) return [];
    const pairs = names.map(({ block_id, content_hash }) => [block_id, content_hash]);
    return this.#blocks.all({ names: JSON.stringify(pairs) });
  }
}

type Value = string | bigint | null;

/** Row of the query above, in the order of its columns. */
function placeOf(conv_id: string, row: readonly Value[]): RecordIn<"snapshot_blocks"> {
  const text = (at: number): string => String(row[at]);
  const name = (at: number): string | undefined => (row[at] == null ? undefined : String(row[at]));
  return {
    conv_id,
    turn_id: text(0),
    phase: text(1),
    snapshot_at_ms: Number(row[2]),
    position: Number(row[3]),
    block_id: text(4),
    content_hash: text(5),
    lineage: lineageKinds.find((kind) => kind === row[6]),
    lineage_turn_id: name(7),
    lineage_phase: name(8),
    previous_hash: name(9),
    previous_position: typeof row[10] === "bigint" ? row[10] : undefined,
  };
}
