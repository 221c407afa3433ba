import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { listOptions } from "@/lib/client/list-queries";
import { freshness } from "@/lib/client/query-client";

/** Envelopes of all conversations, newest first. New ones are announced, never slipped in under the reader. */
export const eventListOptions = (q: string) => ({
  ...listOptions("events", { q }, async () => {
    const { eventPageSchema } = await import("@/lib/contracts/event");
    return eventPageSchema;
  }),
  staleTime: freshness.immutable,
  gcTime: freshness.list,
});

/** Ordinal of the newest envelope whatever the query; 0 when there is none. */
export const newestOrdinalOptions = queryOptions({
  queryKey: ["events", "newest"],
  queryFn: async ({ signal }) => {
    const { eventPageSchema } = await import("@/lib/contracts/event");
    const { items } = await apiFetch("/api/v1/events?limit=1", eventPageSchema, { signal });
    return items[0]?.ordinal ?? "0";
  },
  staleTime: freshness.facets,
});
