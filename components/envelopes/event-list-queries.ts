import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";
import { recordListQuery, type EventListView } from "@/lib/client/record-list-params";

const pageSize = 200;

/** Filters that decide what is listed; cursor row and tab are not among them. */
export type EventListFilter = Omit<EventListView, "sel" | "details">;

/** Query string of one page; the service takes the same on the server. */
export function eventListQuery(filter: EventListFilter, cursor?: string): URLSearchParams {
  return recordListQuery(filter, pageSize, cursor);
}

export const eventListKey = (filter: EventListFilter) => ["events", "list", filter] as const;

/** Envelopes of all conversations, newest first. */
export const eventListOptions = (filter: EventListFilter) =>
  infiniteQueryOptions({
    queryKey: eventListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { eventPageSchema } = await import("@/lib/contracts/event");
      return apiFetch(`/api/v1/events?${eventListQuery(filter, pageParam).toString()}`, eventPageSchema, {
        signal,
      });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // New envelopes are announced, never slipped in under the reader.
    staleTime: freshness.immutable,
    gcTime: freshness.list,
  });

/** The newest envelopes whatever the filter: what types and sources there are is read from them. */
export const newestEventsOptions = queryOptions({
  queryKey: ["events", "newest"],
  queryFn: async ({ signal }) => {
    const { eventPageSchema } = await import("@/lib/contracts/event");
    return apiFetch("/api/v1/events?limit=500", eventPageSchema, { signal });
  },
  staleTime: freshness.facets,
});
