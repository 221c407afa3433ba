import type { JoinedItem, JoinedPage } from "@/lib/contracts/joined";

/** Loaded part of the joined list, with the ways to find a record in it. */
export interface JoinedRows {
  readonly rows: readonly JoinedItem[];
  /** Position of the row that is, or contains, a record; -1 when it is not loaded or does not match. */
  readonly indexOf: (ref: string) => number;
  /** Rows loaded, matching or not. */
  readonly loadedCount: number;
  /** Whether the loaded rows reach the beginning and the end of the range of time. */
  readonly reachesStart: boolean;
  readonly reachesEnd: boolean;
}

/** What remains of the loaded rows: those that contain a text, and happened in a range of time. */
export interface RowFilter {
  readonly text: string;
  readonly range: { readonly from: number; readonly to: number } | null;
}

export const allRows: RowFilter = { text: "", range: null };

/**
 * Joins pages into one list. A run of streaming events is one row: every envelope inside it is found at
 * that row. `anchor` names a record that the server placed without it being a row of its own, e.g. a turn;
 * it is found at the row that the page marks. O(rows) once, lookups O(1) or, inside runs, O(log runs).
 */
export function joinedRowsOf(
  pages: readonly JoinedPage[],
  anchor: string | null,
  { text, range }: RowFilter = allRows,
): JoinedRows {
  const loaded = pages.flatMap((page) => page.items);
  const needle = text.trim().toLowerCase();
  const rows = loaded.filter(
    (row) => (needle === "" || matches(row, needle)) && (range === null || isWithin(row, range)),
  );
  const byRef = new Map<string, number>();
  const runs: { readonly first: number; readonly last: number; readonly at: number }[] = [];
  rows.forEach((row, at) => {
    byRef.set(row.ref, at);
    if (row.count > 1 && row.ordinal !== null && row.last_ordinal !== null) {
      runs.push({ first: Number(row.ordinal), last: Number(row.last_ordinal), at });
    }
  });
  runs.sort((a, b) => a.first - b.first);
  const anchored = anchoredRow(pages);
  if (anchor !== null && anchored !== undefined && !byRef.has(anchor))
    byRef.set(anchor, byRef.get(anchored) ?? -1);
  return {
    rows,
    loadedCount: loaded.length,
    reachesStart: range !== null && startOf(loaded[0]) < range.from,
    reachesEnd: range !== null && startOf(loaded.at(-1)) > range.to,
    indexOf(ref) {
      const direct = byRef.get(ref);
      if (direct !== undefined) return direct;
      return ref.startsWith("event:") ? runAt(runs, Number(ref.slice("event:".length))) : -1;
    },
  };
}

/** A run belongs to a range that it touches. Rows without a time belong to none. */
function isWithin(row: JoinedItem, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return row.at_ms !== null && row.at_ms <= to && (row.until_ms ?? row.at_ms) >= from;
}

function startOf(row: JoinedItem | undefined): number {
  return row?.at_ms ?? Number.NaN;
}

function matches(row: JoinedItem, needle: string): boolean {
  return [row.title, row.summary, row.subject, row.ordinal, row.seq, row.ref].some(
    (text) => text?.toLowerCase().includes(needle) === true,
  );
}

function anchoredRow(pages: readonly JoinedPage[]): string | undefined {
  for (const page of pages) if (page.anchor !== null) return page.items[page.anchor]?.ref;
  return undefined;
}

/** The run that holds an ordinal. The console's ordinals count from 1, so a number holds them exactly. */
function runAt(runs: readonly { first: number; last: number; at: number }[], ordinal: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run === undefined || run.first > ordinal) high = middle - 1;
    else if (run.last < ordinal) low = middle + 1;
    else return run.at;
  }
  return -1;
}

/**
 * The row at a time, if the loaded rows reach there: the last one that began at or before it. Rows are in
 * order of time. O(log rows).
 */
export function nearestRow(rows: readonly JoinedItem[], ms: number): JoinedItem | undefined {
  const last = rows.at(-1);
  if (last?.at_ms == null || last.at_ms < ms) return undefined;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    // Rows without a time stand first.
    if ((rows[middle]?.at_ms ?? Number.NEGATIVE_INFINITY) <= ms) low = middle;
    else high = middle - 1;
  }
  const row = rows[low];
  return row?.at_ms != null && row.at_ms <= ms ? row : undefined;
}
