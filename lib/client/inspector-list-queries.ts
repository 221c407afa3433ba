import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { output, ZodType } from "zod";
import type { JoinedPage } from "@/lib/contracts/joined";
import { conversationKey, conversationPath, fetchWith } from "./conversation-fetch";
import type { JoinedFilter } from "./inspector-params";
import { freshness } from "./query-client";

/* The lists of the inspector, as options for React Query. Single records are in inspector-record-queries.ts. */

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
  [...conversationKey(convId), "joined", filter, anchor] as const;

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
    queryKey: [...conversationKey(convId), "neighbours", filter, around],
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
    `${conversationPath(convId)}/joined?${joinedQuery(filter, position, limit).toString()}`,
    import("@/lib/contracts/joined").then((m) => m.joinedPageSchema),
    signal,
  );
}

export const axisOptions = (convId: string) =>
  queryOptions({
    queryKey: [...conversationKey(convId), "axis"],
    queryFn: ({ signal }) =>
      fetchWith(
        `${conversationPath(convId)}/axis`,
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

/** A list that pages forwards only. The path, with its filters, is the last part of the key. */
function pages<S extends ZodType<{ next_cursor: string | null }>>(
  convId: string,
  path: string,
  contract: () => Promise<S>,
) {
  return infiniteQueryOptions({
    queryKey: [...conversationKey(convId), "pages", path],
    queryFn: ({ pageParam, signal }) =>
      fetchWith(`${conversationPath(convId)}${pageAt(path, pageParam)}`, contract(), signal),
    initialPageParam: firstPage(),
    getNextPageParam: (page: output<S>) => page.next_cursor,
  });
}

/** Lists begin without a cursor. */
function firstPage(): string | null {
  return null;
}

function pageAt(path: string, cursor: string | null): string {
  return cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
}

/** Place in the event list: from an envelope on, or the page that ends before one. */
export type EventPosition = { readonly from: string | null } | { readonly before: string };

const eventPageSize = 200;

/** The envelopes of a conversation, growing in both directions from `anchor`, an ordinal (the first when null). */
export const eventsOptions = (convId: string, anchor: string | null) =>
  infiniteQueryOptions({
    queryKey: [...conversationKey(convId), "events", anchor],
    queryFn: async ({ pageParam, signal }) => {
      const isBackwards = "before" in pageParam;
      const query = new URLSearchParams({
        limit: String(eventPageSize),
        order: isBackwards ? "desc" : "asc",
      });
      if (isBackwards) query.set("ordinal", `<${pageParam.before}`);
      else if (pageParam.from !== null) query.set("ordinal", `>=${pageParam.from}`);
      const page = await fetchWith(
        `${conversationPath(convId)}/events?${query.toString()}`,
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
  pages(convId, `/turns?limit=200`, () => import("@/lib/contracts/turn").then((m) => m.turnPageSchema));

export const timelineOptions = (convId: string) =>
  pages(convId, `/timeline?origin=all&limit=500`, () =>
    import("@/lib/contracts/timeline").then((m) => m.timelinePageSchema),
  );

export const modelCallsOptions = (convId: string, turnId: string | null = null) =>
  pages(convId, `/model-calls?limit=200${ofTurn(turnId)}`, () =>
    import("@/lib/contracts/call").then((m) => m.modelCallPageSchema),
  );

export const toolCallsOptions = (convId: string, turnId: string | null = null) =>
  pages(convId, `/tool-calls?limit=200${ofTurn(turnId)}`, () =>
    import("@/lib/contracts/call").then((m) => m.toolCallPageSchema),
  );

export const errorsOptions = (convId: string) =>
  pages(convId, `/errors?limit=200`, () => import("@/lib/contracts/error").then((m) => m.errorPageSchema));

export const transportOptions = (convId: string) =>
  pages(convId, `/transport?limit=200`, () =>
    import("@/lib/contracts/transport").then((m) => m.transportPageSchema),
  );

function ofTurn(turnId: string | null): string {
  return turnId === null ? "" : `&turn=${encodeURIComponent(turnId)}`;
}
