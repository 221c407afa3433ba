import { groupBy } from "../group-by";
import { stayingInOrder } from "./staying-in-order";

/** A block at its place in a snapshot, with what tells whether another one is the same. */
export interface LineageBlock {
  readonly position: number;
  readonly block_id: string;
  readonly content_hash: string;
  /** Equal when only metadata changed. */
  readonly payload_hash?: string | undefined;
  readonly kind: string;
  readonly role?: string | undefined;
  readonly tool_call_id?: string | undefined;
  /** Readable text, for telling a split block. */
  readonly text?: string | undefined;
}

export interface BlockMatch {
  readonly lineage: "new" | "reused" | "moved" | "edited" | "split";
  /** The block of the snapshot before that this one comes from; absent for new ones. */
  readonly from?: LineageBlock | undefined;
}

/**
 * Relates the blocks of a snapshot to those of the snapshot before: one match per block, in order. A block is the same by its id; without
 * that by content (middlewares insert the same text under a new id), by its tool call, by kind, role and
 * payload. A block that kept its id or call but not its content was edited. Cost: linear, and n log n only
 * where the order changed.
 */
export function matchBlocks(
  before: readonly LineageBlock[],
  after: readonly LineageBlock[],
): readonly BlockMatch[] {
  const from = pair(before, after);
  const used = new Set(from.filter((block) => block !== undefined));
  const split = splits(before, after, from, used);
  const matched = from.filter((block) => block !== undefined);
  const staying = stayingInOrder(matched.map(({ position }) => position));
  const stays = new Map(matched.map((block, i) => [block, staying[i] ?? true]));
  return after.map((block, i) => {
    const origin = split.get(i);
    if (origin !== undefined) return { lineage: "split", from: origin };
    return matchOf(block, from[i], stays);
  });
}

function matchOf(
  block: LineageBlock,
  from: LineageBlock | undefined,
  stays: ReadonlyMap<LineageBlock, boolean>,
): BlockMatch {
  if (from === undefined) return { lineage: "new" };
  if (from.content_hash !== block.content_hash) return { lineage: "edited", from };
  return { lineage: stays.get(from) === false ? "moved" : "reused", from };
}

type Key = (block: LineageBlock) => string | undefined;

/** From the surest sign to the weakest. */
const signs: readonly Key[] = [
  (block) => `${block.block_id}\n${block.content_hash}`,
  (block) => block.block_id,
  (block) => block.content_hash,
  (block) => (block.tool_call_id === undefined ? undefined : `${block.kind}\n${block.tool_call_id}`),
  (block) =>
    block.payload_hash === undefined
      ? undefined
      : `${block.kind}\n${block.role ?? ""}\n${block.payload_hash}`,
];

function pair(before: readonly LineageBlock[], after: readonly LineageBlock[]): (LineageBlock | undefined)[] {
  const from: (LineageBlock | undefined)[] = after.map(() => undefined);
  let left = new Set(before);
  let open = after.map((_block, i) => i);
  for (const sign of signs) {
    if (left.size === 0 || open.length === 0) break;
    const waiting = groupBy(left, sign);
    const stillOpen: number[] = [];
    const taken = new Set<LineageBlock>();
    for (const i of open) {
      const block = after[i];
      const key = block === undefined ? undefined : sign(block);
      const match = key === undefined ? undefined : waiting.get(key)?.shift();
      if (match === undefined) stillOpen.push(i);
      else {
        from[i] = match;
        taken.add(match);
      }
    }
    left = new Set([...left].filter((block) => !taken.has(block)));
    open = stillOpen;
  }
  return from;
}

/**
 * Finds blocks that were cut in pieces: neighbours of one kind, new or edited, whose texts together are the
 * text of one block that is gone or was edited. Marks that block as used. Gives origin by place.
 */
function splits(
  before: readonly LineageBlock[],
  after: readonly LineageBlock[],
  from: readonly (LineageBlock | undefined)[],
  used: Set<LineageBlock>,
): ReadonlyMap<number, LineageBlock> {
  const origins = new Map<number, LineageBlock>();
  const changed = (i: number): boolean =>
    from[i] === undefined || from[i].content_hash !== after[i]?.content_hash;
  const edited = new Set(from.filter((_block, i) => changed(i)));
  const byText = new Map<string, LineageBlock>();
  let longest = 0;
  for (const block of before) {
    if (block.text === undefined || (used.has(block) && !edited.has(block))) continue;
    const key = textKey(block.kind, block.text);
    byText.set(key, block);
    longest = Math.max(longest, key.length);
  }
  for (let start = 0; start < after.length && byText.size > 0; start += 1) {
    const kind = after[start]?.kind ?? "";
    let key = textKey(kind, "");
    for (let end = start; changed(end) && after[end]?.kind === kind && key.length <= longest; end += 1) {
      key += withoutSpace(after[end]?.text ?? "");
      const origin = end > start ? byText.get(key) : undefined;
      if (origin === undefined) continue;
      for (let i = start; i <= end; i += 1) origins.set(i, origin);
      used.add(origin);
      start = end;
      break;
    }
  }
  return origins;
}

function textKey(kind: string, text: string): string {
  return `${kind}\n${withoutSpace(text)}`;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, "");
}
