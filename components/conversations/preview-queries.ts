import { queryOptions } from "@tanstack/react-query";
import { apiFetch } from "@/lib/client/api-fetch";
import { freshness } from "@/lib/client/query-client";

/** Records shown in a preview. */
const shown = 5;

const pathOf = (convId: string) => `/api/v1/conversations/${encodeURIComponent(convId)}`;

export const conversationErrorsOptions = (convId: string) =>
  queryOptions({
    queryKey: ["conversations", convId, "preview-errors"],
    queryFn: async ({ signal }) => {
      const { errorPageSchema } = await import("@/lib/contracts/error");
      return apiFetch(`${pathOf(convId)}/errors?limit=${String(shown)}`, errorPageSchema, { signal });
    },
    staleTime: freshness.list,
  });

export const conversationTurnsOptions = (convId: string) =>
  queryOptions({
    queryKey: ["conversations", convId, "preview-turns"],
    queryFn: async ({ signal }) => {
      const { turnPageSchema } = await import("@/lib/contracts/turn");
      return apiFetch(`${pathOf(convId)}/turns?limit=${String(shown)}`, turnPageSchema, { signal });
    },
    staleTime: freshness.list,
  });
