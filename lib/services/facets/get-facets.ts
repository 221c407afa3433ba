import { conversationFacetNames, countConversationFacet } from "@/db/queries/conversation-facets";
import { countConversations } from "@/db/queries/conversation-list";
import { countIncidentFacet } from "@/db/queries/incident-list";
import type { Facet, Facets, GetFacetsQuery } from "@/lib/contracts/facet";
import type { ServiceContext } from "../service-context";

/** Values listed per facet. */
const valueLimit = 50;
const incidentFacetNames = ["class", "state", "code", "tool", "model", "provider", "status"] as const;

/** Counts for the rail: each facet over what all other filters let through, so that alternatives stay visible. */
export function getFacets({ store }: ServiceContext, query: GetFacetsQuery): Facets {
  const { on, ...filter } = query;
  if (on === "incidents") {
    const facets = incidentFacetNames.map((name) => {
      const { [name]: own, ...others } = filter;
      return facet(name, countIncidentFacet(store, name, others), own);
    });
    return { on, facets, is_exact: true };
  }
  const facets = conversationFacetNames.map((name) =>
    facet(name, countConversationFacet(store, name, filter), filter[name]),
  );
  return { on, facets, is_exact: countConversations(store, filter).is_exact };
}

function facet(
  name: string,
  counts: readonly { value: string; count: number }[],
  own: readonly (readonly string[])[] | undefined,
): Facet {
  const chosen = new Set((own ?? []).flat());
  const known = new Set(counts.map(({ value }) => value));
  // A chosen value without a match stays listed, or it could not be taken back.
  const missing = [...chosen].filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }));
  const listed = [...counts, ...missing].filter(({ value }, i) => i < valueLimit || chosen.has(value));
  return {
    name,
    values: listed.map(({ value, count }) => ({ value, count, selected: chosen.has(value) })),
    left_out: counts.length + missing.length - listed.length,
  };
}
