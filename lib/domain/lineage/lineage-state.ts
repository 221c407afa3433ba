import type { LineageBlock } from "./match-blocks";

/** Where a block was first seen. */
export interface BlockOrigin {
  readonly turn_id: string;
  readonly phase: string;
}

/** A tool block, the first turn that holds it, and the time of the snapshot that shows it, epoch ms. */
export interface ToolPlace {
  readonly block_id: string;
  readonly content_hash: string;
  readonly turn_id: string;
  readonly snapshot_at_ms: number;
}

/** In how many turns a block of one content stands, and the last of them. */
interface Reuse {
  readonly turns: number;
  readonly last: string;
}

/**
 * What the arrangement of a conversation has come to after some of its snapshots: all that the next snapshot is compared
 * with. Its size grows with the blocks that the conversation ever had, not with their places.
 */
export class LineageState {
  /** Session of the newest snapshot, and its blocks. */
  session_id: string | undefined;
  blocks: readonly LineageBlock[] = [];
  /** By block id, and by the id that a block had before it was inserted anew. */
  readonly origins: Map<string, BlockOrigin>;
  /** By `blockKey`. */
  readonly reuse: Map<string, Reuse>;
  /** By `blockKey`. */
  readonly tools: Map<string, ToolPlace>;

  constructor(other?: LineageState) {
    this.session_id = other?.session_id;
    this.blocks = other?.blocks ?? [];
    this.origins = new Map(other?.origins);
    this.reuse = new Map(other?.reuse);
    this.tools = new Map(other?.tools);
  }

  /** Counts a block in a turn. Turns come one after the other. */
  countReuse(key: string, turnId: string): void {
    const known = this.reuse.get(key);
    if (known?.last !== turnId) this.reuse.set(key, { turns: (known?.turns ?? 0) + 1, last: turnId });
  }

  /** Notes that a snapshot holds a tool block. */
  noteTool(key: string, place: ToolPlace): void {
    const known = this.tools.get(key);
    if (known === undefined || place.snapshot_at_ms < known.snapshot_at_ms) this.tools.set(key, place);
  }
}
