"use client";
import { useMemo, useState } from "react";
import type { Axis } from "@/lib/contracts/joined";
import { containing, fitted, panned, wholeOf, zoomed, type TimeWindow } from "./time-window";

/** Times that the window follows and fits. */
export interface AxisMarks {
  readonly cursorMs: number | null;
  readonly cursorUntilMs: number | null;
  readonly range: TimeWindow | null;
}

/**
 * The visible part of the axis and the ways to move it. Undefined without any recorded time. A cursor that
 * leaves the window takes it along; looking elsewhere while the cursor rests is free.
 */
export function useAxisWindow(axis: Axis | undefined, { cursorMs, cursorUntilMs, range }: AxisMarks) {
  const start = axis?.start_ms ?? null;
  const end = axis?.end_ms ?? null;
  const whole = useMemo(
    () => (start === null || end === null ? undefined : wholeOf(start, end)),
    [start, end],
  );
  const [chosen, setChosen] = useState<TimeWindow>();
  const [followed, setFollowed] = useState(cursorMs);
  if (followed !== cursorMs) {
    setFollowed(cursorMs);
    if (chosen !== undefined && whole !== undefined && cursorMs !== null)
      setChosen(containing(chosen, whole, cursorMs));
  }
  const window = chosen ?? whole;
  const move = (next: (window: TimeWindow, whole: TimeWindow) => TimeWindow | undefined) => () => {
    if (window !== undefined && whole !== undefined) setChosen(next(window, whole));
  };
  const middle = (now: TimeWindow) =>
    cursorMs !== null && cursorMs >= now.from && cursorMs <= now.to ? cursorMs : (now.from + now.to) / 2;
  const cursorSpan = cursorMs === null ? undefined : { from: cursorMs, to: cursorUntilMs ?? cursorMs };
  return {
    whole,
    window,
    setWindow: setChosen,
    moves: {
      zoomIn: move((now, all) => zoomed(now, all, 0.6, middle(now))),
      zoomOut: move((now, all) => zoomed(now, all, 1 / 0.6, middle(now))),
      left: move((now, all) => panned(now, all, -0.2)),
      right: move((now, all) => panned(now, all, 0.2)),
      fit: move((now, all) => {
        const span = range ?? cursorSpan;
        return span === undefined ? now : fitted(span, all);
      }),
      all: move(() => undefined),
    },
  };
}
