import type { BlockContent, BlockPlace, SnapshotPlaces, TurnAnswer } from "@/lib/contracts/turn";
import { blockKey } from "@/lib/domain/lineage/block-key";

/** A block at its place in a snapshot, with what it says. */
export type PlacedBlock = BlockPlace & BlockContent & Pick<SnapshotPlaces, "conv_id">;

export type SnapshotDetail = Omit<SnapshotPlaces, "blocks"> & { readonly blocks: readonly PlacedBlock[] };

/** One turn with every snapshot and its blocks. */
export interface TurnDetail extends Pick<TurnAnswer, "turn"> {
  readonly snapshots: readonly SnapshotDetail[];
}

/** Puts what each block says where the snapshots place it. Payloads are shared, not copied. */
export function turnDetailOf({ turn, blocks, snapshots }: TurnAnswer): TurnDetail {
  const contents = new Map(blocks.map((block) => [blockKey(block), block]));
  return {
    turn,
    snapshots: snapshots.map((snapshot) => ({
      ...snapshot,
      blocks: snapshot.blocks.map((place) => ({
        ...(contents.get(blockKey(place)) ?? removed),
        ...place,
        conv_id: snapshot.conv_id,
      })),
    })),
  };
}

/** A block whose content was removed by retention keeps its place and hash. */
const removed: Omit<BlockContent, "block_id" | "content_hash"> = {
  kind: "unknown",
  role: null,
  hash_algorithm: null,
  hash_verified: null,
  payload_hash: null,
  payload: null,
  metadata: null,
  text_preview: null,
  tool_call_id: null,
  tool_name: null,
  error_text: null,
  reuse_count: null,
  first_seen_at_ms: null,
};
