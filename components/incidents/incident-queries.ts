import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { filterQuery, incidentFilterNames, type IncidentListView } from "@/lib/client/list-params";
import { freshness } from "@/lib/client/query-client";

const pageSize = 100;

/** Filters and sort that decide what is listed; the cursor row is not one of them. */
export type IncidentListFilter = Omit<IncidentListView, "sel">;

/** Query string of one page of the list; the service takes the same on the server. */
export function incidentListQuery(filter: IncidentListFilter, cursor?: string): URLSearchParams {
  const query = filterQuery(filter, incidentFilterNames);
  query.set("sort", filter.sort);
  query.set("limit", String(pageSize));
  if (cursor !== undefined) query.set("cursor", cursor);
  return query;
}

export const incidentListKey = (filter: IncidentListFilter) => ["incidents", "list", filter] as const;

export const incidentListOptions = (filter: IncidentListFilter) =>
  infiniteQueryOptions({
    queryKey: incidentListKey(filter),
    queryFn: async ({ pageParam, signal }) => {
      const { incidentPageSchema } = await import("@/lib/contracts/error");
      return apiFetch(
        `/api/v1/incidents?${incidentListQuery(filter, pageParam).toString()}`,
        incidentPageSchema,
        { signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });

export const incidentFacetsOptions = (filter: IncidentListFilter) =>
  queryOptions({
    queryKey: ["incidents", "facets", { ...filter, sort: null }],
    queryFn: async ({ signal }) => {
      const { facetsSchema } = await import("@/lib/contracts/facet");
      const query = filterQuery(filter, incidentFilterNames);
      return apiFetch(`/api/v1/facets?on=incidents&${query.toString()}`, facetsSchema, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: freshness.facets,
  });

export const incidentOptions = (incidentId: string) =>
  queryOptions({
    queryKey: ["incidents", incidentId],
    queryFn: async ({ signal }) => {
      const { incidentDetailSchema } = await import("@/lib/contracts/error");
      return apiFetch(`/api/v1/incidents/${encodeURIComponent(incidentId)}?limit=100`, incidentDetailSchema, {
        signal,
      });
    },
    staleTime: freshness.list,
  });
