"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { joinedFilterOf, rangeOf, type InspectorView } from "@/lib/client/inspector-params";
import { joinedOptions } from "@/lib/client/inspector-queries";
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
  readonly cursor: string | null;
  /** Record around which the list opens when the address names none. */
  readonly opening: string | null;
  /** A record that is known to lie near a time, from the axis. */
  readonly recordNear: (ms: number) => string | undefined;
}

/** Where the list was started: for which filter, around which record, and which cursor it looked for last. */
interface Start {
  readonly filterKey: string;
  readonly anchor: string | null;
  readonly sought: string | null;
}

/**
 * The joined list around the cursor. Pages grow in both directions; when the cursor goes to a record that is
 * not loaded, or the filter changes, the list starts anew around the cursor, so that the place is kept. A
 * search for text starts at the beginning, a range of time at its own beginning unless the cursor is inside,
 * and both read on until they have found enough.
 */
export function useJoinedList({ convId, view, cursor, opening, recordNear }: JoinedListOptions): JoinedList {
  const filter = joinedFilterOf(view);
  const range = rangeOf(view);
  const { q: text, from, to } = view;
  const isSearch = text.trim() !== "";
  const filterKey = JSON.stringify([filter, isSearch, range]);
  const fallback = range !== null ? (recordNear(range.from) ?? null) : null;
  const [start, setStart] = useState<Start>({ filterKey, anchor: isSearch ? null : opening, sought: cursor });
  if (start.filterKey !== filterKey)
    setStart({ filterKey, anchor: isSearch ? fallback : cursor, sought: cursor });
  const query = useInfiniteQuery(joinedOptions(convId, filter, start.anchor));
  const { data, isPlaceholderData } = query;
  const { reachesStart, reachesEnd, ...joined } = useMemo(
    () =>
      joinedRowsOf(data?.pages ?? [], isPlaceholderData ? null : start.anchor, {
        text,
        range: rangeOf({ from, to }),
      }),
    [data, isPlaceholderData, start.anchor, text, from, to],
  );
  const isSettled = query.isSuccess && !isPlaceholderData;
  const isLost = isSettled && cursor !== null && joined.indexOf(cursor) < 0;
  if (isLost && !isSearch && start.sought !== cursor) setStart({ filterKey, anchor: cursor, sought: cursor });
  // The cursor lies outside the range: then the list shows the range from its beginning.
  else if (isLost && range !== null && start.anchor === cursor && fallback !== null && fallback !== cursor) {
    setStart({ filterKey, anchor: fallback, sought: cursor });
  }
  const hasNext = query.hasNextPage && isSettled && !reachesEnd;
  const hasPrevious = query.hasPreviousPage && isSettled && !reachesStart;
  const loadPrevious = () => {
    if (!query.isFetching) void query.fetchPreviousPage();
  };
  // Outside system: the server. What lies before an empty list is not asked for by scrolling.
  const isIncomplete =
    hasPrevious && !query.isFetching && joined.rows.length < fewRows && (range !== null || isSearch);
  const { fetchPreviousPage } = query;
  useEffect(() => {
    if (isIncomplete) void fetchPreviousPage();
  }, [isIncomplete, fetchPreviousPage]);
  return {
    ...joined,
    isLoading: query.isPending,
    isStale: isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
    hasNext,
    hasPrevious,
    isFetchingMore: query.isFetchingNextPage || query.isFetchingPreviousPage,
    loadNext: () => {
      if (!query.isFetching) void query.fetchNextPage();
    },
    loadPrevious,
  };
}

/** About what fills a tall screen. */
const fewRows = 80;
