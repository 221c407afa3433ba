import type { PlacedBlock, SnapshotDetail, TurnDetail } from "@/lib/client/turn-detail";
import { phaseLabels } from "./phase-label";

/** A block at the phase in which it came into the turn. */
export interface TranscriptBlock {
  readonly block: PlacedBlock;
  readonly snapshot: SnapshotDetail;
  readonly phaseName: string;
}

export interface Transcript {
  /** Blocks that came into the conversation with this turn, in the order in which they came. */
  readonly blocks: readonly TranscriptBlock[];
  /** Blocks of the last snapshot that earlier turns brought. */
  readonly carriedOver: number;
}

/**
 * A turn as a conversation: every block once, where it first appears. Blocks that the turn found are only
 * counted. An edited block appears again, because what the model saw changed.
 */
export function transcriptOf({ turn, snapshots }: TurnDetail): Transcript {
  const labels = phaseLabels(snapshots);
  const seen = new Set<string>();
  const blocks = snapshots.flatMap((snapshot, at) =>
    snapshot.blocks.flatMap((block): TranscriptBlock[] => {
      const key = `${block.block_id} ${block.payload_hash ?? block.content_hash}`;
      const isFound =
        block.lineage_turn_id !== null &&
        block.lineage_turn_id !== turn.turn_id &&
        block.lineage !== "edited";
      if (isFound || seen.has(key)) return [];
      seen.add(key);
      return [{ block, snapshot, phaseName: labels[at] ?? snapshot.phase }];
    }),
  );
  const last = snapshots.at(-1)?.blocks ?? [];
  const carriedOver = last.filter(
    ({ lineage_turn_id }) => lineage_turn_id !== null && lineage_turn_id !== turn.turn_id,
  ).length;
  return { blocks, carriedOver };
}
