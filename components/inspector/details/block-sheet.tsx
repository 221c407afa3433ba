"use client";
import { JsonView } from "@/components/data/json-view/json-view";
import { KeyValues } from "@/components/data/key-values";
import { MonoId } from "@/components/data/mono-id";
import { TimeText } from "@/components/data/time-text";
import { Status } from "@/components/ui/status";
import { formatCount } from "@/lib/client/format";
import { recordRef } from "@/lib/contracts/record-ref";
import type { PlacedBlock } from "@/lib/client/turn-detail";

export interface BlockSheetProps {
  block: PlacedBlock;
  onFollow: (ref: string) => void;
}

/** A block of the selected snapshot: identity, hashes, lineage, payload and metadata. */
export function BlockSheet({ block, onFollow }: BlockSheetProps) {
  const { tool_call_id: toolCallId } = block;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <KeyValues
        className="max-h-[45%] shrink-0 overflow-auto border-b px-3 py-2.5"
        labelWidth={132}
        items={[
          { label: "block_id", value: <MonoId id={block.block_id} maxLength={34} copyLabel="block id" /> },
          {
            label: "kind",
            value: block.role === null || block.role === "" ? block.kind : `${block.kind} · ${block.role}`,
          },
          {
            label: "position",
            value: formatCount(block.position + 1),
            mono: true,
            title: "Place in the snapshot, from 1",
          },
          { label: "lineage", value: block.lineage },
          { label: "first seen", value: firstSeen(block), wrap: true },
          {
            label: "first_seen_at_ms",
            value:
              block.first_seen_at_ms === null ? null : (
                <TimeText ms={block.first_seen_at_ms} show="date-time" />
              ),
          },
          {
            label: "reuse_count",
            value: block.reuse_count,
            mono: true,
            title: "Turns in which the block occurs beyond the first",
          },
          {
            label: "content_hash",
            value: (
              <span className="flex items-center gap-2">
                <MonoId id={block.content_hash} maxLength={20} copyLabel="content hash" />
                {block.hash_verified !== null && (
                  <Status
                    status={block.hash_verified ? "verified" : "differs"}
                    tone={block.hash_verified ? "ok" : "err"}
                  />
                )}
              </span>
            ),
          },
          { label: "hash_algorithm", value: block.hash_algorithm, mono: true },
          {
            label: "payload_hash",
            value:
              block.payload_hash === null ? null : (
                <MonoId id={block.payload_hash} maxLength={20} copyLabel="payload hash" />
              ),
          },
          {
            label: "previous_hash",
            value:
              block.previous_hash === null ? null : (
                <MonoId id={block.previous_hash} maxLength={20} copyLabel="previous hash" />
              ),
          },
          {
            label: "tool_call_id",
            value:
              toolCallId === null ? null : (
                <button
                  type="button"
                  className="link num"
                  onClick={() => onFollow(recordRef("tool_call", block.conv_id, toolCallId))}
                >
                  {toolCallId}
                </button>
              ),
          },
        ]}
      />
      <JsonView
        key={`${block.block_id} ${block.content_hash}`}
        label={`Block ${block.kind}`}
        value={{ payload: block.payload, metadata: block.metadata }}
      />
    </div>
  );
}

function firstSeen({ lineage_turn_id, lineage_phase }: PlacedBlock): string | null {
  return lineage_turn_id === null
    ? null
    : [lineage_turn_id, lineage_phase].filter((part) => part !== null).join(" · ");
}
