import {
  crowdedSources,
  listCrowdedRows,
  listSubjectRows,
  subjectOfKey,
  type CrowdedSource,
} from "@/db/queries/joined-side";
import type { ReadStore } from "@/db/store";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { JoinedKind } from "@/lib/contracts/vocabulary";
import type { Direction } from "./joined-cursor";
import { beginOf, endOf, mergedOrders, type OrderStep } from "./merged-orders";
import { compareKeys, entryOf, firstAfter, type JoinedKey, type SideEntry } from "./side-list";

/** Records of a conversation that are not envelopes, in joined order, however many they are. */
export interface SideOrder {
  /** Entries after a key, or those up to it and the key's own, away from it. */
  from(key: JoinedKey, direction: Direction): Iterable<SideEntry>;
  /** The entry with a reference. */
  find(ref: string): SideEntry | undefined;
  /** The first entry about an entity. */
  firstAbout(entityId: string): SideEntry | undefined;
}

/** All entries in memory. */
export function orderOfList(entries: readonly SideEntry[]): SideOrder {
  return {
    *from(key, direction) {
      const first = firstAfter(entries, key);
      const step = direction === "forward" ? 1 : -1;
      for (let at = step === 1 ? first : first - 1; ; at += step) {
        const entry = entries[at];
        if (entry === undefined) return;
        yield entry;
      }
    },
    find: (ref) => entries.find((entry) => entry.ref === ref),
    firstAbout: (id) => entries.find(({ row }) => row.kind === "entity" && row.subject === id),
  };
}

/** A closed range of times, epoch ms. */
export interface TimeRange {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** What of the crowded kinds is wanted. */
export interface CrowdWish {
  /** All when absent. */
  readonly kinds?: ReadonlySet<JoinedKind>;
  readonly range: TimeRange;
  /** What else an entry has to be. */
  readonly isWanted?: (entry: SideEntry) => boolean;
}

/**
 * The few in memory, and the many of a long conversation (turns, calls, entities and their writes) read in pieces as a walk
 * reaches them.
 */
export function orderOfPieces(store: ReadStore, convId: string, few: SideOrder, wish: CrowdWish): SideOrder {
  const { kinds, range, isWanted = () => true } = wish;
  const entriesAbout = (subject: string): readonly SideEntry[] =>
    listSubjectRows(store, convId, subject)
      .map(entryOf)
      .filter(({ row, at_ms }) => kinds?.has(row.kind) !== false && isWithin(at_ms, range))
      .filter(isWanted)
      .sort(compareKeys);
  return {
    *from(key, direction) {
      const crowd = crowdFrom(store, convId, key, direction, wish);
      for (const entry of mergedOrders([few.from(key, direction), ...crowd], direction))
        if (isWanted(entry)) yield entry;
    },
    find: (ref) => {
      const parsed = parseRecordRef(ref);
      const subject = parsed === undefined ? undefined : subjectOfKey(parsed.kind, parsed.parts);
      return (
        few.find(ref) ??
        (subject === undefined ? undefined : entriesAbout(subject).find((entry) => entry.ref === ref))
      );
    },
    firstAbout: (id) =>
      few.firstAbout(id) ?? entriesAbout(id).find(({ row }) => row.kind === "entity" && row.subject === id),
  };
}

/** Crowded records with a time after a key, or up to it and away from it, as far as the range goes: an order for each kind. */
function crowdFrom(
  store: ReadStore,
  convId: string,
  key: JoinedKey,
  direction: Direction,
  { kinds, range }: CrowdWish,
): Iterable<OrderStep>[] {
  return crowdedSources
    .filter(({ source }) => kinds?.has(source.kind) !== false)
    .map((source) => sourceFrom(store, convId, source, key, direction, range));
}

function* sourceFrom(
  store: ReadStore,
  convId: string,
  source: CrowdedSource,
  key: JoinedKey,
  direction: Direction,
  range: TimeRange,
): Generator<OrderStep, undefined> {
  const isForward = direction === "forward";
  let next: number | undefined = isForward
    ? Math.max(key.at_ms, range.from_ms, 0)
    : Math.min(key.at_ms, range.to_ms, Number.MAX_SAFE_INTEGER);
  while (next !== undefined && next >= 0 && isWithin(next, range)) {
    const { rows, next_ms } = listCrowdedRows(store, convId, source, direction, next);
    const entries = rows.map(entryOf).sort(compareKeys);
    if (!isForward) entries.reverse();
    for (const entry of entries) {
      if (!isWithin(entry.at_ms, range)) return;
      if (compareKeys(entry, key) > 0 === isForward) yield entry;
    }
    next = next_ms;
    if (next !== undefined) yield isForward ? beginOf(next) : endOf(next);
  }
}

function isWithin(at_ms: number, { from_ms, to_ms }: TimeRange): boolean {
  return at_ms >= from_ms && at_ms <= to_ms;
}
