"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";

export interface MeasuredListProps<Item> {
  /** Accessible name. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  render: (item: Item, index: number) => ReactNode;
  /** Item to bring into view when it changes. */
  showKey?: string | undefined;
  /** Where it comes to stand: as near as it is, or in the middle with what stands around it. */
  showAt?: "nearest" | "middle";
  /** Height of an item nobody has seen yet, in pixels. */
  estimate?: number;
  onEndReached?: (() => void) | undefined;
}

/** A list of items of any height that mounts only those on screen: a turn may hold thousands of blocks. */
export function MeasuredList<Item>({
  label,
  items,
  keyOf,
  render,
  showKey,
  showAt = "nearest",
  estimate = 72,
  onEndReached,
}: MeasuredListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    estimateSize: () => estimate,
    overscan: 6,
    gap: 4,
    paddingStart: 8,
    paddingEnd: 8,
    initialRect: { width: 280, height: 500 },
    useFlushSync: false,
  });
  const shown = showKey === undefined ? -1 : items.findIndex((item) => keyOf(item) === showKey);
  // Outside system: the scroll position follows the cursor.
  useEffect(() => {
    if (shown >= 0) virtualizer.scrollToIndex(shown, { align: showAt === "middle" ? "center" : "auto" });
  }, [virtualizer, shown, showAt]);
  const rows = virtualizer.getVirtualItems();
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= items.length - 1;
  // Outside system: the scroll position asks for the next page.
  useEffect(() => {
    if (isNearEnd) onEndReached?.();
  }, [isNearEnd, items.length, onEndReached]);
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={label}
      // A list that scrolls must be reachable by keyboard, or its end is not.
      tabIndex={0}
      className="ring-inside min-h-0 flex-1 overflow-auto overscroll-contain px-2"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {render(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
