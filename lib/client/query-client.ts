import { QueryClient } from "@tanstack/react-query";
import { ApiProblem, NetworkFailure } from "./api-fetch";

/** How long answers stay fresh, in milliseconds. Closed turns, envelopes and finished calls never change. */
export const freshness = {
  list: 10_000,
  live: 0,
  facets: 30_000,
  immutable: Number.POSITIVE_INFINITY,
} as const;

/**
 * One client per browser tab and one per server request. Only failures that a repeat can mend are retried,
 * at most twice; nothing is refetched because a window got the focus.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshness.list,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        retryDelay: (failures, error) =>
          error instanceof ApiProblem && error.retryAfterMs !== undefined
            ? error.retryAfterMs
            : 500 * 2 ** failures,
      },
      mutations: { retry: false },
    },
  });
}

/** Whether the same request may succeed a moment later. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof NetworkFailure || (error instanceof ApiProblem && error.status === 503);
}
