/**
 * Histograms of latencies whose bins are the same everywhere, so that those of minutes, models and conversations add
 * up: any range's percentiles come from sums. Sixteen bins per doubling: a bin is 4.4 % wide, which bounds the error.
 */
const binsPerDoubling = 16;

/** Bins of latencies with their counts. */
export type LatencyBins = ReadonlyMap<number, bigint>;

/** Bin of a latency in ms. Everything up to a millisecond is in bin 0. */
export function latencyBin(ms: number): number {
  return ms > 1 ? Math.floor(Math.log2(ms) * binsPerDoubling) : 0;
}

/** Least latency of a bin, ms; the next bin's is where it ends. */
export function binStart(bin: number): number {
  return bin <= 0 ? 0 : 2 ** (bin / binsPerDoubling);
}

/** How many latencies the bins hold. */
export function binnedCount(bins: LatencyBins): bigint {
  let count = 0n;
  for (const n of bins.values()) count += n;
  return count;
}

/**
 * The latency in ms that a share of all does not exceed (nearest rank), to within the width of its bin; undefined
 * when there is none. O(bins).
 */
export function percentileOf(bins: LatencyBins, share: number): number | undefined {
  const count = binnedCount(bins);
  if (count === 0n) return undefined;
  const rank = Math.max(1, Math.ceil(Number(count) * share));
  let before = 0;
  for (const [bin, n] of [...bins].sort(([a], [b]) => a - b)) {
    const inside = Number(n);
    if (before + inside >= rank) {
      const [from, to] = [binStart(bin), binStart(bin + 1)];
      return from + (to - from) * ((rank - before - 0.5) / inside);
    }
    before += inside;
  }
  return undefined;
}
