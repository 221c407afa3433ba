import { createHash } from "node:crypto";
import { EnvelopeReader, readIfWhole } from "@/db/event-log/envelope-reader";
import { examineStore } from "@/db/event-log/examine-store";
import { itemIdSql } from "@/db/event-log/item-id";
import { listEventsAfter } from "@/db/queries/live-events";
import type { ReadStore } from "@/db/store";
import { groupBy } from "@/lib/domain/group-by";
import { isAcknowledged, type History, type SentItem } from "./history";

/**
 * Verdict over a history. The first three are allowed; of the others none may ever happen. `faults` are what
 * the store's own examination found, and projections that differ from a rebuild.
 */
export interface Verdict {
  /** Acknowledged, present once, same bytes. */
  ok: number;
  /** No answer seen, but present once. */
  recovered: number;
  /** No answer seen, not present. */
  absent: number;
  lost: string[];
  altered: string[];
  duplicated: string[];
  phantom: string[];
  reordered: string[];
  stale: number;
  faults: string[];
}

interface StoredItem {
  readonly ordinal: bigint;
  readonly id: string;
  readonly stream: string;
  readonly seq: bigint;
  readonly sha256: Buffer;
}

/** Compares what clients know with what a store holds. The store must be at rest. O(items and their bytes). */
export function checkHistory(store: ReadStore, history: History): Verdict {
  const stored = storedItems(store);
  const byId = groupBy(stored, ({ id }) => id);
  const sentById = groupBy(history.items, ({ id }) => id);
  const verdict: Verdict = {
    ok: 0,
    recovered: 0,
    absent: 0,
    lost: [],
    altered: [],
    duplicated: [...byId].filter(([, of]) => of.length > 1).map(([id]) => id),
    phantom: [...byId.keys()].filter((id) => !sentById.has(id)),
    reordered: reordered(store, stored),
    stale: history.stale,
    faults: examineStore(store)
      .findings.filter(({ ok }) => !ok)
      .map(({ check, detail }) => `${check}: ${detail}`),
  };
  const reader = new EnvelopeReader(store.sqlite);
  for (const [id, sent] of sentById) {
    const [row] = byId.get(id) ?? [];
    judge(verdict, id, sent, row, row === undefined ? undefined : readIfWhole(reader, row.ordinal));
  }
  return verdict;
}

/** Sorts one identity into its class. It may have been sent with several contents: then one of them must be there. */
function judge(
  verdict: Verdict,
  id: string,
  sent: readonly SentItem[],
  row: StoredItem | undefined,
  bytes: Buffer | undefined,
): void {
  const acknowledged = sent.filter(isAcknowledged);
  if (row === undefined) {
    if (acknowledged.length > 0) verdict.lost.push(id);
    else verdict.absent += 1;
    return;
  }
  if (bytes === undefined) {
    (acknowledged.length > 0 ? verdict.lost : verdict.altered).push(id);
    return;
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const isSent = sent.some((item) => item.sha256 === sha256 && item.bytes.equals(bytes));
  // Two contents of one identity cannot both have been acknowledged as stored.
  const isFirst = acknowledged.every((item) => item.sha256 === sha256);
  if (!isSent || !isFirst || row.sha256.toString("hex") !== sha256) verdict.altered.push(id);
  else if (acknowledged.length > 0) verdict.ok += 1;
  else verdict.recovered += 1;
}

/** Streams that a reader would see out of order, and pages that skip or repeat what is there. */
function reordered(store: ReadStore, stored: readonly StoredItem[]): string[] {
  const found: string[] = [];
  for (const [stream, items] of groupBy(stored, (item) => item.stream)) {
    for (const [i, item] of items.entries()) {
      const before = items[i - 1];
      if (before !== undefined && before.seq > item.seq) found.push(`${stream}: ${String(item.seq)}`);
    }
  }
  const paged: bigint[] = [];
  for (let after = 0n; ;) {
    const page = listEventsAfter(store, after, 100);
    const last = page.at(-1);
    if (last === undefined) break;
    paged.push(...page.map(({ ordinal }) => ordinal));
    after = last.ordinal;
  }
  const there = stored.map(({ ordinal }) => ordinal);
  if (paged.length !== there.length || paged.some((ordinal, i) => ordinal !== there[i])) found.push("pages");
  return found;
}

function storedItems({ sqlite }: ReadStore): readonly StoredItem[] {
  return sqlite
    .prepare(
      `SELECT e.ordinal, ${itemIdSql("e")} AS id, s.name AS stream, e.seq, e.sha256 FROM events e
       JOIN streams s ON s.stream_key = e.stream_key ORDER BY e.ordinal`,
    )
    .all()
    .map(storedItem);
}

/** Row of the statement above, whose columns it names. */
function storedItem(row: unknown): StoredItem {
  return row as StoredItem;
}
