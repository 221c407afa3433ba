import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";
import { recordListQuery, type TransportListView } from "@/lib/client/record-list-params";

const pageSize = 100;

export type TransportFilter = Omit<TransportListView, "sel">;

/** Query string of one page; the service takes the same on the server. */
export function transportQuery(filter: TransportFilter, cursor?: string): URLSearchParams {
  return recordListQuery(filter, pageSize, cursor);
}

export const transportListKey = (filter: TransportFilter) => ["transport", "list", filter] as const;

/** HTTP exchanges and sockets of all conversations, newest first. */
export const transportListOptions = (filter: TransportFilter) =>
  infiniteQueryOptions({
    queryKey: transportListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { transportPageSchema } = await import("@/lib/contracts/transport");
      return apiFetch(
        `/api/v1/transport?${transportQuery(filter, pageParam).toString()}`,
        transportPageSchema,
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });
