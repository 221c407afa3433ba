"use client";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { ConversationSummary } from "@/lib/contracts/conversation";

export interface CompareBarProps {
  /** One or two conversations. */
  marked: readonly ConversationSummary[];
  /** The one under the cursor. */
  current: ConversationSummary | undefined;
  onCompare: (a: string, b?: string) => void;
  onDone: () => void;
}

/** Says what is marked for a comparison, and begins it: of both, or of the one with the row under the cursor. */
export function CompareBar({ marked, current, onCompare, onDone }: CompareBarProps) {
  const [first, second] = marked;
  if (first === undefined) return null;
  const other = second ?? (current?.conv_id === first.conv_id ? undefined : current);
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-2 border-b bg-panel px-3 py-1 text-xs"
    >
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{nameOf(first)}</span>
        <span className="text-fg-subtle"> with </span>
        {other === undefined ? (
          <span className="text-fg-subtle">the one that you move to</span>
        ) : (
          <span className="font-medium">{nameOf(other)}</span>
        )}
      </span>
      <Button
        size="small"
        disabled={other === undefined}
        onClick={() => onCompare(first.conv_id, other?.conv_id)}
      >
        Compare <Kbd keys="C" />
      </Button>
      <Button size="small" variant="quiet" onClick={onDone}>
        Unmark
      </Button>
    </div>
  );
}

function nameOf({ title, conv_id }: ConversationSummary): string {
  return title ?? conv_id;
}
