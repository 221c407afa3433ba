import { queryOptions } from "@tanstack/react-query";
import type { ZodType } from "zod";
import type { ListName } from "@/lib/domain/query/query-fields";
import { apiFetch } from "./api-fetch";
import { listQuery } from "./list-queries";
import { freshness } from "./query-client";

/** Lists whose news are told by time; the list of events follows the log itself. */
export type NewsList = Exclude<ListName, "events">;

interface TimesPage {
  readonly times: readonly (number | null)[];
  readonly hasMore: boolean;
}
type TimesReader = (query: URLSearchParams, signal: AbortSignal) => Promise<TimesPage>;

/** Reads a page of a list down to the time by which `time:` finds each of its rows. */
function readerOf<Row>(
  list: NewsList,
  contract: () => Promise<ZodType<{ items: readonly Row[]; next_cursor: string | null }>>,
  time: (row: Row) => number | null,
): TimesReader {
  return async (query, signal) => {
    const { items, next_cursor } = await apiFetch(`/api/v1/${list}?${query.toString()}`, await contract(), {
      signal,
    });
    return { times: items.map(time), hasMore: next_cursor !== null };
  };
}

const readers: Readonly<Record<NewsList, TimesReader>> = {
  conversations: readerOf(
    "conversations",
    () => import("@/lib/contracts/conversation").then((module) => module.conversationPageSchema),
    (row) => row.last_activity_ms,
  ),
  incidents: readerOf(
    "incidents",
    () => import("@/lib/contracts/error").then((module) => module.incidentPageSchema),
    (row) => row.last_seen_at_ms,
  ),
  "model-calls": readerOf(
    "model-calls",
    () => import("@/lib/contracts/call").then((module) => module.modelCallPageSchema),
    (row) => row.started_at_ms,
  ),
  "tool-calls": readerOf(
    "tool-calls",
    () => import("@/lib/contracts/call").then((module) => module.toolCallPageSchema),
    (row) => row.requested_at_ms,
  ),
  transport: readerOf(
    "transport",
    () => import("@/lib/contracts/transport").then((module) => module.transportPageSchema),
    (row) => (row.kind === "http" ? row.http.occurred_at_ms : row.ws.connected_at_ms),
  ),
};

/** Time of the newest row of a list, epoch ms; null when it has none. Asked once, when the list is opened. */
export const newestTimeOptions = (list: NewsList, q: string) =>
  queryOptions({
    queryKey: [list, "newest", q],
    queryFn: async ({ signal }) => {
      const query = listQuery({ q });
      query.set("limit", "1");
      const { times } = await readers[list](query, signal);
      return times[0] ?? null;
    },
    staleTime: freshness.immutable,
    gcTime: 0,
  });

/** How many rows of a list are newer than a time, asked anew for every beat. */
export const newsOptions = (list: NewsList, q: string, sinceMs: number, beat: number) =>
  queryOptions({
    queryKey: [list, "news", q, sinceMs, beat],
    queryFn: async ({ signal }) => {
      const { times, hasMore } = await readers[list](
        listQuery({ q: `${q} time:>${new Date(sinceMs).toISOString()}`.trim() }),
        signal,
      );
      return { count: times.length, hasMore };
    },
    staleTime: freshness.immutable,
    gcTime: 0,
  });
