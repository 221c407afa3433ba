"use client";
import { useEffect, useRef, type RefObject } from "react";
import { useElementWidth } from "@/lib/client/use-element-width";
import { useThemeCount } from "@/lib/client/use-theme-count";
import type { Axis } from "@/lib/contracts/joined";
import { axisSize } from "./axis-geometry";
import { axisColorsOf, paintAxis } from "./paint-axis";
import type { TimeWindow } from "./time-window";

export interface AxisCanvas {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Element whose width the axis takes. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly width: number;
}

/** Draws the axis whenever its data, window, size, or the theme changes. */
export function useAxisCanvas(
  axis: Axis | undefined,
  window: TimeWindow | undefined,
  offsetMs: number,
): AxisCanvas {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useElementWidth(frame);
  const theme = useThemeCount();
  // Outside system: the canvas.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (element === null || context === null || context === undefined || width === 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(axisSize.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (axis === undefined || window === undefined) context.clearRect(0, 0, width, axisSize.height);
    else paintAxis(context, { axis, window, width, offsetMs, colors: axisColorsOf(element) });
  }, [axis, window, width, offsetMs, theme]);
  return { canvas, frame, width };
}
