"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { movedIndex } from "@/components/data/virtual-table/row-movement";
import { Glyph } from "@/components/ui/glyph";
import { formatDuration } from "@/lib/client/format";
import { useRowHeight } from "@/lib/client/use-preference";
import type { TurnRow } from "@/lib/contracts/turn";
import { turnTreeRows, type TurnPlace, type TurnTreeRow } from "./turn-tree-rows";

export interface TurnTreeProps {
  turns: readonly TurnRow[];
  /** Turn and phase of the cursor. */
  place: TurnPlace | undefined;
  /** `move` when the cursor walks by key, `pick` when a row is chosen. */
  onSelect: (ref: string, kind: "move" | "pick") => void;
  onOpen: () => void;
  onEndReached?: (() => void) | undefined;
}

/** Turns and their phases. The row of the cursor's phase is marked wherever the cursor was moved. */
export function TurnTree({ turns, place, onSelect, onOpen, onEndReached }: TurnTreeProps) {
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const currentTurn = place?.turn.ref;
  const rows = useMemo(
    () =>
      turnTreeRows(turns, (turn) => toggled.get(turn.ref) ?? (turn.ref === currentTurn || turns.length <= 2)),
    [turns, toggled, currentTurn],
  );
  const target = place?.snapshot?.ref ?? currentTurn;
  const found = rows.findIndex((row) => row.ref === target);
  const cursor = found >= 0 ? found : rows.findIndex((row) => row.ref === currentTurn);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 280, height: 400 },
    useFlushSync: false,
  });
  // Outside system: the virtualiser keeps measured sizes, density changes them.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  // Outside system: the scroll position follows the cursor.
  useEffect(() => {
    if (cursor >= 0) virtualizer.scrollToIndex(cursor, { align: "auto" });
  }, [virtualizer, cursor]);
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 1;
  // Outside system: the scroll position asks for the next page.
  useEffect(() => {
    if (isNearEnd) onEndReached?.();
  }, [isNearEnd, rows.length, onEndReached]);
  const setOpen = (turn: TurnRow, isOpen: boolean) => setToggled(new Map(toggled).set(turn.ref, isOpen));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const row = rows[cursor];
    const to = movedIndex(event.key, cursor, rows.length, 10);
    const next = to === undefined ? undefined : rows[to];
    if (next !== undefined) onSelect(next.ref, "move");
    else if (event.key === "Enter" && row !== undefined) onOpen();
    else if (row !== undefined && (event.key === "ArrowRight" || event.key === "ArrowLeft"))
      stepSideways(row, event.key === "ArrowRight");
    else return;
    event.preventDefault();
  };
  const stepSideways = (row: TurnTreeRow, isInwards: boolean) => {
    if (row.kind === "turn" && row.isOpen !== isInwards) setOpen(row.turn, isInwards);
    else if (row.kind === "turn" && isInwards) onSelect(rows[cursor + 1]?.ref ?? row.ref, "move");
    else if (row.kind === "snapshot" && !isInwards) onSelect(row.turn.ref, "move");
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Turns and phases"
      aria-activedescendant={items.some((item) => item.index === cursor) ? `${baseId}-${cursor}` : undefined}
      tabIndex={0}
      data-pane-focus=""
      onKeyDown={onKeyDown}
      className="ring-inside min-h-0 flex-1 overflow-auto overscroll-contain"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={row.ref}
              id={`${baseId}-${item.index}`}
              role="treeitem"
              aria-level={row.kind === "turn" ? 1 : 2}
              aria-expanded={row.kind === "turn" ? row.isOpen : undefined}
              aria-selected={item.index === cursor}
              aria-posinset={row.kind === "turn" ? turns.indexOf(row.turn) + 1 : row.place}
              aria-setsize={row.kind === "turn" ? turns.length : row.siblings}
              onClick={(event) => {
                const onSign =
                  event.target instanceof Element && event.target.closest("[data-sign]") !== null;
                if (row.kind === "turn" && onSign) setOpen(row.turn, !row.isOpen);
                else onSelect(row.ref, "pick");
              }}
              onDoubleClick={onOpen}
              className={clsx(
                "absolute inset-x-0 flex items-center gap-1.5 pr-3 whitespace-nowrap",
                row.kind === "turn" ? "pl-1.5" : "pl-7",
                item.index === cursor ? "row-selected" : "hover:bg-hover",
              )}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row.kind === "turn" ? <TurnLine row={row} /> : <SnapshotLine row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function TurnLine({ row }: { row: Extract<TurnTreeRow, { kind: "turn" }> }) {
  const { turn } = row;
  const failed = turn.outcome === "failed" || turn.error_count > 0;
  return (
    <>
      <span
        data-sign=""
        aria-hidden="true"
        className="flex size-5 items-center justify-center text-fg-subtle"
      >
        <svg
          viewBox="0 0 8 8"
          width="8"
          height="8"
          fill="currentColor"
          style={row.isOpen ? { transform: "rotate(90deg)" } : undefined}
        >
          <path d="M2 0.5L7 4L2 7.5z" />
        </svg>
      </span>
      <span className="text-sm font-semibold">{row.name}</span>
      {failed && (
        <span
          className="flex text-err"
          title={turn.error_count > 0 ? `${turn.error_count} recorded errors` : "failed"}
        >
          <Glyph name="octagon" />
          <span className="sr-only">failed</span>
        </span>
      )}
      {!failed && turn.outcome === "open" && (
        <span className="flex text-info" title="No final phase was recorded">
          <Glyph name="ring" />
          <span className="sr-only">open</span>
        </span>
      )}
      <span className="min-w-0 flex-1 truncate text-xs text-fg-subtle" title={turn.prompt_text ?? undefined}>
        {turn.prompt_text ?? ""}
      </span>
      <span className="num text-fg-subtle">
        {turn.duration_ms === null ? "" : formatDuration(turn.duration_ms)}
      </span>
    </>
  );
}

function SnapshotLine({ row }: { row: Extract<TurnTreeRow, { kind: "snapshot" }> }) {
  const { snapshot } = row;
  const added = snapshot.lineage["new"] ?? 0;
  const changed = (snapshot.lineage["edited"] ?? 0) + (snapshot.lineage["split"] ?? 0);
  return (
    <>
      <span className={clsx("num shrink-0", snapshot.phase === "failed" && "text-err")}>{row.name}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-fg-subtle">
        {snapshot.block_count === null
          ? ""
          : `${snapshot.block_count} block${snapshot.block_count === 1 ? "" : "s"}`}
        {added > 0 && ` +${added}`}
        {changed > 0 && ` ~${changed}`}
      </span>
      {snapshot.warning_count > 0 && (
        <span className="flex text-warn" title={`${snapshot.warning_count} parse warnings`}>
          <Glyph name="triangle" />
          <span className="sr-only">{snapshot.warning_count} parse warnings</span>
        </span>
      )}
      <span className="num text-fg-subtle">
        {snapshot.phase_latency_ms === null ? "" : formatDuration(snapshot.phase_latency_ms)}
      </span>
    </>
  );
}
