import { setImmediate } from "node:timers/promises";
import { countFacets, type FacetCounts } from "@/db/queries/list-facets";
import type { Facet, Facets, GetFacetsQuery } from "@/lib/contracts/facet";
import { namedValue } from "@/lib/domain/query/named-value";
import type { Query } from "@/lib/domain/query/query";
import { listFacets, type FacetOf, type ListName } from "@/lib/domain/query/query-fields";
import type { ServiceContext } from "../service-context";

/** Values listed per facet. */
const valueLimit = 50;

/**
 * Counts for the rail: each facet over what all other terms let through, so that alternatives stay visible. Other requests run
 * between two walks over the list.
 */
export async function getFacets(context: ServiceContext, { on, query }: GetFacetsQuery): Promise<Facets> {
  return { on, facets: await facetsOf(context, on, query) };
}

async function facetsOf<L extends ListName>(
  { store, now }: ServiceContext,
  list: L,
  query: Query,
): Promise<Facet[]> {
  const names: readonly FacetOf<L>[] = listFacets[list];
  const context = { now_ms: now() };
  const isNamed = (name: string): boolean =>
    query.some((term) => term.kind === "field" && term.field === name);
  const walks = [
    { counted: names.filter((name) => !isNamed(name)), over: query },
    ...names.filter(isNamed).map((name) => ({
      counted: [name],
      over: query.filter((term) => term.kind === "text" || term.field !== name),
    })),
  ];
  const counts = new Map<string, FacetCounts>();
  for (const { counted, over } of walks) {
    for (const entry of countFacets(store, list, counted, over, context)) {
      counts.set(...entry);
      await setImmediate();
    }
  }
  return names.map((name) => facet(name, counts.get(name), query));
}

function facet(name: string, counted: FacetCounts | undefined, query: Query): Facet {
  const { values: counts, is_exact } = counted ?? { values: [], is_exact: true };
  const chosen = new Set(
    query.flatMap((term) =>
      term.kind === "field" && term.field === name
        ? term.conditions.map(namedValue).filter((value) => value !== undefined)
        : [],
    ),
  );
  const known = new Set(counts.map(({ value }) => value));
  // A chosen value without a match stays listed, or it could not be taken back.
  const missing = [...chosen].filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }));
  const listed = [...counts, ...missing].filter(({ value }, i) => i < valueLimit || chosen.has(value));
  return {
    name,
    is_exact,
    values: listed.map(({ value, count }) => ({ value, count })),
    left_out: counts.length + missing.length - listed.length,
  };
}
