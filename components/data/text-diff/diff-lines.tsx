"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import { useEffect, useMemo, useRef, useState } from "react";
import { Glyph } from "@/components/ui/glyph";
import { IconButton } from "@/components/ui/icon-button";
import { diffRows, unfolded, type DiffLine } from "@/lib/client/diff-rows";
import { formatCount, plural } from "@/lib/client/format";

export interface DiffLinesProps {
  /** Accessible name: "System prompt, before and after". */
  label: string;
  before: string;
  after: string;
  /** Names of the sides, shown in the bar. */
  beforeLabel?: string;
  afterLabel?: string;
  className?: string;
}

/** Unified comparison with signs in the gutter, changed words marked, unchanged runs folded. */
export function DiffLines({
  label,
  before,
  after,
  beforeLabel = "before",
  afterLabel = "after",
  className,
}: DiffLinesProps) {
  const result = useMemo(() => diffRows(before, after), [before, after]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [change, setChange] = useState<number>();
  const rows = useMemo(() => unfolded(result.rows, open), [result, open]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 10,
    useFlushSync: false,
  });
  // Outside system: the scroll position follows the change gone to.
  useEffect(() => {
    if (change === undefined) return;
    virtualizer.scrollToIndex(
      rows.findIndex((row) => row.kind !== "fold" && row.change === change),
      { align: "center" },
    );
  }, [virtualizer, rows, change]);
  const move = (step: 1 | -1) => {
    if (result.changes === 0) return;
    setChange((at) =>
      at === undefined
        ? step === 1
          ? 0
          : result.changes - 1
        : (at + step + result.changes) % result.changes,
    );
  };
  const gutter = `${Math.max(2, String(Math.max(before.length, after.length) > 0 ? lastLine(result.rows) : 1).length)}ch`;
  return (
    <div
      className={clsx("flex min-h-0 min-w-0 flex-1 flex-col", className)}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      <div className="flex h-9 shrink-0 items-center gap-3 border-b px-3 text-xs">
        <span className="text-err">− {beforeLabel}</span>
        <span className="text-ok">+ {afterLabel}</span>
        <span role="status" className="text-fg-subtle">
          {result.changes === 0
            ? "no difference"
            : `${plural(result.changes, "change")}, ${formatCount(result.removed)} removed, ${formatCount(result.added)} added`}
        </span>
        {!result.complete && (
          <span className="inline-flex items-center gap-1 text-warn">
            <Glyph name="triangle" />
            too different to compare by line
          </span>
        )}
        {result.changes > 0 && (
          <span className="ml-auto flex">
            <IconButton
              label="Previous change"
              keys="Alt+ArrowUp"
              icon={<ChevronUp width={14} height={14} />}
              onClick={() => move(-1)}
            />
            <IconButton
              label="Next change"
              keys="Alt+ArrowDown"
              icon={<ChevronDown width={14} height={14} />}
              onClick={() => move(1)}
            />
          </span>
        )}
      </div>
      <div
        ref={scroller}
        role="region"
        aria-label={label}
        tabIndex={0}
        className="ring-inside num min-h-0 flex-1 overflow-auto"
      >
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === "fold" ? (
                  <button
                    type="button"
                    onClick={() => setOpen(new Set(open).add(row.id))}
                    className="ring-inside block h-6 w-full bg-panel px-3 text-left text-fg-subtle hover:text-fg"
                  >
                    ⋯ {plural(row.lines.length, "unchanged line")}
                  </button>
                ) : (
                  <Line
                    line={row}
                    gutter={gutter}
                    current={row.change !== undefined && row.change === change}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function lastLine(rows: ReturnType<typeof diffRows>["rows"]): number {
  const last = rows[rows.length - 1];
  const line = last?.kind === "fold" ? last.lines[last.lines.length - 1] : last;
  return Math.max(line?.before ?? 1, line?.after ?? 1);
}

const signs = { same: " ", removed: "−", added: "+" } as const;
const spoken = { same: "", removed: "removed: ", added: "added: " } as const;

function Line({ line, gutter, current }: { line: DiffLine; gutter: string; current: boolean }) {
  const tone = line.kind === "removed" ? "text-err" : line.kind === "added" ? "text-ok" : "text-fg-subtle";
  const partly = line.pieces.some((piece) => !piece.changed);
  return (
    <div
      className={clsx(
        "flex gap-2 border-l-3 px-2 py-px leading-[18px]",
        current ? "border-accent" : "border-transparent",
      )}
    >
      <span
        aria-hidden="true"
        className="shrink-0 text-right text-fg-subtle select-none"
        style={{ width: gutter }}
      >
        {line.before}
      </span>
      <span
        aria-hidden="true"
        className="shrink-0 text-right text-fg-subtle select-none"
        style={{ width: gutter }}
      >
        {line.after}
      </span>
      <span aria-hidden="true" className={clsx("w-[1ch] shrink-0 select-none", tone)}>
        {signs[line.kind]}
      </span>
      <span
        className={clsx(
          "min-w-0 flex-1 break-words whitespace-pre-wrap",
          line.kind === "same" ? "text-fg-muted" : "text-fg",
        )}
      >
        {spoken[line.kind] !== "" && <span className="sr-only">{spoken[line.kind]}</span>}
        {line.pieces.map((piece, at) =>
          piece.changed ? (
            <span
              key={at}
              className={clsx(
                tone,
                partly && "rounded-mark bg-raised underline decoration-2 underline-offset-2",
              )}
            >
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
        {line.pieces.every((piece) => piece.text === "") && " "}
      </span>
    </div>
  );
}
