"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useEffect, useMemo, useRef } from "react";
import { rowOfOffset, textRows } from "@/lib/client/text-rows";
import { Highlight } from "../highlight";

export interface TextLinesProps {
  label: string;
  text: string;
  wrap: boolean;
  query: string;
  /** Offset of the current match, brought on screen. */
  showOffset: number | undefined;
}

/** Longest row in characters: longer lines would cost the browser more than the screen can show. */
const maxRowLength = 2000;
const lineHeight = 18;

/** Numbered lines, wrapped or not. */
export function TextLines({ label, text, wrap, query, showOffset }: TextLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => textRows(text, maxRowLength), [text]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 10,
    paddingStart: 6,
    paddingEnd: 6,
    useFlushSync: false,
  });
  // Outside system: the scroll position follows the current match.
  useEffect(() => {
    if (showOffset !== undefined)
      virtualizer.scrollToIndex(rowOfOffset(rows, showOffset), { align: "center" });
  }, [virtualizer, rows, showOffset]);
  const gutter = String(rows[rows.length - 1]?.line ?? 1).length;
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      className="ring-inside num min-h-0 flex-1 overflow-auto"
    >
      <div
        className={clsx("relative", wrap ? "w-full" : "w-max min-w-full")}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const holdsCurrent = showOffset !== undefined && showOffset >= row.start && showOffset < row.end;
          return (
            <div
              key={item.key}
              ref={wrap ? virtualizer.measureElement : undefined}
              data-index={item.index}
              className={clsx(
                "flex gap-3 px-3 leading-[18px]",
                wrap ? "absolute inset-x-0" : "absolute left-0",
              )}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span
                aria-hidden="true"
                className="shrink-0 text-right text-fg-subtle select-none"
                style={{ width: `${gutter}ch` }}
              >
                {row.first ? row.line : ""}
              </span>
              <span className={wrap ? "min-w-0 flex-1 break-all whitespace-pre-wrap" : "whitespace-pre"}>
                <Highlight
                  text={text.slice(row.start, row.end) || " "}
                  query={query}
                  currentAt={holdsCurrent ? showOffset - row.start : undefined}
                />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
