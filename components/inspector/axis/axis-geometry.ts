import type { Axis, AxisSpan, AxisTick } from "@/lib/contracts/joined";
import { xOf, type TimeWindow } from "./time-window";

/** Names of the lanes, top to bottom. */
export const laneNames = ["turns", "model", "tools", "projection", "transport"] as const;
export type LaneName = (typeof laneNames)[number];

/** Measures in pixels. */
export const axisSize = {
  labels: 88,
  header: 18,
  lane: 13,
  bar: 8,
  density: 16,
  height: 18 + 5 * 13 + 16 + 3,
} as const;

export function laneTop(lane: LaneName): number {
  return axisSize.header + laneNames.indexOf(lane) * axisSize.lane;
}

/** The lane in which a finding is drawn: that of the layer in which it was found. */
export function laneOfTick(tick: AxisTick): LaneName {
  switch (tick.mark) {
    case "tool":
      return "tools";
    case "provider":
    case "model":
      return "model";
    case "projection":
    case "storage":
      return "projection";
    case "transport":
    case "log":
    case "neutral":
      return "transport";
    case "runtime":
    case "validation":
    case "turn":
      return "turns";
  }
}

export interface AxisHit {
  readonly ref: string;
  readonly label: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly count: number;
}

/** What is drawn at a place: findings before bars, short bars before long ones. Undefined over empty ground. */
export function hitAt(
  axis: Axis,
  window: TimeWindow,
  width: number,
  x: number,
  y: number,
): AxisHit | undefined {
  const lane = laneNames[Math.floor((y - axisSize.header) / axisSize.lane)];
  if (lane === undefined || y < axisSize.header) return undefined;
  const tick = nearest(
    axis.ticks.filter((candidate) => laneOfTick(candidate) === lane),
    (candidate) => Math.abs(xOf(window, width, candidate.at_ms) - x),
    4,
  );
  if (tick !== undefined)
    return { ref: tick.ref, label: tick.label, start_ms: tick.at_ms, end_ms: tick.at_ms, count: tick.count };
  const spans = axis.lanes.find(({ name }) => name === lane)?.spans ?? [];
  const under = spans.filter(
    (span) =>
      x >= xOf(window, width, span.start_ms) - 2 &&
      x <= Math.max(xOf(window, width, span.end_ms), xOf(window, width, span.start_ms) + 2) + 2,
  );
  return nearest(under, (span: AxisSpan) => span.end_ms - span.start_ms, Number.POSITIVE_INFINITY);
}

/** The mark closest to a time, from any lane: where a click on empty ground leads. */
export function markNear(axis: Axis, ms: number): AxisHit | undefined {
  const spans = axis.lanes.flatMap((lane) => lane.spans);
  return nearest(
    [...spans, ...axis.ticks.map((tick) => ({ ...tick, start_ms: tick.at_ms, end_ms: tick.at_ms }))],
    (mark) => Math.abs(mark.start_ms - ms),
    Number.POSITIVE_INFINITY,
  );
}

function nearest<T>(items: readonly T[], distance: (item: T) => number, limit: number): T | undefined {
  let best: T | undefined;
  let least = limit;
  for (const item of items) {
    const far = distance(item);
    if (far <= least) {
      best = item;
      least = far;
    }
  }
  return best;
}
