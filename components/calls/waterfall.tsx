"use client";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Skeleton } from "@/components/ui/skeleton";
import { waterfallPreference } from "@/lib/client/inspector-preferences";
import { usePreference } from "@/lib/client/use-preference";
import { useRoomHeight } from "@/lib/client/use-room-height";
import { Suspense, useRef, useState } from "react";

const WaterfallPanel = lazyPart(() => import("./waterfall-panel"));

export interface WaterfallProps {
  convId: string;
  /** Turn of the cursor. */
  turn: {
    readonly id: string;
    readonly name: string;
    readonly start_ms: number | null;
    readonly end_ms: number | null;
  } | null;
  cursor: string | null;
  cursorMs: number | null;
  onSelect: (ref: string) => void;
}

/** In a pane lower than this the picture would leave the list above it no rows, CSS pixels. */
const leastRoom = 360;

/**
 * Where the time of the cursor's turn went, stage by stage. What it draws is loaded when it is open; in a low pane that
 * is only when it is asked for there, whatever is wished for elsewhere.
 */
export function Waterfall({ convId, turn, cursor, cursorMs, onSelect }: WaterfallProps) {
  const [isWished, setWished] = usePreference(waterfallPreference);
  const [isAsked, setAsked] = useState(false);
  const section = useRef<HTMLElement>(null);
  const room = useRoomHeight(section);
  const isLow = room !== undefined && room < leastRoom;
  const isOpen = isLow ? isAsked : isWished;
  const setOpen = isLow ? setAsked : setWished;
  return (
    <section ref={section} aria-label="Waterfall of the turn" className="shrink-0 border-t">
      <div className="flex h-7 items-center gap-2 bg-panel pr-1 pl-3 text-2xs text-fg-subtle">
        <h2 className="truncate">
          {turn === null ? "Waterfall: no turn at the cursor" : `Waterfall of ${turn.name}`}
        </h2>
        <IconButton
          label={isOpen ? "Hide the waterfall" : "Show the waterfall"}
          className="ml-auto"
          icon={isOpen ? <ChevronDown width={14} height={14} /> : <ChevronUp width={14} height={14} />}
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
        />
      </div>
      {isOpen && turn !== null && (
        <div
          tabIndex={0}
          role="group"
          aria-label="Stages and calls"
          className="ring-inside max-h-40 overflow-y-auto border-t px-3 py-2"
        >
          <Suspense fallback={<Skeleton width="60%" />}>
            <WaterfallPanel
              convId={convId}
              turn={turn}
              cursor={cursor}
              cursorMs={cursorMs}
              onSelect={onSelect}
            />
          </Suspense>
        </div>
      )}
    </section>
  );
}
