import { namedValue } from "./named-value";
import { parseQuery, type PlacedTerm } from "./parse-query";
import { printTerm } from "./print-query";
import type { FieldTerm, Span, Term } from "./query";
import type { FieldName, ListName } from "./query-fields";

export type ValueState = "included" | "excluded";

/** Whether a query asks for a value or excludes it; undefined when it says nothing of it. */
export function valueState(
  terms: readonly PlacedTerm[],
  field: FieldName,
  value: string,
): ValueState | undefined {
  const naming = terms.find(({ term }) => names(term, field, value));
  if (naming === undefined) return undefined;
  return naming.term.isExcluded ? "excluded" : "included";
}

/**
 * The text of a query after a click on a value: included values of a field are alternatives, each excluded value is a
 * term of its own. The same again removes it, the opposite replaces it. Whatever else was written stays as it is.
 */
export function toggleValue(
  text: string,
  list: ListName,
  field: FieldName,
  value: string,
  wanted: ValueState,
): string {
  const before = valueState(parseQuery(text, list).terms, field, value);
  const without = before === undefined ? text : withoutValue(text, list, field, value);
  if (before === wanted) return without;
  const equals = { kind: "equals", text: value } as const;
  const isExcluded = wanted === "excluded";
  const included = isExcluded
    ? undefined
    : parseQuery(without, list).terms.find(({ term }) => isPlainTerm(term, field));
  if (included === undefined || included.term.kind === "text")
    return append(without, printTerm({ kind: "field", field, isExcluded, conditions: [equals] }, list));
  const joined = { ...included.term, conditions: [...included.term.conditions, equals] };
  return replace(without, included, printTerm(joined, list));
}

/** The text without one term and without the space that it leaves. */
export function withoutSpan(text: string, { from, to }: Span): string {
  const head = text.slice(0, from).trimEnd();
  const tail = text.slice(to).trimStart();
  return head === "" || tail === "" ? head + tail : `${head} ${tail}`;
}

/** The text with something else in one place. */
export function replace(text: string, { from, to }: Span, written: string): string {
  return text.slice(0, from) + written + text.slice(to);
}

function append(text: string, term: string): string {
  const kept = text.trimEnd();
  return kept === "" ? term : `${kept} ${term}`;
}

function withoutValue(text: string, list: ListName, field: FieldName, value: string): string {
  const place = parseQuery(text, list).terms.find(({ term }) => names(term, field, value));
  if (place === undefined || place.term.kind === "text") return text;
  const conditions = place.term.conditions.filter((condition) => namedValue(condition) !== value);
  const left =
    conditions.length === 0
      ? withoutSpan(text, place)
      : replace(text, place, printTerm({ ...place.term, conditions }, list));
  return withoutValue(left, list, field, value);
}

function names(term: Term, field: FieldName, value: string): boolean {
  return (
    term.kind === "field" &&
    term.field === field &&
    term.conditions.some((condition) => namedValue(condition) === value)
  );
}

function isPlainTerm(term: Term, field: FieldName): term is FieldTerm {
  return term.kind === "field" && term.field === field && !term.isExcluded;
}
