import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";

export const rollupsKey = (time: string | null) => ["rollups", time] as const;

/** Query string of a range; the service takes the same on the server. */
export function rollupsQuery(time: string | null): URLSearchParams {
  return new URLSearchParams(time === null ? {} : { time });
}

/** The sums of a range. One that ends now is read again while the page is open. */
export const rollupsOptions = (time: string | null) =>
  queryOptions({
    queryKey: rollupsKey(time),
    queryFn: async ({ signal }) => {
      const { rollupsSchema } = await import("@/lib/contracts/rollup");
      return apiFetch(`/api/v1/rollups?${rollupsQuery(time).toString()}`, rollupsSchema, { signal });
    },
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
    refetchInterval: endsNow(time) ? freshness.list : false,
  });

function endsNow(time: string | null): boolean {
  return time === null || time === "*" || /^(-\w+|>.*|.*\.\.)$/.test(time);
}
