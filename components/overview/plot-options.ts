import uPlot from "uplot";
import { formatDateTime, type TimeZoneChoice } from "@/lib/client/format";
import type { Chart, Series } from "./chart-data";
import { cutOf, markCuts, stackHeights } from "./cut-bars";
import { markFill, tokenColor } from "./paint-mark";

/** The axis of time: steps of one length from a begin. */
export interface TimeSteps {
  readonly from_ms: number;
  readonly step_ms: number;
  readonly steps: number;
}

/** Plots of this key share their cursor. */
export const cursorKey = "overview";

export interface PlotHooks {
  /** A step came under the cursor, of the pointer or of another chart; undefined when none is. */
  onCursor(step: number | undefined): void;
  /** Steps were chosen by dragging, both included. */
  onSelect(first: number, last: number): void;
}

const day = 86_400_000;

/**
 * Columns of the plot: the middle of each step, then the series as they are drawn, one over the other. Stacked ones are
 * sums from the ground, the whole stack first; a series with nothing in a step is not drawn there.
 */
export function plotData({ kind, series }: Chart, { from_ms, step_ms, steps }: TimeSteps): uPlot.AlignedData {
  const middles = Array.from({ length: steps }, (_, at) => from_ms + (at + 0.5) * step_ms);
  if (kind === "lines")
    return [
      middles,
      ...series.map(({ values }) => values.map((value) => (value === null ? null : logOf(value)))).reverse(),
    ];
  const below = Array.from({ length: steps }, () => 0);
  const layers = series.map(({ values }) =>
    below.map((sum, at) => {
      const value = values[at] ?? 0;
      below[at] = sum + value;
      return value === 0 ? null : sum + value;
    }),
  );
  return [middles, ...layers.reverse()];
}

/** Lines are drawn by power of ten; what is shorter than a tenth of a unit is drawn as that. */
function logOf(value: number): number {
  return Math.log10(Math.max(0.1, value));
}

/** Everything of a plot but its data. Colours are those of the theme now. */
export function plotOptions(
  chart: Chart,
  time: TimeSteps,
  size: { width: number; height: number },
  zone: TimeZoneChoice,
  host: Element,
  hooks: PlotHooks,
): uPlot.Options {
  const { from_ms, step_ms, steps } = time;
  const to_ms = from_ms + step_ms * steps;
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const grid = { stroke: tokenColor(host, "--border"), width: 1 };
  const axis = { stroke: tokenColor(host, "--fg-subtle"), font, ticks: { show: false }, gap: 4 };
  const cut = chart.kind === "stacked" ? cutOf(stackHeights(chart, steps)) : undefined;
  return {
    ...size,
    ms: 1,
    tzDate: (ms) => (zone === "utc" ? uPlot.tzDate(new Date(ms), "Etc/UTC") : new Date(ms)),
    // On the right, half of a label that stands under the last step.
    padding: [8, 20, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => [from_ms, to_ms] },
      y: {
        range: (_plot, low, high) =>
          chart.kind === "lines" ? logarithmicRange(low, high) : [0, cut ?? (high > 0 ? high * 1.08 : 1)],
      },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 72,
        // A label names a minute, so that two in one minute would read alike.
        incrs: timeSteps,
        grid: { show: false },
        values: (_plot, splits) => timeLabels(splits, zone, to_ms - from_ms),
      },
      {
        ...axis,
        grid,
        size: 52,
        space: 34,
        ...(chart.kind === "lines"
          ? {
              splits: (_plot, _axis, low, high) => logarithmicSplits(low, high),
              values: (_plot, splits) => splits.map((power) => chart.format(10 ** power)),
            }
          : {
              incrs: wholeSteps,
              values: (_plot, splits) => splits.map((value) => chart.format(value)),
            }),
      },
    ],
    series: [{}, ...[...chart.series].reverse().map((series) => seriesOptions(chart, series, host))],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      sync: {
        key: cursorKey,
        // All plots show the same time, so that a place in one is the same share of another.
        scales: [null, null],
        // Only where the pointer is goes to the others; a range is chosen in one.
        filters: { pub: (type) => type === "mousemove" || type === "mouseleave" },
      },
      move: (plot, left, top) => {
        const middle = left < 0 ? undefined : plot.data[0][plot.posToIdx(left)];
        return middle === undefined ? [left, top] : [plot.valToPos(middle, "x"), top];
      },
    },
    hooks: {
      draw: cut === undefined ? [] : [(plot) => markCuts(plot, chart, cut, host)],
      setCursor: [
        ({ cursor }) => {
          hooks.onCursor((cursor.left ?? -1) < 0 ? undefined : (cursor.idx ?? undefined));
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 3) return;
          hooks.onSelect(plot.posToIdx(left), plot.posToIdx(left + width));
        },
      ],
    },
  };
}

function seriesOptions({ kind }: Chart, { label, mark }: Series, host: Element): uPlot.Series {
  if (kind === "lines")
    return {
      label,
      stroke: tokenColor(host, mark.color),
      width: 1.75,
      ...(mark.pattern === "dashes" ? { dash: [4, 3] } : {}),
      points: { show: true, size: 4, fill: tokenColor(host, mark.color) },
    };
  const { bars } = uPlot.paths;
  return {
    label,
    width: 0,
    fill: (plot) => markFill(plot.ctx, mark),
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars({ size: [1, 36], gap: 1 }) }),
  };
}

/** Distances of labels on the axis of time, ms; months and years beyond come out of weeks and days. */
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 3, 7, 14, 28, 56, 91, 182, 365, 730].map((days) => days * day),
];

/** Counts have no halves. */
const wholeSteps = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 16 }, (_, power) => digit * 10 ** power))
  .sort((a, b) => a - b);

/** Wide enough for two round numbers to stand beside it, also where all values are one. */
function logarithmicRange(low: number, high: number): [number, number] {
  const room = Math.max(0.1, (leastDecades - (high - low)) / 2);
  return [low - room, high + room];
}

/** From 2 to 5 and on to 10: within this part of a decade two of 1, 2 and 5 always fall. */
const leastDecades = 0.75;

/** Powers of ten of round numbers between two: some per decade while decades are few. */
function logarithmicSplits(low: number, high: number): number[] {
  const digits = high - low > 3 ? [1] : high - low > 1.5 ? [1, 3] : [1, 2, 5];
  const decades = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, at) => Math.floor(low) + at,
  );
  return decades
    .flatMap((power) => digits.map((digit) => power + Math.log10(digit)))
    .filter((power) => power >= low && power <= high);
}

/** Times of day, and the date where a day begins; dates alone over weeks. */
function timeLabels(splits: readonly number[], zone: TimeZoneChoice, spanMs: number): string[] {
  return splits.map((ms) => {
    const [date = "", time = ""] = formatDateTime(ms, zone).split(" ");
    if (spanMs > 300 * day) return date.slice(0, 7);
    const isMidnight = time.startsWith("00:00");
    return isMidnight || spanMs > 14 * day ? date.slice(5) : time.slice(0, 5);
  });
}
