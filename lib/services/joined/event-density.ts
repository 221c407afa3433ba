import { setImmediate } from "node:timers/promises";
import { countEventsBySlice, countNewEventsByTime, findTimeRange } from "@/db/queries/axis";
import { findOrdinalRange } from "@/db/queries/conversation-detail";
import type { ReadStore } from "@/db/store";

interface Histogram {
  /** Envelopes up to here are counted. */
  counted: bigint;
  /** Envelopes per bucket of time, counted from the beginning of time. */
  readonly counts: Map<number, number>;
}

/** Histograms that are kept for each store; a long one has some thousands of buckets. */
const keptHistograms = 32;
/** A slice is put together of about this many buckets, so that one that is kept serves until the axis is twice as long. */
const bucketsPerSlice = 8;
/** Envelopes that are counted before other requests run: some 5 ms. */
const countedAtOnce = 100_000;
const kept = new WeakMap<ReadStore, Map<string, Histogram>>();

/**
 * Envelopes per slice of the time axis of a conversation. What was counted is kept, so a conversation that goes on costs its new
 * envelopes; the first time costs a walk over all, with rests. A bucket on the edge of two slices counts for
 * the one in which it begins, so the edge of a slice is known to an eighth of it.
 */
export async function densityOf(
  store: ReadStore,
  convKey: number,
  { start_ms, width_ms }: { readonly start_ms: number; readonly width_ms: number },
  slices: number,
): Promise<number[]> {
  const counts = Array<number>(slices).fill(0);
  const bucket_ms = bucketWidth(width_ms);
  for (const [bucket, count] of await histogramOf(store, convKey, bucket_ms)) {
    const slice = Math.floor((bucket * bucket_ms - start_ms) / width_ms);
    // What has no time of its own may stand beyond the axis.
    if (slice >= slices) continue;
    const at = Math.max(0, slice);
    counts[at] = (counts[at] ?? 0) + count;
  }
  return counts;
}

/** A power of two, so that it changes only when the axis has doubled. */
function bucketWidth(width_ms: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(width_ms / bucketsPerSlice)));
}

async function histogramOf(
  store: ReadStore,
  convKey: number,
  width_ms: number,
): Promise<ReadonlyMap<number, number>> {
  const range = findOrdinalRange(store, convKey);
  if (range === undefined) return new Map();
  const histograms = kept.get(store) ?? new Map<string, Histogram>();
  kept.set(store, histograms);
  // Keys of removed conversations are given to others, first ordinals never.
  const key = `${String(range.first)}/${String(width_ms)}`;
  const histogram = histograms.get(key) ?? (await countAll(store, convKey, width_ms, range.last));
  if (histogram.counted < range.last) {
    const fresh = { after: histogram.counted, last: range.last };
    for (const [bucket, count] of countNewEventsByTime(store, convKey, width_ms, fresh))
      histogram.counts.set(bucket, (histogram.counts.get(bucket) ?? 0) + count);
    histogram.counted = range.last;
  }
  histograms.delete(key);
  histograms.set(key, histogram);
  const [oldest] = histograms.keys();
  if (histograms.size > keptHistograms && oldest !== undefined) histograms.delete(oldest);
  return histogram.counts;
}

async function countAll(
  store: ReadStore,
  convKey: number,
  width_ms: number,
  last: bigint,
): Promise<Histogram> {
  const first = Math.floor((findTimeRange(store, convKey)?.start_ms ?? 0) / width_ms);
  const counts = new Map<number, number>();
  const scale = { start_ms: first * width_ms, width_ms };
  let unbroken = 0;
  for (const [slice, count] of countEventsBySlice(store, convKey, scale, last)) {
    counts.set(first + slice, count);
    unbroken += count;
    if (unbroken < countedAtOnce) continue;
    unbroken = 0;
    await setImmediate();
  }
  return { counted: last, counts };
}
