/** The value below which the given part of the values lies; values need not be in order. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Median and 95th percentile of some times, as text, ms. */
export function printTimes(values: readonly number[]): string {
  return `p50 ${percentile(values, 0.5).toFixed(1).padStart(7)} ms   p95 ${percentile(values, 0.95).toFixed(1).padStart(7)} ms`;
}

/** Calls a function again and again, one call after the other, and gives how long each took, ms. */
export async function timeCalls(times: number, call: (at: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const startedAt = performance.now();
    await call(at);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}
