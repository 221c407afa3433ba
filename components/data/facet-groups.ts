import { classColor } from "@/components/ui/class-mark";
import type { FacetCounts } from "@/lib/client/list-queries";
import { valueState } from "@/lib/domain/query/edit-query";
import type { PlacedTerm } from "@/lib/domain/query/parse-query";
import { fieldOf, fieldUse, findField, type FieldName, type ListName } from "@/lib/domain/query/query-fields";
import type { FacetGroup, FacetValue } from "./facet-rail";

/** Values of a group that are listed at first. */
const shownAtFirst = 8;
const none: ReadonlySet<string> = new Set();

/**
 * Groups of the rail from the counts of the API; what is chosen is read from the query. Facets without
 * values are left out; of long ones the first values are listed, and whatever is chosen, until they are unfolded.
 */
export function facetGroups(
  list: ListName,
  facets: readonly FacetCounts[],
  terms: readonly PlacedTerm[],
  unfolded: ReadonlySet<string> = none,
): readonly FacetGroup[] {
  return facets.flatMap(({ name, values, left_out, is_exact }) => {
    const field = findField(name);
    if (field === undefined || values.length === 0) return [];
    const use = fieldUse(field, list);
    // Words of the data model are written with spaces on screen; names given by others stay as they are.
    const isWord = use?.values !== undefined;
    const all = values.map(({ value, count }) =>
      facetValue(field, value, count, isWord, valueState(terms, field, value)),
    );
    // Folding one or two away would take as much room as they do.
    const isFolded = !unfolded.has(field) && all.length > shownAtFirst + 2;
    const shown = isFolded ? all.filter(({ state }, at) => at < shownAtFirst || state !== undefined) : all;
    return [
      {
        id: field,
        title: use?.title ?? fieldOf(field).title,
        folded: all.length - shown.length,
        more: left_out,
        isCutOff: !is_exact,
        values: shown,
      },
    ];
  });
}

function facetValue(
  field: FieldName,
  value: string,
  count: number,
  isWord: boolean,
  state: FacetValue["state"],
): FacetValue {
  return {
    value,
    count,
    ...(isWord && value.includes("_") ? { label: value.replaceAll("_", " ") } : {}),
    ...(field === "class" ? { color: classColor(value) } : {}),
    ...(state === undefined ? {} : { state }),
  };
}
