import { listCrowdedRows, listEntityRows } from "@/db/queries/joined-side";
import type { ReadStore } from "@/db/store";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { Direction } from "./joined-cursor";
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

/**
 * The few in memory, and the many of a long conversation (its entities and their writes) read in pieces as a walk
 * reaches them.
 */
export function orderOfPieces(store: ReadStore, convId: string, few: SideOrder, range: TimeRange): SideOrder {
  const entriesOf = (entityId: string): readonly SideEntry[] =>
    listEntityRows(store, convId, entityId)
      .map(entryOf)
      .filter(({ at_ms }) => at_ms >= range.from_ms && at_ms <= range.to_ms)
      .sort(compareKeys);
  return {
    from: (key, direction) =>
      merged(few.from(key, direction), crowdFrom(store, convId, key, direction, range), direction),
    find: (ref) => {
      const parsed = parseRecordRef(ref);
      const [, entityId] = parsed?.parts ?? [];
      const isEntity = parsed?.kind === "entity" || parsed?.kind === "entity_version";
      if (!isEntity || entityId === undefined) return few.find(ref);
      return entriesOf(entityId).find((entry) => entry.ref === ref);
    },
    firstAbout: (id) => entriesOf(id)[0],
  };
}

/** Entities and writes with a time after a key, or up to it and away from it, as far as the range goes. */
export function* crowdFrom(
  store: ReadStore,
  convId: string,
  key: JoinedKey,
  direction: Direction,
  { from_ms, to_ms }: TimeRange,
): Generator<SideEntry, undefined> {
  const isForward = direction === "forward";
  let next: number | undefined = isForward
    ? Math.max(key.at_ms, from_ms, 0)
    : Math.min(key.at_ms, to_ms, Number.MAX_SAFE_INTEGER);
  while (next !== undefined && next >= Math.max(from_ms, 0) && next <= to_ms) {
    const { rows, next_ms } = listCrowdedRows(store, convId, direction, next);
    const entries = rows.map(entryOf).sort(compareKeys);
    if (!isForward) entries.reverse();
    for (const entry of entries) {
      const isPast = isForward ? entry.at_ms > to_ms : entry.at_ms < from_ms;
      if (isPast) return;
      if (compareKeys(entry, key) > 0 === isForward) yield entry;
    }
    next = next_ms;
  }
}

/** Two orders as one. */
function* merged(
  a: Iterable<SideEntry>,
  b: Iterable<SideEntry>,
  direction: Direction,
): Generator<SideEntry, undefined> {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  let [one, other] = [left.next(), right.next()];
  for (;;) {
    if (one.done === true && other.done === true) return;
    const takesOne =
      other.done === true ||
      (one.done !== true && compareKeys(one.value, other.value) < 0 === (direction === "forward"));
    if (takesOne && one.done !== true) {
      yield one.value;
      one = left.next();
    } else if (other.done !== true) {
      yield other.value;
      other = right.next();
    }
  }
}
