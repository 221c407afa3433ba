import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { output, ZodType } from "zod";
import { parseQuery } from "@/lib/domain/query/parse-query";
import type { FieldName, ListName } from "@/lib/domain/query/query-fields";
import { apiFetch } from "./api-fetch";
import { freshness } from "./query-client";

/** What decides which rows a list shows and in which order. */
export interface ListFilter {
  readonly q: string;
  readonly sort?: string;
}

interface ListPage {
  readonly next_cursor: string | null;
}

/** Rows per page. */
const pageSize = 100;

export const listKey = (list: ListName, { q, sort }: ListFilter) => [list, "list", q, sort ?? null] as const;

const ofLists: ReadonlySet<unknown> = new Set(["list", "facets", "newest", "news"]);

/** Whether what is kept under a key belongs to a list or to a page as a whole, and not to one record of it. */
export function isListKey([, part]: readonly unknown[]): boolean {
  return typeof part !== "string" || ofLists.has(part);
}

/** Query string of one page; the service takes the same on the server. */
export function listQuery({ q, sort }: ListFilter, cursor?: string): URLSearchParams {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (q.trim() !== "") query.set("q", q);
  if (sort !== undefined) query.set("sort", sort);
  if (cursor !== undefined) query.set("cursor", cursor);
  return query;
}

/** Pages of a list. `contract` is loaded with the first answer, so that schemas stay out of the first load. */
export function listOptions<Schema extends ZodType<ListPage>>(
  list: ListName,
  filter: ListFilter,
  contract: () => Promise<Schema>,
) {
  return infiniteQueryOptions({
    queryKey: listKey(list, filter),
    queryFn: async ({ pageParam, signal }): Promise<output<Schema>> =>
      apiFetch(`/api/v1/${list}?${listQuery(filter, pageParam).toString()}`, await contract(), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListPage) => page.next_cursor ?? undefined,
    enabled: isRight(list, filter.q),
    placeholderData: keepPreviousData,
    staleTime: freshness.list,
  });
}

/** Values that occur in a list and the rows that have each. */
export const facetsOptions = (list: ListName, q: string) =>
  queryOptions({
    queryKey: [list, "facets", q],
    queryFn: async ({ signal }) => {
      const { facetsSchema } = await import("@/lib/contracts/facet");
      const query = new URLSearchParams({ on: list, ...(q.trim() === "" ? {} : { q }) });
      const { facets } = await apiFetch(`/api/v1/facets?${query.toString()}`, facetsSchema, { signal });
      return facets;
    },
    enabled: isRight(list, q),
    placeholderData: keepPreviousData,
    staleTime: freshness.facets,
  });

/** The server would only refuse a query with a fault; the page says what is wrong by itself. */
function isRight(list: ListName, q: string): boolean {
  return parseQuery(q, list).faults.length === 0;
}

/** Counts of one facet, as the API gives them. */
export interface FacetCounts {
  readonly name: string;
  /** Otherwise there are more rows than were counted. */
  readonly is_exact: boolean;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly left_out: number;
}

/** Facet counts by field. */
export function observedValues(
  facets: readonly FacetCounts[],
): Partial<Record<FieldName, FacetCounts["values"]>> {
  return Object.fromEntries(facets.map(({ name, values }) => [name, values]));
}
