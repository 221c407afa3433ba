import type { FacetGroup } from "./facet-rail";

/** Values that a filter may take, where the answer does not count them. */
export interface ChoiceGroup {
  readonly id: string;
  readonly title: string;
  readonly values: readonly string[];
  /** The values are words of the data model, written with spaces on screen; names given by others stay as they are. */
  readonly isVocabulary?: boolean;
}

/**
 * Groups of the rail without counts. A chosen value that is not among those known stays listed, or it could
 * not be taken back. Groups without values are left out.
 */
export function choiceGroups(
  groups: readonly ChoiceGroup[],
  chosen: Readonly<Record<string, unknown>>,
): readonly FacetGroup[] {
  return groups
    .map(({ id, title, values, isVocabulary = false }) => ({
      id,
      title,
      values: withChosen(values, chosen[id], isVocabulary),
    }))
    .filter(({ values }) => values.length > 0);
}

function withChosen(values: readonly string[], chosen: unknown, isVocabulary: boolean): FacetGroup["values"] {
  const included: readonly unknown[] = Array.isArray(chosen) ? chosen : [];
  const unknown = included.filter(
    (value): value is string => typeof value === "string" && !values.includes(value),
  );
  return [...values, ...unknown].map((value) => ({
    value,
    ...(isVocabulary ? { label: value.replaceAll("_", " ") } : {}),
    ...(included.includes(value) ? { state: "included" as const } : {}),
  }));
}
