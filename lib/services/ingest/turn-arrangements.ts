import type { ConversationTurns, ConversationTurnsReader } from "@/db/records/conversation-turns";
import type { TurnBlock } from "@/lib/domain/failures/conversation-view";
import { TurnArranger, type ArrangedPart, type PlacedBlocks } from "@/lib/domain/lineage/arrange-turns";
import { blockKey } from "@/lib/domain/lineage/block-key";
import type { LineageState, ToolPlace } from "@/lib/domain/lineage/lineage-state";
import { snapshotKey, type Snapshot } from "@/lib/domain/lineage/turn-order";
import type { RecordChange } from "@/lib/domain/model";

/** Room for all states that are kept in memory, bytes: prompts may be long. */
const roomLimit = 64 << 20;
/** What an entry of a state takes besides the texts of blocks, by estimate. */
const entryBytes = 200;

interface Kept {
  readonly part: ArrangedPart;
  /** Snapshots of which more was told since, by `snapshotKey`. */
  readonly touched: Set<string>;
}

/** Turns of a conversation as they were stated, and what puts them in order. */
export interface ArrangedTurns extends ConversationTurns {
  readonly changes: readonly RecordChange[];
  readonly tools: ReadonlyMap<string, ToolPlace>;
}

/**
 * How far the turns of conversations are arranged, so that a conversation that goes on costs its new snapshots and not all of
 * them. Kept in memory only: what is not known is arranged from the beginning. Hears of every record that is stored
 * (`note`), and is told of every rollback and removal (`forget`).
 */
export class TurnArrangements {
  /** In order of use. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(
    private readonly reader: ConversationTurnsReader,
    private readonly limit = roomLimit,
  ) {}

  /**
   * Hears of the records of one item. Content of blocks that comes without their places may be that of any conversation,
   * whose arrangement took them for unknown.
   */
  note(records: readonly RecordChange[]): void {
    if (this.#kept.size === 0) return;
    const placed = new Set<string>();
    for (const change of records) {
      if (change.set !== "snapshot_blocks" && change.set !== "turn_snapshots") continue;
      this.#kept.get(change.row.conv_id)?.touched.add(snapshotKey(change.row));
      if (change.set === "snapshot_blocks") placed.add(blockKey(change.row));
    }
    if (records.some(({ set, row }) => set === "blocks" && !placed.has(blockKey(row)))) this.forget();
  }

  /** Arranges the turns of a conversation; the changes are to be stored, or `drop` to be called. */
  arrange(convId: string): ArrangedTurns {
    const read = this.reader.read(convId);
    const stated = { conv_id: convId, ...read };
    const kept = this.#kept.get(convId);
    let arranger = new TurnArranger(stated, kept?.part, (key) => kept?.touched.has(key) === true);
    let placed = this.#read(convId, arranger.open);
    if (!arranger.agreesWith(placed.blocks)) {
      arranger = new TurnArranger(stated);
      placed = this.#read(convId, arranger.open);
    }
    const { changes, tools, part } = arranger.arrange(placed);
    this.#keep(convId, part);
    return { ...read, changes, tools };
  }

  /** The turns when the changes were stored: read again only if any is of theirs. */
  readArranged(convId: string, { turns, snapshots, changes }: ArrangedTurns): ConversationTurns {
    const isChanged = changes.some(({ set }) => set === "turns" || set === "turn_snapshots");
    return isChanged ? this.reader.read(convId) : { turns, snapshots };
  }

  /** Tool blocks with the first turn that holds them. */
  toolBlocks(tools: ReadonlyMap<string, ToolPlace>): TurnBlock[] {
    return this.reader.blocks([...tools.values()]).flatMap((block) => {
      const place = tools.get(blockKey(block));
      return place === undefined ? [] : [{ ...block, turn_id: place.turn_id }];
    });
  }

  /** Forgets how far a conversation was arranged. */
  drop(convId: string): void {
    const kept = this.#kept.get(convId);
    if (kept === undefined) return;
    this.#bytes -= bytesOf(kept.part.state);
    this.#kept.delete(convId);
  }

  forget(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #read(convId: string, snapshots: readonly Snapshot[]): PlacedBlocks {
    const memberships = this.reader.places(convId, snapshots);
    const named = new Map(memberships.map((place) => [blockKey(place), place]));
    return { memberships, blocks: this.reader.blocks([...named.values()]) };
  }

  #keep(convId: string, part: ArrangedPart | undefined): void {
    this.drop(convId);
    if (part === undefined) return;
    this.#kept.set(convId, { part, touched: new Set() });
    this.#bytes += bytesOf(part.state);
    for (const other of this.#kept.keys()) {
      if (this.#bytes <= this.limit) return;
      this.drop(other);
    }
  }
}

function bytesOf({ blocks, origins, reuse, tools }: LineageState): number {
  const entries = blocks.length + origins.size + reuse.size + tools.size;
  return blocks.reduce((sum, { text }) => sum + (text?.length ?? 0), entries * entryBytes);
}
