import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";
import { recordListQuery, type ModelCallListView } from "@/lib/client/record-list-params";

const pageSize = 100;

export type ModelCallFilter = Omit<ModelCallListView, "sel" | "details">;

/** Query string of one page; the service takes the same on the server. */
export function modelCallQuery(filter: ModelCallFilter, cursor?: string): URLSearchParams {
  return recordListQuery(filter, pageSize, cursor);
}

export const modelCallListKey = (filter: ModelCallFilter) => ["model-calls", "list", filter] as const;

/** Model calls of all conversations, newest first. */
export const modelCallListOptions = (filter: ModelCallFilter) =>
  infiniteQueryOptions({
    queryKey: modelCallListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { modelCallPageSchema } = await import("@/lib/contracts/call");
      return apiFetch(
        `/api/v1/model-calls?${modelCallQuery(filter, pageParam).toString()}`,
        modelCallPageSchema,
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });

/** Models and providers that occur, from the facets of the conversation list. */
export const modelChoicesOptions = queryOptions({
  queryKey: ["model-calls", "choices"],
  queryFn: async ({ signal }) => {
    const { facetsSchema } = await import("@/lib/contracts/facet");
    return apiFetch("/api/v1/facets?on=conversations", facetsSchema, { signal });
  },
  staleTime: freshness.facets,
});
