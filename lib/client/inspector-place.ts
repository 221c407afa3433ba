"use client";
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

export interface TablePlace {
  /** The rows' own order; another object whenever the rows change. */
  readonly order: {
    readonly length: number;
    readonly keyAt: (index: number) => string | undefined;
    /** Place of a row; -1 when it is not among them. */
    readonly indexOf: (key: string) => number;
  };
  readonly rowHeight: number;
  /** Row under the cursor; -1 when it is not among the rows. */
  readonly cursorIndex: number;
  /** Called when the first rows come near. May be called again while loading. */
  readonly onStartReached?: (() => void) | undefined;
}

/** Height of the table's sticky header in pixels. */
const headerHeight = 28;

/** A row and its distance from the top of the visible part: what must not move while rows come and go. */
interface Anchor {
  readonly key: string;
  readonly top: number;
}

/**
 * Keeps a virtual table at its place: while rows are added before it, or the list is cut differently, the
 * cursor's row stays where it stands when it is in view, else the first visible row does. A cursor moved
 * from elsewhere is brought into view. `frame` is an element around one table.
 */
export function useTablePlace(frame: RefObject<HTMLElement | null>, place: TablePlace): void {
  const { order, rowHeight, cursorIndex } = place;
  const anchor = useRef<Anchor | undefined>(undefined);
  const shownCursor = useRef<string | undefined>(undefined);
  const cursorKey = order.keyAt(cursorIndex);

  // Outside system: the scroll position, which must change before the new rows are painted.
  useLayoutEffect(() => {
    const scroller = scrollerOf(frame.current);
    if (scroller === null || order.length === 0) return;
    const held = anchor.current === undefined ? -1 : order.indexOf(anchor.current.key);
    if (held >= 0) scrollTo(scroller, held * rowHeight - (anchor.current?.top ?? 0));
    else if (cursorIndex < 0) scrollTo(scroller, 0);
    if (cursorIndex >= 0 && (held < 0 || cursorKey !== shownCursor.current))
      reveal(scroller, cursorIndex, rowHeight);
    shownCursor.current = cursorKey;
    anchor.current = anchorOf(scroller, order, rowHeight, cursorIndex);
  }, [frame, order, rowHeight, cursorIndex, cursorKey]);

  const latest = useRef(place);
  useEffect(() => {
    latest.current = place;
  });
  const isEmpty = order.length === 0;
  // Outside system: the scroll position asks for the rows before and moves the anchor.
  useEffect(() => {
    const scroller = scrollerOf(frame.current);
    if (scroller === null || isEmpty) return;
    const onScroll = () => {
      const now = latest.current;
      anchor.current = anchorOf(scroller, now.order, now.rowHeight, now.cursorIndex);
      if (scroller.scrollTop < scroller.clientHeight) now.onStartReached?.();
    };
    onScroll();
    scroller.addEventListener("scroll", onScroll, { passive: true });
    // Panes get their size, and change it, after the rows are placed: a cursor that was in view stays in view.
    const observer = new ResizeObserver(() => {
      const { order: rows, cursorIndex: at, rowHeight: height } = latest.current;
      const key = rows.keyAt(at);
      if (key !== undefined && anchor.current?.key === key) reveal(scroller, at, height);
    });
    observer.observe(scroller);
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", onScroll);
    };
  }, [frame, isEmpty]);
}

function anchorOf(
  scroller: HTMLElement,
  order: TablePlace["order"],
  rowHeight: number,
  cursorIndex: number,
): Anchor | undefined {
  const cursorTop = cursorIndex * rowHeight - scroller.scrollTop;
  const isInView = cursorIndex >= 0 && cursorTop >= 0 && cursorTop <= spaceOf(scroller) - rowHeight;
  const index = isInView ? cursorIndex : Math.max(0, Math.floor(scroller.scrollTop / rowHeight));
  const key = order.keyAt(index);
  return key === undefined ? undefined : { key, top: index * rowHeight - scroller.scrollTop };
}

/** A row just outside comes to the edge with one row of air; one far away comes to the upper third. */
function reveal(scroller: HTMLElement, index: number, rowHeight: number): void {
  const top = index * rowHeight - scroller.scrollTop;
  const space = spaceOf(scroller);
  if (top >= 0 && top <= space - rowHeight) return;
  if (top < 0 && top > -space) scrollTo(scroller, scroller.scrollTop + top - rowHeight);
  else if (top > 0 && top < 2 * space) scrollTo(scroller, scroller.scrollTop + top - space + 2 * rowHeight);
  else scrollTo(scroller, upperThird(scroller, index, rowHeight));
}

function upperThird(scroller: HTMLElement, index: number, rowHeight: number): number {
  return index * rowHeight - Math.floor(spaceOf(scroller) / 3);
}

function spaceOf(scroller: HTMLElement): number {
  return scroller.clientHeight - headerHeight;
}

/** The virtual table scrolls its grid element. */
function scrollerOf(frame: HTMLElement | null): HTMLElement | null {
  return frame?.querySelector<HTMLElement>("[role=grid]") ?? null;
}

/** Scrolls and lets the table know at once, so that no frame shows the rows of the old place. */
function scrollTo(scroller: HTMLElement, top: number): void {
  const wished = Math.max(0, top);
  if (Math.abs(scroller.scrollTop - wished) < 1) return;
  scroller.scrollTop = wished;
  scroller.dispatchEvent(new Event("scroll"));
}
