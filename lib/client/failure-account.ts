import { queryOptions } from "@tanstack/react-query";
import type { FailureAccount } from "@/lib/contracts/failure-account";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

/** A recorded failure in plain words. */
export const failureAccountOptions = (errorId: string) =>
  queryOptions({
    queryKey: ["errors", errorId, "account"],
    queryFn: async ({ signal }): Promise<FailureAccount> => {
      const { failureAccountSchema } = await import("@/lib/contracts/failure-account");
      return apiFetch(`/api/v1/errors/${encodeURIComponent(errorId)}/account`, failureAccountSchema, {
        signal,
      });
    },
    staleTime: freshness.list,
  });
