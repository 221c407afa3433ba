import type { Condition, FieldTerm, QueryFault } from "./query";
import { fieldUse, type FieldName, type ListName } from "./query-fields";
import { readCondition } from "./read-condition";

/**
 * Terms of an address parameter named like a field. Its value is a list of alternatives between commas, a comma inside
 * one is written `\,`, and a leading minus excludes a value of a name or a word.
 */
export function termsOfParameter(
  list: ListName,
  field: FieldName,
  value: string,
): { terms: readonly FieldTerm[]; faults: readonly QueryFault[] } {
  const use = fieldUse(field, list);
  if (use === undefined) return { terms: [], faults: [] };
  const included: Condition[] = [];
  const excluded: Condition[] = [];
  const faults: QueryFault[] = [];
  const canExclude = use.kind !== "time";
  for (const text of splitAlternatives(value)) {
    const isExcluded = canExclude && text.startsWith("-") && text.length > 1;
    const written = isExcluded ? text.slice(1) : text;
    const condition = readCondition(field, list, use, {
      text: written,
      isQuoted: false,
      from: 0,
      to: value.length,
    });
    if ("message" in condition) faults.push(condition);
    else (isExcluded ? excluded : included).push(condition);
  }
  const term = (conditions: readonly Condition[], isExcluded: boolean): FieldTerm => ({
    kind: "field",
    field,
    isExcluded,
    conditions,
  });
  return {
    terms: [
      ...(included.length === 0 ? [] : [term(included, false)]),
      ...(excluded.length === 0 ? [] : [term(excluded, true)]),
    ],
    faults,
  };
}

function splitAlternatives(value: string): string[] {
  return value
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll("\\,", ",").trim())
    .filter((part) => part !== "");
}
