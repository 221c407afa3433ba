import { queryOptions } from "@tanstack/react-query";
import type { FailureChain } from "@/lib/contracts/failure-chain";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

export type { FailureChain, FailureChainStep } from "@/lib/contracts/failure-chain";

/** What led to a recorded failure and what followed from it. */
export const failureChainOptions = (errorId: string) =>
  queryOptions({
    queryKey: ["errors", errorId, "chain"],
    queryFn: async ({ signal }): Promise<FailureChain> => {
      const { failureChainSchema } = await import("@/lib/contracts/failure-chain");
      return apiFetch(`/api/v1/errors/${encodeURIComponent(errorId)}/chain`, failureChainSchema, { signal });
    },
    staleTime: freshness.list,
  });
