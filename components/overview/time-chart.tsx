"use client";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import uPlot from "uplot";
import { useTimeZone } from "@/components/data/time-text";
import type { Chart } from "./chart-data";
import { cursorKey, plotData, plotOptions, type TimeSteps } from "./plot-options";
import { stepWords } from "./step-words";
import { useElementWidth } from "@/lib/client/use-element-width";
import { useThemeCount } from "@/lib/client/use-theme-count";

export interface TimeChartProps {
  chart: Chart;
  time: TimeSteps;
  height: number;
  /** Step under the cursor. */
  step: number | undefined;
  onStep: (step: number | undefined) => void;
  /** Steps chosen by dragging or by keyboard, both included. */
  onSelect: (first: number, last: number) => void;
}

/**
 * A chart on a canvas with a cursor that all charts of the page share. For the keyboard it is a slider over the steps:
 * arrows move, Shift extends a range, Enter shows it; the values of the step are what a screen reader says.
 */
export function TimeChart({ chart, time, height, step, onStep, onSelect }: TimeChartProps) {
  const zone = useTimeZone();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const width = useElementWidth(host);
  const theme = useThemeCount();
  const [anchor, setAnchor] = useState<number>();
  const handlers = useRef({ onStep, onSelect });
  useEffect(() => {
    handlers.current = { onStep, onSelect };
  });
  // Outside system: the plot on its canvas.
  useEffect(() => {
    const element = host.current;
    if (element === null || width === 0) return;
    const made = new uPlot(
      plotOptions(chart, time, { width, height }, zone, element, {
        onCursor: (at) => handlers.current.onStep(at),
        onSelect: (first, last) => handlers.current.onSelect(first, last),
      }),
      plotData(chart, time),
      element,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [chart, time, width, height, zone, theme]);

  const move = (to: number, extend: boolean) => {
    const made = plot.current;
    const last = time.steps - 1;
    const at = Math.max(0, Math.min(last, to));
    const begin = extend ? (anchor ?? step ?? at) : undefined;
    setAnchor(begin);
    if (made === undefined) return;
    showCursor(made, made.valToPos(middle(time, at), "x"), at);
    const [low, high] = [Math.min(begin ?? at, at), Math.max(begin ?? at, at)];
    const left = made.valToPos(time.from_ms + low * time.step_ms, "x");
    const right = made.valToPos(time.from_ms + (high + 1) * time.step_ms, "x");
    const selected = begin === undefined ? 0 : right - left;
    made.setSelect({ left, top: 0, width: selected, height: made.bbox.height / uPlot.pxRatio }, false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = step ?? time.steps - 1;
    const target = targetOf(event.key, now, time.steps);
    if (target !== undefined) move(step === undefined ? now : target, event.shiftKey);
    else if (event.key === "Enter") onSelect(Math.min(anchor ?? now, now), Math.max(anchor ?? now, now));
    else if (event.key === "Escape" && anchor !== undefined) move(now, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = step ?? time.steps - 1;
  return (
    <div
      ref={host}
      role="slider"
      tabIndex={0}
      aria-label={`${chart.title}, by time`}
      aria-valuemin={0}
      aria-valuemax={time.steps - 1}
      aria-valuenow={shown}
      aria-valuetext={stepWords(chart, time, shown, zone)}
      onKeyDown={onKeyDown}
      className="ring-inside relative min-w-0 cursor-crosshair overflow-hidden [&_.u-cursor-x]:border-fg-subtle! [&_.u-select]:bg-accent/20!"
      style={{ height }}
    />
  );
}

/** Puts the cursor of this plot, and of all that share it, to a step. */
function showCursor(plot: uPlot, left: number, step: number): void {
  plot.setCursor({ left, top: 0 });
  const [width, height] = [plot.bbox.width / uPlot.pxRatio, plot.bbox.height / uPlot.pxRatio];
  uPlot.sync(cursorKey).pub("mousemove", plot, left, 0, width, height, step);
}

function middle({ from_ms, step_ms }: TimeSteps, step: number): number {
  return from_ms + (step + 0.5) * step_ms;
}

function targetOf(key: string, now: number, steps: number): number | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return now - 1;
    case "ArrowRight":
    case "ArrowUp":
      return now + 1;
    case "PageUp":
      return now - 10;
    case "PageDown":
      return now + 10;
    case "Home":
      return 0;
    case "End":
      return steps - 1;
    default:
      return undefined;
  }
}
