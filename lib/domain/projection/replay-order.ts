import { timeOf, type FoldEvent } from "./fold-event";

/**
 * Order in which a conversation is folded, whatever the order in which its events arrived. Inside a stream
 * seq decides, per epoch; streams do not depend on each other and are merged by time. O(n log n).
 */
export function orderForReplay(events: readonly FoldEvent[]): FoldEvent[] {
  const streams = new Map<string, FoldEvent[]>();
  for (const event of events) {
    const key = streamKey(event);
    const list = streams.get(key);
    if (list === undefined) streams.set(key, [event]);
    else list.push(event);
  }
  const placed = [...streams.values()].flatMap((list) => {
    const stream = list.map((event) => event.ordinal).reduce((a, b) => (b < a ? b : a));
    return orderStream(list).map((item, place) => ({ ...item, stream, place }));
  });
  placed.sort((a, b) => compare(a.at, b.at) || compare(a.stream, b.stream) || a.place - b.place);
  return placed.map(({ event }) => ({ ...event, replayed: true }));
}

/** Vocabularies number their streams apart, even when the streams have one name. */
export function streamKey(event: FoldEvent): string {
  return `${event.dialect}\u0000${event.stream}`;
}

/** An event with the time at which it stands in its stream; the times of a stream never go back. */
interface Placed {
  readonly event: FoldEvent;
  readonly at: number;
}

/**
 * Orders one stream. Time finds where counters begin anew; then seq decides inside each epoch. Events without
 * seq, and time-derived seqs among counters, take their place by time.
 */
function orderStream(events: readonly FoldEvent[]): Placed[] {
  const byTime = withTimes(events).sort(
    (a, b) => compare(a.at, b.at) || compare(a.event.ordinal, b.event.ordinal),
  );
  const regime = events.some((event) => event.regime === "counter") ? "counter" : "time";
  const sequenced: (Placed & { readonly epoch: number; readonly seq: bigint })[] = [];
  const free: Placed[] = [];
  let epoch = 0;
  let highest: bigint | undefined;
  for (const item of byTime) {
    const { seq } = item.event;
    if (seq === undefined || item.event.regime !== regime) {
      free.push(item);
      continue;
    }
    if (regime === "counter" && highest !== undefined && beginsEpoch(seq, highest)) {
      epoch += 1;
      highest = undefined;
    }
    if (highest === undefined || seq > highest) highest = seq;
    sequenced.push({ ...item, epoch, seq });
  }
  sequenced.sort((a, b) => a.epoch - b.epoch || compare(a.seq, b.seq) || compareFrames(a.event, b.event));
  return merge(rising(sequenced), free);
}

/**
 * Events with the time at which they happened. A dump has none: its frames stand where other frames of the
 * same message stand, which a socket received; those of unknown messages stand with the frame before them.
 */
function withTimes(events: readonly FoldEvent[]): Placed[] {
  const arrived = [...events].sort((a, b) => compare(a.ordinal, b.ordinal));
  if (arrived.every((event) => timeOf(event) !== undefined))
    return arrived.map((event) => ({ event, at: timeOf(event) ?? 0 }));
  const bySubject = new Map<string, number>();
  for (const event of arrived) {
    const at = timeOf(event);
    if (at !== undefined && event.event_id !== undefined && !bySubject.has(event.event_id))
      bySubject.set(event.event_id, at);
  }
  let last = Number.NEGATIVE_INFINITY;
  return arrived.map((event) => {
    last =
      timeOf(event) ?? (event.event_id === undefined ? undefined : bySubject.get(event.event_id)) ?? last;
    return { event, at: last };
  });
}

/**
 * Frames of one seq: as a socket received them, else as they arrived. Frames of dumps come last: their seq
 * may have lost its last digits, and where a socket saw a frame of that seq it is the right one.
 */
function compareFrames(a: FoldEvent, b: FoldEvent): number {
  const [left, right] = [
    a.received_at_ms ?? Number.POSITIVE_INFINITY,
    b.received_at_ms ?? Number.POSITIVE_INFINITY,
  ];
  return compare(left, right) || compare(a.ordinal, b.ordinal);
}

function rising(items: readonly Placed[]): Placed[] {
  let at = Number.NEGATIVE_INFINITY;
  return items.map(({ event, at: own }) => {
    at = Math.max(at, own);
    return { event, at };
  });
}

/** Merges two lists whose times rise; at equal times the one that arrived first goes first. */
function merge(left: readonly Placed[], right: readonly Placed[]): Placed[] {
  const merged: Placed[] = [];
  let next = 0;
  for (const item of left) {
    for (let other = right[next]; other !== undefined && precedes(other, item); other = right[++next])
      merged.push(other);
    merged.push(item);
  }
  return merged.concat(right.slice(next));
}

function precedes(a: Placed, b: Placed): boolean {
  return a.at < b.at || (a.at === b.at && a.event.ordinal < b.event.ordinal);
}

/** Whether a counter that stood at `highest` and shows `seq` now was restarted rather than disordered. */
export function beginsEpoch(seq: bigint, highest: bigint): boolean {
  return seq < highest && (seq === 1n || (highest >= 8n && seq * 2n <= highest));
}

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
