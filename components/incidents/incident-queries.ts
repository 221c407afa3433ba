import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { listOptions, type ListFilter } from "@/lib/client/list-queries";
import { freshness } from "@/lib/client/query-client";

export const incidentListOptions = (filter: ListFilter) =>
  listOptions("incidents", filter, async () => {
    const { incidentPageSchema } = await import("@/lib/contracts/error");
    return incidentPageSchema;
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
