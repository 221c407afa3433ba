import type { TimeRange } from "./rollup-range";

const day_ms = 86_400_000;
/** So much silence parts two recordings. */
const silenceDays = 7;
/** A recording with a smaller part of everything is a stray: a file with a wrong clock, one event of a test. */
const leastShare = 0.02;

/** How much happened on a day that begins then, UTC. */
export interface DayCount {
  readonly at_ms: number;
  readonly count: number;
}

/**
 * The days of the newest recording: those without a week of silence between them, and more than a stray. `days` are in
 * order. Undefined when nothing is one.
 */
export function newestRecording(days: readonly DayCount[]): TimeRange | undefined {
  const recordings: { from_ms: number; to_ms: number; count: number }[] = [];
  let total = 0;
  for (const { at_ms, count } of days) {
    const last = recordings.at(-1);
    total += count;
    if (last === undefined || at_ms - last.to_ms >= silenceDays * day_ms)
      recordings.push({ from_ms: at_ms, to_ms: at_ms + day_ms, count });
    else {
      last.to_ms = at_ms + day_ms;
      last.count += count;
    }
  }
  const found = recordings.findLast(({ count }) => count > 0 && count >= total * leastShare);
  return found && { from_ms: found.from_ms, to_ms: found.to_ms };
}
