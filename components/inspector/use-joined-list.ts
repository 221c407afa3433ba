"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { joinedFilterOf, type InspectorView } from "@/lib/client/inspector-params";
import { joinedOptions } from "@/lib/client/inspector-queries";
import { joinedRowsOf, type JoinedRows } from "./joined-rows";

export interface JoinedList extends JoinedRows {
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

/**
 * The joined list around the cursor. Pages grow in both directions; when the cursor goes to a record that is
 * not loaded, or the filter changes, the list starts anew around the cursor, so that the place is kept. A
 * search for text starts at the beginning and reads on until it has found enough.
 */
export function useJoinedList(
  convId: string,
  view: InspectorView,
  cursor: string | null,
  opening: string | null,
): JoinedList {
  const filter = joinedFilterOf(view);
  const isSearch = view.q.trim() !== "";
  const filterKey = JSON.stringify([filter, isSearch]);
  const [start, setStart] = useState({ filterKey, anchor: isSearch ? null : opening });
  if (start.filterKey !== filterKey) setStart({ filterKey, anchor: isSearch ? null : cursor });
  const query = useInfiniteQuery(joinedOptions(convId, filter, start.anchor));
  const { data, isPlaceholderData } = query;
  const joined = useMemo(
    () => joinedRowsOf(data?.pages ?? [], isPlaceholderData ? null : start.anchor, view.q),
    [data, isPlaceholderData, start.anchor, view.q],
  );
  const cursorIndex = cursor === null ? -1 : joined.indexOf(cursor);
  const isSettled = query.isSuccess && !isPlaceholderData;
  if (isSettled && !isSearch && cursor !== null && cursorIndex < 0 && start.anchor !== cursor)
    setStart({ filterKey, anchor: cursor });
  return {
    ...joined,
    isLoading: query.isPending,
    isStale: isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
    hasNext: query.hasNextPage && isSettled,
    hasPrevious: query.hasPreviousPage && isSettled,
    isFetchingMore: query.isFetchingNextPage || query.isFetchingPreviousPage,
    loadNext: () => {
      if (!query.isFetching) void query.fetchNextPage();
    },
    loadPrevious: () => {
      if (!query.isFetching) void query.fetchPreviousPage();
    },
  };
}
