"use client";
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

export interface TablePlace {
  /** Keys of the rows in order. */
  readonly keyAt: (index: number) => string | undefined;
  readonly indexOfKey: (key: string) => number;
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Row under the cursor; -1 when it is not among the rows. */
  readonly cursorIndex: number;
  /** Called when the first rows come near. May be called again while loading. */
  readonly onStartReached?: (() => void) | undefined;
}

/** Height of the table's sticky header in pixels. */
const headerHeight = 28;

/**
 * Keeps a virtual table at its place while rows come and go around it: rows added before the first do not
 * move what is seen, a list that starts anew keeps the cursor's row where it stood, and a cursor moved from
 * elsewhere is brought into view. `frame` is an element around one table.
 */
export function useTablePlace(frame: RefObject<HTMLElement | null>, place: TablePlace): void {
  const { rowCount, rowHeight, cursorIndex, keyAt, indexOfKey, onStartReached } = place;
  const seen = useRef<{ readonly firstKey: string | undefined; readonly cursorTop: number | null }>({ firstKey: undefined, cursorTop: null });
  const firstKey = keyAt(0);
  const cursorKey = cursorIndex < 0 ? undefined : keyAt(cursorIndex);

  // Outside system: the scroll position, which must change before the new rows are painted.
  useLayoutEffect(() => {
    const scroller = scrollerOf(frame.current);
    if (scroller === null || rowCount === 0) return;
    const { firstKey: previousFirst, cursorTop } = seen.current;
    const moved = previousFirst === undefined ? -1 : indexOfKey(previousFirst);
    const isContinued = moved >= 0;
    if (moved > 0) scrollTo(scroller, scroller.scrollTop + moved * rowHeight);
    if (cursorIndex >= 0) {
      const top = cursorIndex * rowHeight - scroller.scrollTop;
      const space = scroller.clientHeight - headerHeight;
      if (!isContinued && cursorTop !== null && cursorTop >= 0 && cursorTop <= space - rowHeight) {
        scrollTo(scroller, cursorIndex * rowHeight - cursorTop);
      } else if (top < 0 || top > space - rowHeight) {
        scrollTo(scroller, placeFor(top, space, rowHeight, scroller.scrollTop));
      }
    } else if (!isContinued) scrollTo(scroller, 0);
    seen.current = { firstKey, cursorTop: cursorIndex < 0 ? null : cursorIndex * rowHeight - scroller.scrollTop };
  }, [frame, firstKey, cursorKey, cursorIndex, rowCount, rowHeight, indexOfKey]);

  const latest = useRef({ onStartReached, cursorIndex, rowHeight });
  useEffect(() => {
    latest.current = { onStartReached, cursorIndex, rowHeight };
  });
  // Outside system: the scroll position asks for the rows before, and says where the cursor stands now.
  useEffect(() => {
    const scroller = scrollerOf(frame.current);
    if (scroller === null) return;
    const onScroll = () => {
      const { cursorIndex: at, rowHeight: height } = latest.current;
      seen.current = { ...seen.current, cursorTop: at < 0 ? null : at * height - scroller.scrollTop };
      if (scroller.scrollTop < scroller.clientHeight) latest.current.onStartReached?.();
    };
    onScroll();
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => scroller.removeEventListener("scroll", onScroll);
  }, [frame, rowCount]);
}

/** A row just outside comes to the edge with one row of air; one far away comes to the upper third. */
function placeFor(top: number, space: number, rowHeight: number, scrollTop: number): number {
  if (top < 0 && top > -space) return scrollTop + top - rowHeight;
  if (top > 0 && top < 2 * space) return scrollTop + top - space + 2 * rowHeight;
  return scrollTop + top - Math.floor(space / 3);
}

/** The virtual table scrolls its grid element. */
function scrollerOf(frame: HTMLElement | null): HTMLElement | null {
  return frame?.querySelector<HTMLElement>("[role=grid]") ?? null;
}

/** Scrolls and lets the table know at once, so that no frame shows the rows of the old place. */
function scrollTo(scroller: HTMLElement, top: number): void {
  scroller.scrollTop = Math.max(0, top);
  scroller.dispatchEvent(new Event("scroll"));
}
