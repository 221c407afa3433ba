"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { joinedFilterOf, rangeOf, type InspectorView } from "@/lib/client/inspector-params";
import { joinedOptions } from "@/lib/client/inspector-list-queries";
import { joinedRowsOf, type JoinedRows } from "./joined-rows";

export interface JoinedList extends Omit<JoinedRows, "reachesStart" | "reachesEnd"> {
  /** Nothing is there to show yet. */
  readonly isLoading: boolean;
  /** Rows are there but older than the filter or the cursor. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly isFetchingMore: boolean;
  readonly loadNext: () => void;
  readonly loadPrevious: () => void;
}

export interface JoinedListOptions {
  readonly convId: string;
  readonly view: InspectorView;
  /** Record under the cursor; the list opens around it. */
  readonly cursor: string | null;
  /** A record that is known to lie near a time, from the axis. */
  readonly recordNear: (ms: number) => string | undefined;
}

/**
 * The joined list around the cursor. Pages grow in both directions; when the cursor goes to a record that is
 * not loaded, or the filter changes, the list starts anew around the cursor, so that the place is kept. A
 * search for text starts at the beginning, a range of time at its own beginning unless the cursor is inside,
 * and both read on until they have found enough.
 */
export function useJoinedList(options: JoinedListOptions): JoinedList {
  const { convId, view, cursor } = options;
  const filter = joinedFilterOf(view);
  const { q: text, from, to } = view;
  const isNarrowed = text.trim() !== "" || rangeOf(view) !== null;
  const [anchor, seek] = useAnchor(options, JSON.stringify([filter, text.trim() !== "", from, to]));
  const query = useInfiniteQuery(joinedOptions(convId, filter, anchor));
  const { data, isPlaceholderData } = query;
  const { reachesStart, reachesEnd, ...joined } = useMemo(
    () =>
      joinedRowsOf(data?.pages ?? [], isPlaceholderData ? null : anchor, {
        text,
        range: rangeOf({ from, to }),
      }),
    [data, isPlaceholderData, anchor, text, from, to],
  );
  const isSettled = query.isSuccess && !isPlaceholderData;
  if (isSettled && cursor !== null && joined.indexOf(cursor) < 0) seek(cursor);
  const hasPrevious = query.hasPreviousPage && isSettled && !reachesStart;
  const isIncomplete = isNarrowed && hasPrevious && !query.isFetching && joined.rows.length < fewRows;
  const { fetchNextPage, fetchPreviousPage } = query;
  // Outside system: the server. What lies before a nearly empty list is not asked for by scrolling.
  useEffect(() => {
    if (isIncomplete) void fetchPreviousPage();
  }, [isIncomplete, fetchPreviousPage]);
  return {
    ...joined,
    isLoading: query.isPending,
    isStale: isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
    hasNext: query.hasNextPage && isSettled && !reachesEnd,
    hasPrevious,
    isFetchingMore: query.isFetchingNextPage || query.isFetchingPreviousPage,
    loadNext: () => {
      if (!query.isFetching) void fetchNextPage();
    },
    loadPrevious: () => {
      if (!query.isFetching) void fetchPreviousPage();
    },
  };
}

/** About what fills a tall screen. */
const fewRows = 80;

/** Where the list was started: for which filter, around which record, and which cursor it looked for last. */
interface Start {
  readonly filterKey: string;
  readonly anchor: string | null;
  readonly sought: string | null;
}

/**
 * The record around which the list starts, and the way to look for a cursor that is not among its rows. Each
 * cursor is looked for once: what the filter hides stays hidden.
 */
function useAnchor(
  { view, cursor, recordNear }: JoinedListOptions,
  filterKey: string,
): [string | null, (cursor: string) => void] {
  const range = rangeOf(view);
  const isSearch = view.q.trim() !== "";
  const beginning = range === null ? null : (recordNear(range.from) ?? null);
  const [start, setStart] = useState<Start>({
    filterKey,
    anchor: isSearch ? null : cursor,
    sought: cursor,
  });
  if (start.filterKey !== filterKey)
    setStart({ filterKey, anchor: isSearch ? beginning : cursor, sought: cursor });
  const seek = (lost: string) => {
    if (isSearch) return;
    if (start.sought !== lost) setStart({ filterKey, anchor: lost, sought: lost });
    // The cursor lies outside the range: then the list shows the range from its beginning.
    else if (start.anchor === lost && beginning !== null && beginning !== lost)
      setStart({ ...start, anchor: beginning });
  };
  return [start.anchor, seek];
}
