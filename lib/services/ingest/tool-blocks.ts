import type { ConversationRecords } from "@/db/records/conversation-records";
import type { TurnBlock } from "@/lib/domain/failures/conversation-view";
import { blockKey } from "@/lib/domain/lineage/block-key";
import type { RecordIn } from "@/lib/domain/model";

/** Tool blocks, each content once, with the first turn that holds it. */
export function toolBlocks({
  blocks,
  memberships,
}: Pick<ConversationRecords, "blocks" | "memberships">): readonly TurnBlock[] {
  const first = new Map<string, RecordIn<"snapshot_blocks">>();
  for (const membership of memberships) {
    const key = blockKey(membership);
    const known = first.get(key);
    if (known === undefined || membership.snapshot_at_ms < known.snapshot_at_ms) first.set(key, membership);
  }
  return blocks.flatMap((block) => {
    const place = first.get(blockKey(block));
    if (place === undefined || (block.kind !== "tool_call" && block.kind !== "tool_use")) return [];
    return [{ ...block, turn_id: place.turn_id }];
  });
}
