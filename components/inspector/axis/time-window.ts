/** A part of the time axis, epoch milliseconds; `from` is before `to`. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Nothing is zoomed further than this many milliseconds across the whole axis. */
export const shortestWindowMs = 5;

/** Place of a time on an axis of `width` pixels; outside the window it is outside 0..width. */
export function xOf(window: TimeWindow, width: number, ms: number): number {
  return ((ms - window.from) / (window.to - window.from)) * width;
}

/** Time at a place on the axis. */
export function msAt(window: TimeWindow, width: number, x: number): number {
  return window.from + (x / width) * (window.to - window.from);
}

/** The window scaled by `factor` (below 1 zooms in) about a time that stays where it is. */
export function zoomed(window: TimeWindow, whole: TimeWindow, factor: number, aboutMs: number): TimeWindow {
  const length = window.to - window.from;
  const wished = Math.max(shortestWindowMs, length * factor);
  const share = (aboutMs - window.from) / length;
  return clamped({ from: aboutMs - wished * share, to: aboutMs + wished * (1 - share) }, whole);
}

/** The window moved by a share of its length; positive goes to later times. */
export function panned(window: TimeWindow, whole: TimeWindow, share: number): TimeWindow {
  const step = (window.to - window.from) * share;
  return clamped({ from: window.from + step, to: window.to + step }, whole);
}

/** A window that shows a span with some air around it. */
export function fitted(span: TimeWindow, whole: TimeWindow): TimeWindow {
  const air = Math.max(shortestWindowMs, (span.to - span.from) * 0.15);
  return clamped({ from: span.from - air, to: span.to + air }, whole);
}

/** The window moved to contain a time; the same object when it does already. */
export function containing(window: TimeWindow, whole: TimeWindow, ms: number): TimeWindow {
  if (ms >= window.from && ms <= window.to) return window;
  const half = (window.to - window.from) / 2;
  return clamped({ from: ms - half, to: ms + half }, whole);
}

/** The whole of a conversation with a little air, so that marks at the ends are not cut. */
export function wholeOf(startMs: number, endMs: number): TimeWindow {
  const air = Math.max(shortestWindowMs, (endMs - startMs) * 0.01);
  return { from: startMs - air, to: endMs + air };
}

function clamped(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = window.to - window.from;
  if (length >= whole.to - whole.from) return whole;
  if (window.from < whole.from) return { from: whole.from, to: whole.from + length };
  if (window.to > whole.to) return { from: whole.to - length, to: whole.to };
  return window;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  second,
  2 * second,
  5 * second,
  10 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  90 * day,
  365 * day,
];

export interface TimeTick {
  readonly ms: number;
  readonly label: string;
}

/**
 * Round times at least `minGap` pixels apart. `offsetMs` is what the clock of the reader is ahead of UTC, so
 * that hours and days begin where the reader's do.
 */
export function timeTicks(
  window: TimeWindow,
  width: number,
  minGap: number,
  offsetMs: number,
): readonly TimeTick[] {
  if (width <= 0) return [];
  const least = ((window.to - window.from) / width) * minGap;
  const step = steps.find((candidate) => candidate >= least) ?? least;
  const ticks: TimeTick[] = [];
  for (let ms = Math.ceil((window.from + offsetMs) / step) * step; ms <= window.to + offsetMs; ms += step) {
    ticks.push({ ms: ms - offsetMs, label: tickLabel(ms, step) });
  }
  return ticks;
}

function tickLabel(shiftedMs: number, step: number): string {
  const iso = new Date(shiftedMs).toISOString();
  if (step >= day) return iso.slice(5, 10);
  if (step >= minute) return iso.slice(11, 16);
  return step >= second ? iso.slice(11, 19) : iso.slice(11, 23);
}
