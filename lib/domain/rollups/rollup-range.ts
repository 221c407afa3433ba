/** A span of time, epoch ms, end excluded. */
export interface TimeRange {
  readonly from_ms: number;
  readonly to_ms: number;
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/**
 * Steps of a chart's axis, narrowest first, with the kept sums that they are added up from: none adds up more than
 * thirty of them, so that a chart of `barLimit` steps reads a bounded number of rows. Weeks begin on Monday, UTC.
 */
export const rollupSteps = {
  "1m": { ms: minute, width: "minute", phase_ms: 0 },
  "5m": { ms: 5 * minute, width: "minute", phase_ms: 0 },
  "15m": { ms: 15 * minute, width: "minute", phase_ms: 0 },
  "1h": { ms: hour, width: "hour", phase_ms: 0 },
  "3h": { ms: 3 * hour, width: "hour", phase_ms: 0 },
  "12h": { ms: 12 * hour, width: "hour", phase_ms: 0 },
  "1d": { ms: day, width: "day", phase_ms: 0 },
  "7d": { ms: 7 * day, width: "day", phase_ms: 4 * day },
  "30d": { ms: 30 * day, width: "day", phase_ms: 0 },
} as const;
export type RollupStep = keyof typeof rollupSteps;
export const rollupStepNames = [
  "1m",
  "5m",
  "15m",
  "1h",
  "3h",
  "12h",
  "1d",
  "7d",
  "30d",
] as const satisfies RollupStep[];

/** Bars that a chart has room for. */
const barLimit = 120;
/** Steps that an answer may have at most. */
export const stepLimit = 2_000;

/** The range widened to whole steps. */
export function wholeSteps({ from_ms, to_ms }: TimeRange, step: RollupStep): TimeRange {
  const { ms, phase_ms } = rollupSteps[step];
  const from = Math.floor((from_ms - phase_ms) / ms) * ms + phase_ms;
  const to = Math.ceil((to_ms - phase_ms) / ms) * ms + phase_ms;
  return { from_ms: from, to_ms: Math.max(from + ms, to) };
}

/** How many steps the range has. */
export function stepCount(range: TimeRange, step: RollupStep): number {
  const { from_ms, to_ms } = wholeSteps(range, step);
  return Math.round((to_ms - from_ms) / rollupSteps[step].ms);
}

/** The narrowest step that gives a chart no more bars than it has room for. */
export function fittingStep(range: TimeRange): RollupStep {
  return rollupStepNames.find((step) => stepCount(range, step) <= barLimit) ?? "30d";
}

/** After so much silence a store is a recording to be looked at whole, and no longer something that runs. */
const silence_ms = 6 * hour;

/** What a range is that nobody asked for: the last day, the newest of several recordings, or everything stored. */
export const usualRanges = ["day", "recording", "all"] as const;
export type UsualRange = (typeof usualRanges)[number];

/**
 * What is shown when nobody asks: the last day; when the newest of what is stored is old, the newest recording of it.
 * Strays of years ago would press everything else into one bar. `recording` is asked for in that case only.
 */
export function usualRange(
  stored: TimeRange | undefined,
  nowMs: number,
  recording: () => TimeRange | undefined,
): TimeRange & { readonly usual: UsualRange } {
  if (stored === undefined || stored.to_ms > nowMs - silence_ms)
    return { from_ms: nowMs - day, to_ms: nowMs + 1, usual: "day" };
  const newest = recording() ?? stored;
  const from_ms = Math.max(newest.from_ms, stored.from_ms);
  const to_ms = Math.min(newest.to_ms, stored.to_ms);
  return {
    from_ms,
    to_ms,
    usual: from_ms === stored.from_ms && to_ms === stored.to_ms ? "all" : "recording",
  };
}

/** Times before 2000 and beyond tomorrow are clocks that were wrong: everything that is stored is drawn without them. */
export function plausibleTimes(nowMs: number): TimeRange {
  return { from_ms: Date.UTC(2000, 0, 1), to_ms: nowMs + day };
}

/**
 * Writes a range of whole minutes as the query language reads it: both ends are named and count whole, so the last
 * minute, or day where all are whole, is named instead of where it ends.
 */
export function writeRange({ from_ms, to_ms }: TimeRange): string {
  const isDays = from_ms % day === 0 && to_ms % day === 0;
  const unit = isDays ? day : minute;
  const write = (ms: number): string => new Date(ms).toISOString().slice(0, isDays ? 10 : 16);
  const [first, last] = [write(from_ms), write(Math.max(from_ms, to_ms - unit))];
  return first === last ? first : `${first}..${last}`;
}
