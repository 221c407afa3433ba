import { countEventsByTime } from "@/db/queries/axis";
import { findOrdinalRange } from "@/db/queries/conversation-detail";
import type { ReadStore } from "@/db/store";

interface Histogram {
  readonly width_ms: number;
  /** Envelopes up to here are counted. */
  counted: bigint;
  readonly counts: Map<number, number>;
}

/** Histograms that are kept for each store; a long one has some thousands of buckets. */
const keptHistograms = 32;
/** A slice is put together of about this many buckets, so that one that is kept serves until the axis is twice as long. */
const bucketsPerSlice = 8;
const kept = new WeakMap<ReadStore, Map<string, Histogram>>();

/**
 * Envelopes per slice of the time axis of a long conversation. What was counted is kept, so a conversation that goes on costs its new envelopes;
 * the first time costs a walk over all, half a second for a million. A bucket on the edge of two slices counts
 * for the one in which it begins, so the edge of a slice is known to an eighth of it.
 */
export function densityOf(
  store: ReadStore,
  convKey: number,
  { start_ms, width_ms }: { readonly start_ms: number; readonly width_ms: number },
  slices: number,
): number[] {
  const counts = Array<number>(slices).fill(0);
  for (const [bucket, count] of histogramOf(store, convKey, bucketWidth(width_ms))) {
    const slice = Math.floor((bucket - start_ms) / width_ms);
    const at = Math.min(slices - 1, Math.max(0, slice));
    counts[at] = (counts[at] ?? 0) + count;
  }
  return counts;
}

/** A power of two, so that it changes only when the axis has doubled. */
function bucketWidth(width_ms: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(width_ms / bucketsPerSlice)));
}

/** Begin of each bucket, epoch ms, with its envelopes. */
function* histogramOf(store: ReadStore, convKey: number, width_ms: number): Generator<[number, number]> {
  const range = findOrdinalRange(store, convKey);
  if (range === undefined) return;
  const histograms = kept.get(store) ?? new Map<string, Histogram>();
  kept.set(store, histograms);
  // Keys of removed conversations are given to others, first ordinals never.
  const key = `${String(range.first)}/${String(width_ms)}`;
  const known = histograms.get(key);
  const histogram = known ?? { width_ms, counted: 0n, counts: new Map<number, number>() };
  if (histogram.counted < range.last) {
    const fresh = countEventsByTime(store, convKey, width_ms, { after: known?.counted, last: range.last });
    for (const [bucket, count] of fresh)
      histogram.counts.set(bucket, (histogram.counts.get(bucket) ?? 0) + count);
    histogram.counted = range.last;
  }
  histograms.delete(key);
  histograms.set(key, histogram);
  const [oldest] = histograms.keys();
  if (histograms.size > keptHistograms && oldest !== undefined) histograms.delete(oldest);
  for (const [bucket, count] of histogram.counts) yield [bucket * width_ms, count];
}
