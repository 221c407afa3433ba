import { facetCounters, type FacetCount } from "@/db/queries/list-facets";
import type { Facet, Facets, GetFacetsQuery } from "@/lib/contracts/facet";
import { namedValue } from "@/lib/domain/query/named-value";
import type { Query } from "@/lib/domain/query/query";
import { listFacets, type FacetOf, type ListName } from "@/lib/domain/query/query-fields";
import type { ServiceContext } from "../service-context";

/** Values listed per facet. */
const valueLimit = 50;

/** Counts for the rail: each facet over what all other terms let through, so that alternatives stay visible. */
export function getFacets(context: ServiceContext, { on, query }: GetFacetsQuery): Facets {
  return { on, facets: facetsOf(context, on, query) };
}

function facetsOf<L extends ListName>({ store, now }: ServiceContext, list: L, query: Query): Facet[] {
  const names: readonly FacetOf<L>[] = listFacets[list];
  const now_ms = now();
  return names.map((name) => {
    const others = query.filter((term) => term.kind === "text" || term.field !== name);
    return facet(name, facetCounters[list](store, name, others, { now_ms }), query);
  });
}

function facet(name: string, counts: readonly FacetCount[], query: Query): Facet {
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
    values: listed.map(({ value, count }) => ({ value, count })),
    left_out: counts.length + missing.length - listed.length,
  };
}
