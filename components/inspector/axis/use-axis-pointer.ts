"use client";
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { Axis } from "@/lib/contracts/joined";
import { hitAt, type AxisHit } from "./axis-geometry";
import { msAt, panned, zoomed, type TimeWindow } from "./time-window";

export interface AxisHover {
  readonly x: number;
  readonly ms: number;
  readonly hit: AxisHit | undefined;
}

export interface AxisPointerOptions {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly axis: Axis | undefined;
  readonly window: TimeWindow | undefined;
  readonly whole: TimeWindow | undefined;
  readonly width: number;
  readonly onWindow: (window: TimeWindow) => void;
  /** A click: on a mark, or on empty ground at a time. */
  readonly onPick: (hit: AxisHit | undefined, ms: number) => void;
  /** A drag from one time to another, in order. */
  readonly onRange: (range: TimeWindow) => void;
}

/** Pixels of movement from which a press is a drag. */
const dragThreshold = 4;

/** Hover, click, drag and wheel on the axis. `dragging` is the range being drawn. */
export function useAxisPointer(options: AxisPointerOptions) {
  const { frame, axis, window, width } = options;
  const [hover, setHover] = useState<AxisHover>();
  const [dragging, setDragging] = useState<TimeWindow>();
  const pressedAt = useRef<number>(undefined);
  const placeOf = (event: { clientX: number; clientY: number }) => {
    const box = frame.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  // Outside system: wheel events, which must be cancelled and which React listens to passively.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      const now = latest.current;
      if (now.window === undefined || now.whole === undefined || now.width === 0) return;
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - element.getBoundingClientRect().left;
        now.onWindow(
          zoomed(now.window, now.whole, Math.exp(event.deltaY * 0.002), msAt(now.window, now.width, x)),
        );
      } else if (sideways !== 0) now.onWindow(panned(now.window, now.whole, sideways / now.width));
      else return;
      event.preventDefault();
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [frame]);
  if (axis === undefined || window === undefined || width === 0)
    return { hover: undefined, dragging: undefined, handlers: {} };
  const rangeTo = (x: number, from: number): TimeWindow => {
    const [a, b] = [msAt(window, width, from), msAt(window, width, Math.min(width, Math.max(0, x)))];
    return { from: Math.round(Math.min(a, b)), to: Math.round(Math.max(a, b)) };
  };
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressedAt.current = placeOf(event).x;
    },
    onPointerMove(event: PointerEvent) {
      const { x, y } = placeOf(event);
      const from = pressedAt.current;
      if (from !== undefined && (dragging !== undefined || Math.abs(x - from) >= dragThreshold))
        setDragging(rangeTo(x, from));
      setHover({ x, ms: msAt(window, width, x), hit: hitAt(axis, window, width, x, y) });
    },
    onPointerUp(event: PointerEvent) {
      const from = pressedAt.current;
      pressedAt.current = undefined;
      if (from === undefined) return;
      const { x, y } = placeOf(event);
      if (dragging === undefined) options.onPick(hitAt(axis, window, width, x, y), msAt(window, width, x));
      else options.onRange(rangeTo(x, from));
      setDragging(undefined);
    },
    onPointerCancel() {
      pressedAt.current = undefined;
      setDragging(undefined);
    },
    onPointerLeave: () => setHover(undefined),
  };
  return { hover, dragging, handlers };
}
