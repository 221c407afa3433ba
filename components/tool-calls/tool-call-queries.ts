import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";
import { recordListQuery, type ToolCallListView } from "@/lib/client/record-list-params";

const pageSize = 100;

export type ToolCallFilter = Omit<ToolCallListView, "sel" | "details">;

/** Query string of one page; the service takes the same on the server. */
export function toolCallQuery(filter: ToolCallFilter, cursor?: string): URLSearchParams {
  return recordListQuery(filter, pageSize, cursor);
}

export const toolCallListKey = (filter: ToolCallFilter) => ["tool-calls", "list", filter] as const;

/** Tool calls of all conversations, newest first. */
export const toolCallListOptions = (filter: ToolCallFilter) =>
  infiniteQueryOptions({
    queryKey: toolCallListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { toolCallPageSchema } = await import("@/lib/contracts/call");
      return apiFetch(
        `/api/v1/tool-calls?${toolCallQuery(filter, pageParam).toString()}`,
        toolCallPageSchema,
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });

/** Tools that occur, from the facets of the conversation list. */
export const toolChoicesOptions = queryOptions({
  queryKey: ["tool-calls", "choices"],
  queryFn: async ({ signal }) => {
    const { facetsSchema } = await import("@/lib/contracts/facet");
    return apiFetch("/api/v1/facets?on=conversations", facetsSchema, { signal });
  },
  staleTime: freshness.facets,
});
