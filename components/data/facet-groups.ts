import type { FacetGroup, FacetValue } from "./facet-rail";
import { classColor } from "@/components/ui/class-mark";

const titles: Readonly<Record<string, string>> = {
  status: "Status",
  class: "Error class",
  code: "Error code",
  tool: "Tool",
  model: "Model",
  provider: "Provider",
  runtime: "Runtime",
  source: "Source",
  integrity: "Integrity",
  state: "State",
};

/** Counts of one facet, as the API gives them. */
export interface FacetCounts {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly left_out: number;
}

/** Groups of the rail from the counts of the API. A leading minus of a chosen value means that it is excluded. */
export function facetGroups(
  facets: readonly FacetCounts[],
  chosen: Readonly<Record<string, unknown>>,
  titleOf: Readonly<Record<string, string>> = {},
): readonly FacetGroup[] {
  return facets
    .filter(({ values }) => values.length > 0)
    .map(({ name, values, left_out }) => ({
      id: name,
      title: titleOf[name] ?? titles[name] ?? name,
      more: left_out,
      values: values.map(({ value, count }) => facetValue(name, value, count, chosen[name])),
    }));
}

function facetValue(name: string, value: string, count: number, chosen: unknown): FacetValue {
  const state = stateOf(value, chosen);
  return {
    value,
    count,
    ...(name === "class" ? { color: classColor(value) } : {}),
    ...(state === undefined ? {} : { state }),
  };
}

function stateOf(value: string, chosen: unknown): FacetValue["state"] | undefined {
  if (!Array.isArray(chosen)) return undefined;
  if (chosen.includes(value)) return "included";
  return chosen.includes(`-${value}`) ? "excluded" : undefined;
}

/** The chosen values after a click: the same again removes, the opposite replaces. */
export function toggled(chosen: readonly string[], value: string, mode: "include" | "exclude"): string[] {
  const wanted = mode === "include" ? value : `-${value}`;
  const others = chosen.filter((entry) => entry !== value && entry !== `-${value}`);
  return chosen.includes(wanted) ? others : [...others, wanted];
}
