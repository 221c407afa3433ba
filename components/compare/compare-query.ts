import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";

/** Two sides, each as `conv` or `conv/turn`, aligned. */
export const comparisonOptions = (a: string, b: string) =>
  queryOptions({
    queryKey: ["compare", a, b],
    queryFn: async ({ signal }) => {
      const { comparisonSchema } = await import("@/lib/contracts/compare");
      const query = new URLSearchParams({ a, b });
      return apiFetch(`/api/v1/compare?${query.toString()}`, comparisonSchema, { signal });
    },
    enabled: a !== "" && b !== "",
    staleTime: freshness.list,
  });

/** Conversations to choose a side from: by a text, newest first. */
export const choicesOptions = (q: string) =>
  queryOptions({
    queryKey: ["conversations", "choices", q],
    queryFn: async ({ signal }) => {
      const { conversationPageSchema } = await import("@/lib/contracts/conversation");
      const query = new URLSearchParams({ limit: "20", ...(q.trim() === "" ? {} : { q }) });
      return apiFetch(`/api/v1/conversations?${query.toString()}`, conversationPageSchema, { signal });
    },
    staleTime: freshness.list,
  });
