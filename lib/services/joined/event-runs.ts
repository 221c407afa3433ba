import type { EventPosition, PlacedEvent } from "@/db/queries/joined-events";

/** Consecutive streaming envelopes of one subject, or a single envelope. `first` sorts before `last`. */
export interface EventRun {
  readonly first: PlacedEvent;
  readonly last: PlacedEvent;
  readonly count: number;
  readonly byte_length: number;
  /** Envelopes per type. */
  readonly types: ReadonlyMap<number, number>;
  /** True when a neighbour was not looked at because the scan limit was reached. */
  readonly is_cut: boolean;
}

/** Types of which a stream is made: many small envelopes that only say how far something has come. */
export function isStreamingType(name: string): boolean {
  return /(delta|patch|chunk|upsert)$/i.test(name);
}

/** A page looks at this many envelopes at most. */
export const scanLimit = 8000;

/**
 * Collapses envelopes, given in either direction, into runs. `isStreaming` tells the types that may be
 * part of one; a run needs a subject. Whatever the direction, the same envelopes give the same runs,
 * provided the walk starts at the edge of one.
 */
export function* collectRuns(
  events: Iterable<PlacedEvent>,
  direction: "forward" | "backward",
  isStreaming: (typeKey: number) => boolean,
): Generator<EventRun, undefined> {
  let open: PlacedEvent[] = [];
  let scanned = 0;
  for (const event of events) {
    const previous = open.at(-1);
    if (previous !== undefined && !continues(previous, event, isStreaming)) {
      yield runOf(open, direction, false);
      open = [];
    }
    open.push(event);
    scanned += 1;
    if (scanned >= scanLimit) {
      yield runOf(open, direction, true);
      return;
    }
  }
  if (open.length > 0) yield runOf(open, direction, false);
}

/** Moves a position to the edge of the run that it would split; `before` and `after` walk away from it. */
export function edgeOfRun(
  position: EventPosition,
  before: Iterable<PlacedEvent>,
  after: Iterable<PlacedEvent>,
  isStreaming: (typeKey: number) => boolean,
): EventPosition {
  const [previous] = before;
  let edge = previous;
  if (edge === undefined) return position;
  let scanned = 0;
  for (const event of after) {
    if (!continues(edge, event, isStreaming)) break;
    edge = event;
    scanned += 1;
    if (scanned >= scanLimit) break;
  }
  return edge === previous ? position : { at_ms: edge.at_ms, ordinal: edge.ordinal };
}

function continues(a: PlacedEvent, b: PlacedEvent, isStreaming: (typeKey: number) => boolean): boolean {
  return (
    a.subject_key !== null &&
    a.subject_key === b.subject_key &&
    isStreaming(a.type_key) &&
    isStreaming(b.type_key)
  );
}

function runOf(events: readonly PlacedEvent[], direction: "forward" | "backward", is_cut: boolean): EventRun {
  const ends = [events[0], events.at(-1)] as const;
  const [first, last] = direction === "forward" ? ends : [ends[1], ends[0]];
  if (first === undefined || last === undefined) throw new Error("a run holds at least one envelope");
  const types = new Map<number, number>();
  let byte_length = 0;
  for (const event of events) {
    types.set(event.type_key, (types.get(event.type_key) ?? 0) + 1);
    byte_length += event.byte_length;
  }
  return { first, last, count: events.length, byte_length, types, is_cut };
}
