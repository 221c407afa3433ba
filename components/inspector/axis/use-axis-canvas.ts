"use client";
import { useEffect, useRef, useState, type RefObject } from "react";
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
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState(0);
  // Outside system: the size of the element.
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Outside system: the theme on the root element, whose colours a canvas does not follow by itself.
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme((count) => count + 1));
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);
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
