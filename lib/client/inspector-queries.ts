import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { output, ZodType } from "zod";
import type { JoinedPage } from "@/lib/contracts/joined";
import { apiFetch } from "./api-fetch";
import { apiFetchExact } from "./inspector-fetch";
import type { JoinedFilter } from "./inspector-params";
import { freshness } from "./query-client";

/*
 * Every question the inspector asks, as options for React Query. Contracts are loaded with the first
 * answer rather than with the page: schemas of every domain would double the script of the first screen.
 */

const pathOf = (convId: string) => `/api/v1/conversations/${encodeURIComponent(convId)}`;
const keyOf = (convId: string) => ["conversations", convId] as const;

/** Loads a contract and fetches with it. */
async function fetchWith<S extends ZodType>(
  path: string,
  contract: Promise<S>,
  signal: AbortSignal,
): Promise<output<S>> {
  return apiFetch(path, await contract, { signal });
}

/** The same for answers that carry payloads, whose integers may be beyond 2^53. */
async function fetchExactWith<S extends ZodType>(
  path: string,
  contract: Promise<S>,
  signal: AbortSignal,
): Promise<output<S>> {
  return apiFetchExact(path, await contract, { signal });
}

export const conversationOptions = (convId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "detail"],
    queryFn: ({ signal }) =>
      fetchWith(
        pathOf(convId),
        import("@/lib/contracts/conversation").then((m) => m.conversationDetailSchema),
        signal,
      ),
  });

/** Where in the joined list a page lies. `around` only starts a list. */
export interface JoinedPosition {
  readonly around?: string;
  readonly cursor?: string;
}

export const joinedPageSize = 200;

/** Query string of one page of the joined list. */
export function joinedQuery(
  filter: JoinedFilter,
  position: JoinedPosition,
  limit = joinedPageSize,
): URLSearchParams {
  const query = new URLSearchParams();
  query.set("kind", filter.kinds.join(","));
  query.set("density", filter.density);
  if (filter.turn !== null) query.set("turn", filter.turn);
  if (filter.subject !== null) query.set("subject", filter.subject);
  if (position.around !== undefined) query.set("around", position.around);
  if (position.cursor !== undefined) query.set("cursor", position.cursor);
  query.set("limit", String(limit));
  return query;
}

/** Key of a joined list that starts around `anchor` (its beginning when null). */
export const joinedKey = (convId: string, filter: JoinedFilter, anchor: string | null) =>
  [...keyOf(convId), "joined", filter, anchor] as const;

/** The joined list, growing in both directions from `anchor`, a record reference or ordinal. */
export const joinedOptions = (convId: string, filter: JoinedFilter, anchor: string | null) =>
  infiniteQueryOptions({
    queryKey: joinedKey(convId, filter, anchor),
    queryFn: ({ pageParam, signal }) => fetchJoinedPage(convId, filter, pageParam, signal),
    initialPageParam: joinedStart(anchor),
    getNextPageParam: (page: JoinedPage) => positionAt(page.next_cursor),
    getPreviousPageParam: (page: JoinedPage) => positionAt(page.prev_cursor),
    placeholderData: keepPreviousData,
    staleTime: freshness.immutable,
  });

export function joinedStart(anchor: string | null): JoinedPosition {
  return anchor === null ? {} : { around: anchor };
}

function positionAt(cursor: string | null): JoinedPosition | undefined {
  return cursor === null ? undefined : { cursor };
}

/** A few rows of some kinds around a record: how the next error and the next gap are found. */
export const neighboursOptions = (convId: string, filter: JoinedFilter, around: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "neighbours", filter, around],
    queryFn: ({ signal }) => fetchJoinedPage(convId, filter, { around }, signal, 20),
    staleTime: freshness.immutable,
  });

function fetchJoinedPage(
  convId: string,
  filter: JoinedFilter,
  position: JoinedPosition,
  signal: AbortSignal,
  limit?: number,
) {
  return fetchWith(
    `${pathOf(convId)}/joined?${joinedQuery(filter, position, limit).toString()}`,
    import("@/lib/contracts/joined").then((m) => m.joinedPageSchema),
    signal,
  );
}

export const axisOptions = (convId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "axis"],
    queryFn: ({ signal }) =>
      fetchWith(
        `${pathOf(convId)}/axis`,
        import("@/lib/contracts/joined").then((m) => m.axisSchema),
        signal,
      ),
  });

export const relatedOptions = (ref: string) =>
  queryOptions({
    queryKey: ["related", ref],
    queryFn: ({ signal }) =>
      fetchWith(
        `/api/v1/related?ref=${encodeURIComponent(ref)}`,
        import("@/lib/contracts/related").then((m) => m.relatedSchema),
        signal,
      ),
    staleTime: freshness.list,
  });

/** A list that pages forwards only. */
function pages<S extends ZodType<{ next_cursor: string | null }>>(
  key: readonly unknown[],
  path: string,
  contract: () => Promise<S>,
) {
  return infiniteQueryOptions({
    queryKey: [...key, path],
    queryFn: ({ pageParam, signal }) =>
      fetchWith(
        pageParam === null
          ? path
          : `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(pageParam)}`,
        contract(),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: output<S>) => page.next_cursor,
  });
}

/** Place in the event list: from an envelope on, or the page that ends before one. */
export type EventPosition = { readonly from: string | null } | { readonly before: string };

const eventPageSize = 200;

/** The envelopes of a conversation, growing in both directions from `anchor`, an ordinal (the first when null). */
export const eventsOptions = (convId: string, anchor: string | null) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(convId), "events", anchor],
    queryFn: async ({ pageParam, signal }) => {
      const isBackwards = "before" in pageParam;
      const query = new URLSearchParams({
        limit: String(eventPageSize),
        order: isBackwards ? "desc" : "asc",
      });
      if (isBackwards) query.set("ordinal", `<${pageParam.before}`);
      else if (pageParam.from !== null) query.set("ordinal", `>=${pageParam.from}`);
      const page = await fetchWith(
        `${pathOf(convId)}/events?${query.toString()}`,
        import("@/lib/contracts/event").then((m) => m.eventPageSchema),
        signal,
      );
      return isBackwards ? { ...page, items: page.items.toReversed() } : page;
    },
    initialPageParam: eventStart(anchor),
    getNextPageParam: (page, _pages, position): EventPosition | undefined => {
      const last = page.items.at(-1);
      // A page read backwards always has the one after it, which was read first.
      if (last === undefined || (page.next_cursor === null && !("before" in position))) return undefined;
      return { from: String(BigInt(last.ordinal) + 1n) };
    },
    getPreviousPageParam: (page, _pages, position): EventPosition | undefined => {
      const first = page.items[0];
      const isBeginning = "before" in position ? page.next_cursor === null : position.from === null;
      return first === undefined || isBeginning ? undefined : { before: first.ordinal };
    },
    placeholderData: keepPreviousData,
    staleTime: freshness.immutable,
  });

function eventStart(anchor: string | null): EventPosition {
  return { from: anchor };
}

export const turnsOptions = (convId: string) =>
  pages([...keyOf(convId), "turns"], `${pathOf(convId)}/turns?limit=200`, () =>
    import("@/lib/contracts/turn").then((m) => m.turnPageSchema),
  );

export const timelineOptions = (convId: string) =>
  pages([...keyOf(convId), "timeline"], `${pathOf(convId)}/timeline?origin=all&limit=500`, () =>
    import("@/lib/contracts/timeline").then((m) => m.timelinePageSchema),
  );

export const modelCallsOptions = (convId: string, turnId: string | null = null) =>
  pages(
    [...keyOf(convId), "model-calls", turnId],
    `${pathOf(convId)}/model-calls?limit=200${ofTurn(turnId)}`,
    () => import("@/lib/contracts/call").then((m) => m.modelCallPageSchema),
  );

export const toolCallsOptions = (convId: string, turnId: string | null = null) =>
  pages(
    [...keyOf(convId), "tool-calls", turnId],
    `${pathOf(convId)}/tool-calls?limit=200${ofTurn(turnId)}`,
    () => import("@/lib/contracts/call").then((m) => m.toolCallPageSchema),
  );

export const errorsOptions = (convId: string) =>
  pages([...keyOf(convId), "errors"], `${pathOf(convId)}/errors?limit=200`, () =>
    import("@/lib/contracts/error").then((m) => m.errorPageSchema),
  );

export const transportOptions = (convId: string) =>
  pages([...keyOf(convId), "transport"], `${pathOf(convId)}/transport?limit=200`, () =>
    import("@/lib/contracts/transport").then((m) => m.transportPageSchema),
  );

function ofTurn(turnId: string | null): string {
  return turnId === null ? "" : `&turn=${encodeURIComponent(turnId)}`;
}

export const middlewareOptions = (convId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "middleware"],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${pathOf(convId)}/middleware`,
        import("@/lib/contracts/middleware").then((m) => m.middlewareReportSchema),
        signal,
      ),
  });

/** One turn with every snapshot and its blocks. */
export const turnOptions = (convId: string, turnId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "turn", turnId],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${pathOf(convId)}/turns/${encodeURIComponent(turnId)}`,
        import("@/lib/contracts/turn").then((m) => m.turnDetailSchema),
        signal,
      ),
    staleTime: freshness.facets,
  });

/** Parsed fields and payload of one envelope. */
export const eventOptions = (ordinal: string) =>
  queryOptions({
    queryKey: ["events", ordinal],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `/api/v1/events/${ordinal}`,
        import("@/lib/contracts/event").then((m) => m.eventDetailSchema),
        signal,
      ),
    staleTime: freshness.facets,
  });

/** One entity with its props, its history and what the other origin has of it. */
export const entityOptions = (convId: string, entityId: string, kind: string, origin: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "entity", entityId, kind, origin],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${pathOf(convId)}/timeline/${encodeURIComponent(entityId)}?${new URLSearchParams({ kind, origin }).toString()}`,
        import("@/lib/contracts/timeline").then((m) => m.entityDetailSchema),
        signal,
      ),
  });

export const modelCallOptions = (convId: string, callId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "model-call", callId],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${pathOf(convId)}/model-calls/${encodeURIComponent(callId)}`,
        import("@/lib/contracts/call").then((m) => m.modelCallDetailSchema),
        signal,
      ),
  });

export const toolCallOptions = (convId: string, toolCallId: string) =>
  queryOptions({
    queryKey: [...keyOf(convId), "tool-call", toolCallId],
    queryFn: ({ signal }) =>
      fetchExactWith(
        `${pathOf(convId)}/tool-calls/${encodeURIComponent(toolCallId)}`,
        import("@/lib/contracts/call").then((m) => m.toolCallDetailSchema),
        signal,
      ),
  });

/** Panics are records of processes; the system report lists them. */
export const systemOptions = queryOptions({
  queryKey: ["system"],
  queryFn: ({ signal }) =>
    fetchWith(
      "/api/v1/system",
      import("@/lib/contracts/system").then((m) => m.systemReportSchema),
      signal,
    ),
});

/** One recorded failure with its cause chain. */
export const errorOptions = (errorId: string) =>
  queryOptions({
    queryKey: ["errors", errorId],
    queryFn: ({ signal }) =>
      fetchWith(
        `/api/v1/errors/${encodeURIComponent(errorId)}`,
        import("@/lib/contracts/error").then((m) => m.errorDetailSchema),
        signal,
      ),
  });

/** One WebSocket session with its pings. */
export const wsSessionOptions = (socketId: string) =>
  queryOptions({
    queryKey: ["ws", socketId],
    queryFn: ({ signal }) =>
      fetchWith(
        `/api/v1/transport/ws/${encodeURIComponent(socketId)}`,
        import("@/lib/contracts/transport").then((m) => m.wsSessionDetailSchema),
        signal,
      ),
  });
