import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

/** What the console says about itself, read again every ten seconds while a page is looked at. */
export const healthOptions = queryOptions({
  queryKey: ["health"],
  queryFn: async ({ signal }) => {
    const { healthSchema } = await import("@/lib/contracts/system");
    return apiFetch("/api/v1/health", healthSchema, { signal, alsoReads: [503] });
  },
  staleTime: freshness.list,
  refetchInterval: freshness.list,
});
