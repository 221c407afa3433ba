import { findConvKey } from "@/db/queries/dictionary-keys";
import { findEventPosition, justBefore, type EventPosition } from "@/db/queries/joined-events";
import type { ReadStore } from "@/db/store";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import { describeRecords } from "../records/describe-records";
import { edgeOfRun } from "./event-runs";
import { beginning, type Gap } from "./joined-cursor";
import { eventKey, eventsFrom, type JoinedSource } from "./joined-walk";
import type { JoinedKey, SideEntry } from "./side-list";

export interface Anchor {
  /** Place just before the anchored item, at the edge of a run. */
  readonly gap: Gap;
  /** Reference of the item, when it is one of the list. */
  readonly ref: string | undefined;
}

/**
 * Where an ordinal or record reference stands in the list. A record that is no item itself (a turn, an
 * entity) stands where its first item or its envelope stands; something unknown stands at the beginning.
 */
export function findAnchor(store: ReadStore, convId: string, source: JoinedSource, around: string): Anchor {
  const ref = /^\d{1,18}$/.test(around) ? `event:${around}` : around;
  const parsed = parseRecordRef(ref);
  if (parsed?.kind === "event")
    return anchorOfEvent(store, convId, source, ref, BigInt(parsed.parts[0] ?? 0));
  const entry =
    source.side.find(ref) ??
    (parsed?.kind === "entity" ? source.side.firstAbout(parsed.parts[1] ?? "") : undefined);
  if (entry !== undefined) return anchorOfSide(source, entry);
  const record = describeRecords(store, [ref]).get(ref);
  if (record?.at_ms != null)
    return { gap: gapBefore(source, { at_ms: record.at_ms, ordinal: record.ordinal ?? 0n }), ref: undefined };
  if (record?.ordinal != null) return anchorOfEvent(store, convId, source, ref, record.ordinal);
  return { gap: beginning, ref: undefined };
}

function anchorOfEvent(
  store: ReadStore,
  convId: string,
  source: JoinedSource,
  ref: string,
  ordinal: bigint,
): Anchor {
  const convKey = findConvKey(store, convId);
  const position = convKey === undefined ? undefined : findEventPosition(store, convKey, ordinal);
  if (position === undefined) return { gap: beginning, ref: undefined };
  const first = firstOfRun(source, position);
  return { gap: gapBefore(source, first), ref: first.ordinal === ordinal ? ref : `event:${first.ordinal}` };
}

/** First envelope of the run that holds a position. */
function firstOfRun(source: JoinedSource, position: EventPosition): EventPosition {
  const edge = edgeOfRunBackwards(source, position);
  return edge ?? position;
}

function edgeOfRunBackwards(source: JoinedSource, position: EventPosition): EventPosition | undefined {
  const backwards = eventsFrom(source, "backward", position)[Symbol.iterator]();
  const here = backwards.next();
  if (here.done === true || here.value.ordinal !== position.ordinal) return undefined;
  return edgeOfRun(here.value, [here.value], { [Symbol.iterator]: () => backwards }, source.isStreaming);
}

function anchorOfSide(source: JoinedSource, entry: SideEntry): Anchor {
  const position = { at_ms: entry.at_ms, ordinal: entry.ordinal };
  // A run that began before the record but goes on after it belongs before it, whole.
  const event = edgeOfRun(
    position,
    eventsFrom(source, "backward", position),
    eventsFrom(source, "forward", position),
    source.isStreaming,
  );
  return {
    gap: { event, side: entryBefore(source, entry) },
    ref: entry.ref,
  };
}

/** The place before an envelope: records that sort before it are before it. */
function gapBefore(source: JoinedSource, position: EventPosition): Gap {
  return {
    event: justBefore(position),
    side: lastUpTo(source, eventKey(position)),
  };
}

/** Key of the last record up to a key. */
function lastUpTo({ side }: JoinedSource, key: JoinedKey): JoinedKey {
  const [last] = side.from(key, "backward");
  return last ?? beginning.side;
}

/** Key of the record before a record. */
function entryBefore({ side }: JoinedSource, entry: SideEntry): JoinedKey {
  const [, before] = side.from(entry, "backward");
  return before ?? beginning.side;
}
