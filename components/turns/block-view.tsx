"use client";
import clsx from "clsx";
import { useState } from "react";
import { Glyph } from "@/components/ui/glyph";
import { formatCount } from "@/lib/client/format";
import type { PlacedBlock } from "@/lib/client/turn-detail";
import { blockTextOf } from "@/lib/domain/lineage/block-text";

export interface BlockViewProps {
  block: PlacedBlock;
  /** Where it came from, in words. */
  lineage: string;
  selected: boolean;
  onSelect: () => void;
  /** Characters shown before "show all". */
  fold?: number;
}

/** A block as part of a conversation: who, what, and where it came from. */
export function BlockView({ block, lineage, selected, onSelect, fold = 600 }: BlockViewProps) {
  const [unfolded, setUnfolded] = useState(false);
  const { text, isData, failed } = blockTextOf(block);
  const isLong = text.length > fold;
  return (
    <div
      className={clsx(
        "relative border-l-2 py-1.5 pr-3 pl-2.5",
        edgeClass(block, failed),
        selected ? "row-selected" : "hover:bg-hover",
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        onClick={onSelect}
        className="ring-inside flex min-h-6 w-full min-w-0 flex-wrap items-center gap-x-2 text-left text-xs text-fg-subtle before:absolute before:inset-0"
      >
        <span className={clsx("font-medium", failed ? "text-err" : "text-fg-muted")}>{nameOf(block)}</span>
        {block.tool_name !== null && <span className="num">{block.tool_name}</span>}
        {failed && (
          <span className="inline-flex items-center gap-1 text-err">
            <Glyph name="octagon" /> failed
          </span>
        )}
        {lineage !== "" && <span>{lineage}</span>}
        {block.hash_verified === false && (
          <span
            className="inline-flex items-center gap-1 text-warn"
            title="Recomputation gives another content hash than the source stated"
          >
            <Glyph name="triangle" /> hash differs
          </span>
        )}
      </button>
      <p
        className={clsx(
          "relative min-w-0 break-words whitespace-pre-wrap",
          isData ? "num" : "text-sm",
          failed && "text-err",
          block.kind === "reasoning" && "text-fg-muted italic",
        )}
      >
        {isLong && !unfolded ? `${text.slice(0, fold).trimEnd()}…` : text}
        {text === "" && <span className="text-fg-subtle">no text</span>}
      </p>
      {isLong && (
        <button
          type="button"
          className="link relative min-h-6 text-xs"
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Show less" : `Show all ${formatCount(text.length)} characters`}
        </button>
      )}
    </div>
  );
}

/** Role where the kind alone does not say who speaks. */
function nameOf(block: PlacedBlock): string {
  if (block.kind === "llm_text") return "assistant";
  return block.kind === "other" && block.role !== null && block.role !== "" ? block.role : block.kind;
}

function edgeClass(block: PlacedBlock, failed: boolean): string {
  if (failed) return "border-err";
  if (block.kind === "tool_call" || block.kind === "tool_use") return "border-class-tool";
  if (block.kind === "user") return "border-accent";
  return block.kind === "reasoning" ? "border-dashed border-border-control" : "border-border";
}
