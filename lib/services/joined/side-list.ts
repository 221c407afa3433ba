import { listUncrowdedRows, type SideRow } from "@/db/queries/joined-side";
import { findConvKey } from "@/db/queries/dictionary-keys";
import { findConversation, findOrdinalRange } from "@/db/queries/conversation-detail";
import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";
import { joinedKinds } from "@/lib/contracts/vocabulary";

/** Sort key of an item of the joined list: time, envelope, kind, reference. */
export interface JoinedKey {
  readonly at_ms: number;
  readonly ordinal: bigint;
  readonly rank: number;
  readonly ref: string;
}

export interface SideEntry extends JoinedKey {
  readonly row: SideRow;
}

interface KeptList {
  readonly stamp: string;
  readonly entries: readonly SideEntry[];
}

/** Conversations whose places are kept; the newest asked for stay. */
const keptConversations = 16;
const caches = new WeakMap<ReadStore, Map<string, KeptList>>();

/**
 * Records of a conversation that are not envelopes, in joined order, without those of crowded kinds that have a time: of these there
 * may be very many. Kept until the conversation changes.
 */
export function fewSidesOf(store: ReadStore, convId: string): readonly SideEntry[] {
  const cache = caches.get(store) ?? new Map<string, KeptList>();
  caches.set(store, cache);
  const stamp = stampOf(store, convId);
  const kept = cache.get(convId);
  if (kept?.stamp === stamp) return kept.entries;
  const entries = listUncrowdedRows(store, convId).map(entryOf).sort(compareKeys);
  cache.delete(convId);
  cache.set(convId, { stamp, entries });
  if (cache.size > keptConversations) cache.delete(cache.keys().next().value ?? convId);
  return entries;
}

/** Order of the joined list. */
export function compareKeys(a: JoinedKey, b: JoinedKey): number {
  return (
    a.at_ms - b.at_ms ||
    (a.ordinal < b.ordinal ? -1 : a.ordinal > b.ordinal ? 1 : 0) ||
    a.rank - b.rank ||
    (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0)
  );
}

/** Records without any time come first: nothing says that they came later. */
export function entryOf(row: SideRow): SideEntry {
  return {
    at_ms: row.at_ms ?? -1,
    ordinal: row.ordinal ?? -1n,
    rank: joinedKinds.indexOf(row.kind),
    ref: recordRef(row.record_kind, ...row.parts),
    row,
  };
}

/** Index of the first entry after a key. */
export function firstAfter(entries: readonly SideEntry[], key: JoinedKey): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && compareKeys(entry, key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Changes whenever the conversation's row or its newest envelope does. */
function stampOf(store: ReadStore, convId: string): string {
  const row = findConversation(store, convId);
  const key = findConvKey(store, convId);
  const last = key === undefined ? undefined : findOrdinalRange(store, key)?.last;
  return `${row?.updated_at_ms ?? 0}/${row?.event_count ?? 0}/${row?.error_count ?? 0}/${last ?? 0n}`;
}
