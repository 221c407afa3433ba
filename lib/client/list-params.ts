import {
  createLoader,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";
import {
  conversationFacetNames,
  conversationSorts,
  incidentFacetNames,
  incidentSorts,
  type ConversationFacetName,
  type IncidentFacetName,
} from "@/lib/contracts/vocabulary";

/** Both directions of every sort, as the address writes them: `-events` is most events first. */
function directions<const S extends string>(sorts: readonly S[]): (S | `-${S}`)[] {
  return sorts.flatMap((sort): (S | `-${S}`)[] => [sort, `-${sort}`]);
}

const values = parseAsArrayOf(parseAsString).withDefault([]);

/** State of the conversation list in the address. `sel` is the conversation under the cursor. */
export const conversationListParams = {
  q: parseAsString.withDefault(""),
  status: values,
  class: values,
  code: values,
  tool: values,
  model: values,
  provider: values,
  runtime: values,
  source: values,
  integrity: values,
  sort: parseAsStringLiteral(directions(conversationSorts)).withDefault("-last_activity"),
  sel: parseAsString,
};
export type ConversationListView = inferParserType<typeof conversationListParams>;
export const loadConversationListView = createLoader(conversationListParams);

/** State of the incident list in the address. `status` is the HTTP status of an occurrence. */
export const incidentListParams = {
  q: parseAsString.withDefault(""),
  class: values,
  code: values,
  tool: values,
  model: values,
  provider: values,
  status: values,
  state: values,
  sort: parseAsStringLiteral(directions(incidentSorts)).withDefault("-last_seen"),
  sel: parseAsString,
};
export type IncidentListView = inferParserType<typeof incidentListParams>;
export const loadIncidentListView = createLoader(incidentListParams);

type FilterView<Name extends string> = Readonly<Record<Name, readonly string[]>> & { readonly q: string };

/** Query string of the filters of a view, for list and facet requests alike. A comma inside a value is escaped. */
export function filterQuery<Name extends string>(
  view: FilterView<Name>,
  names: readonly Name[],
): URLSearchParams {
  const query = new URLSearchParams();
  if (view.q !== "") query.set("q", view.q);
  for (const name of names) {
    const chosen = view[name];
    if (chosen.length > 0) query.set(name, chosen.map((value) => value.replaceAll(",", "\\,")).join(","));
  }
  return query;
}

/** Filters that are set, as (name, value) pairs in the order of the rail. */
export function activeFilters<Name extends string>(
  view: FilterView<Name>,
  names: readonly Name[],
): { name: Name; value: string }[] {
  return names.flatMap((name) => view[name].map((value) => ({ name, value })));
}

export const conversationFilterNames: readonly ConversationFacetName[] = conversationFacetNames;
export const incidentFilterNames: readonly IncidentFacetName[] = incidentFacetNames;
