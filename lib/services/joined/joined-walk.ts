import {
  justBefore,
  walkEvents,
  type EventPosition,
  type EventWalk,
  type PlacedEvent,
} from "@/db/queries/joined-events";
import type { ReadStore } from "@/db/store";
import { collectRuns, type EventRun } from "./event-runs";
import { beginning, type Direction, type Gap } from "./joined-cursor";
import { compareKeys, type JoinedKey, type SideEntry } from "./side-list";
import type { SideOrder } from "./side-order";

export type WalkedItem =
  | { readonly kind: "run"; readonly key: JoinedKey; readonly run: EventRun }
  | { readonly kind: "side"; readonly key: JoinedKey; readonly entry: SideEntry };

/** What of a conversation is walked. */
export interface JoinedSource {
  readonly store: ReadStore;
  /** Absent when no envelopes are wanted or none exist. */
  readonly events: EventWalk | undefined;
  readonly side: SideOrder;
  readonly isStreaming: (typeKey: number) => boolean;
}

export interface WalkedPage {
  /** In joined order. */
  readonly items: readonly WalkedItem[];
  readonly start: Gap;
  readonly end: Gap;
  /** Whether there is more beyond the page, in the direction of the walk. */
  readonly has_more: boolean;
}

/** Merges envelopes and other records from a gap on, until `limit` items or the scan limit are reached. */
export function walkJoined(source: JoinedSource, direction: Direction, gap: Gap, limit: number): WalkedPage {
  const isForward = direction === "forward";
  const runs = collectRuns(eventsFrom(source, direction, gap.event), direction, source.isStreaming);
  const side = source.side.from(gap.side, direction)[Symbol.iterator]();
  let nextEntry = side.next();
  let reached = gap.side;
  let event = gap.event;
  let wasCut = false;
  let nextRun = runs.next();
  const items: WalkedItem[] = [];
  for (;;) {
    const run = nextRun.done === true ? undefined : runItem(nextRun.value);
    const entry = nextEntry.done === true ? undefined : nextEntry.value;
    if (run === undefined && (entry === undefined || wasCut)) break;
    const takesRun =
      run !== undefined &&
      (entry === undefined || (compareKeys(run.key, entry) <= 0 ? isForward : !isForward));
    if (items.length === limit) return page(true);
    if (takesRun) {
      items.push(run);
      event = isForward ? run.run.last : justBefore(run.run.first);
      wasCut = run.run.is_cut;
      nextRun = runs.next();
    } else if (entry !== undefined) {
      items.push({ kind: "side", key: entry, entry });
      reached = entry;
      nextEntry = side.next();
    }
  }
  return page(wasCut);

  function page(has_more: boolean): WalkedPage {
    if (isForward) return { items, start: gap, end: { event, side: reached }, has_more };
    // Walking back, the place reached is behind the entry that would come next.
    const start = { event, side: nextEntry.done === true ? beginning.side : nextEntry.value };
    return { items: items.reverse(), start, end: gap, has_more };
  }
}

/** Key of an envelope: it stands before everything else that happened at the same moment. */
export function eventKey({ at_ms, ordinal }: EventPosition): JoinedKey {
  return { at_ms, ordinal, rank: -1, ref: "" };
}

function runItem(run: EventRun): WalkedItem & { readonly kind: "run" } {
  return { kind: "run", key: eventKey(run.first), run };
}

export function eventsFrom(
  source: JoinedSource,
  direction: Direction,
  position: EventPosition,
): Iterable<PlacedEvent> {
  return source.events === undefined ? [] : walkEvents(source.store, source.events, direction, position);
}
