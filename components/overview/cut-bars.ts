import type uPlot from "uplot";
import type { Chart } from "./chart-data";
import { tokenColor } from "./paint-mark";

/** Stacks must be this many times as high as nearly all others to be cut. */
const outlier = 6;

/** Height of the whole stack of each step. */
export function stackHeights({ series }: Chart, steps: number): number[] {
  return Array.from({ length: steps }, (_, at) =>
    series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
  );
}

/**
 * Where the axis ends when a few stacks would press all others to the ground; undefined when none does. Stacks beyond
 * it are cut and say how high they are.
 */
export function cutOf(heights: readonly number[]): number | undefined {
  const sorted = heights.filter((height) => height > 0).sort((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0;
  const highest = sorted.at(-1) ?? 0;
  if (sorted.length < 12 || highest <= usual * outlier) return undefined;
  // What is not cut keeps room below the heights that are written at the top.
  return 1.2 * Math.max(...sorted.filter((height) => height <= usual * outlier));
}

/** Draws a break through each stack that is cut, and its height beside it. */
export function markCuts(plot: uPlot, chart: Chart, cut: number, host: Element): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  const steps = plot.data[0].length;
  let written = 0;
  ctx.save();
  ctx.font = `${String(11 * ratio)}px ${getComputedStyle(host).fontFamily}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  for (const [at, height] of stackHeights(chart, steps).entries()) {
    if (height <= cut) continue;
    const x = plot.valToPos(plot.data[0][at] ?? 0, "x", true);
    const half = Math.max(6 * ratio, (bbox.width / steps) * 0.6);
    const y = bbox.top + 9 * ratio;
    ctx.strokeStyle = tokenColor(host, "--canvas");
    ctx.lineWidth = 3 * ratio;
    ctx.beginPath();
    ctx.moveTo(x - half, y + 3 * ratio);
    ctx.lineTo(x + half, y - 3 * ratio);
    ctx.stroke();
    ctx.fillStyle = tokenColor(host, "--fg-muted");
    const text = chart.format(height);
    const { width } = ctx.measureText(text);
    const isAtEnd = x + half + width > bbox.left + bbox.width;
    const left = isAtEnd ? x - half - width - ratio : x + half + ratio;
    if (left < written) continue;
    ctx.fillText(text, left, bbox.top);
    written = left + width + 4 * ratio;
  }
  ctx.restore();
}
