import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { conversationFilterNames, filterQuery, type ConversationListView } from "@/lib/client/list-params";
import { freshness } from "@/lib/client/query-client";

/** Rows per page of the list. */
const pageSize = 100;

/** Filters and sort that decide what is listed; the cursor row is not one of them. */
export type ConversationListFilter = Omit<ConversationListView, "sel">;

/** Query string of one page of the list; the service takes the same on the server. */
export function conversationListQuery(filter: ConversationListFilter, cursor?: string): URLSearchParams {
  const query = filterQuery(filter, conversationFilterNames);
  query.set("sort", filter.sort);
  query.set("limit", String(pageSize));
  if (cursor !== undefined) query.set("cursor", cursor);
  return query;
}

export const conversationListKey = (filter: ConversationListFilter) =>
  ["conversations", "list", filter] as const;

export const conversationListOptions = (filter: ConversationListFilter) =>
  infiniteQueryOptions({
    queryKey: conversationListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { conversationPageSchema } = await import("@/lib/contracts/conversation");
      return apiFetch(
        `/api/v1/conversations?${conversationListQuery(filter, pageParam).toString()}`,
        conversationPageSchema,
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });

export const conversationFacetsOptions = (filter: ConversationListFilter) =>
  queryOptions({
    queryKey: ["conversations", "facets", { ...filter, sort: null }],
    queryFn: async ({ signal }) => {
      const { facetsSchema } = await import("@/lib/contracts/facet");
      const query = filterQuery(filter, conversationFilterNames);
      return apiFetch(`/api/v1/facets?on=conversations&${query.toString()}`, facetsSchema, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: freshness.facets,
  });
