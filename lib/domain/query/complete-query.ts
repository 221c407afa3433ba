import { parseQuery } from "./parse-query";
import type { QueryFault, Span } from "./query";
import { fieldOf, fieldsOfList, fieldUse, findField, type FieldName, type ListName } from "./query-fields";
import { examples } from "./read-points";
import { quoted, readWords } from "./read-words";

/** What could stand at the caret. */
export interface Completion {
  /** Shown. */
  readonly label: string;
  /** Explains the label: what a field means, how many rows a value leaves. */
  readonly hint: string;
  /** Place that it replaces, and what it writes there. */
  readonly span: Span;
  readonly text: string;
}

/** Values of fields that occur in the list now, most frequent first. */
export type ObservedValues = Readonly<
  Partial<Record<FieldName, readonly { readonly value: string; readonly count: number }[]>>
>;

const limit = 12;

/** What may be meant by a fault comes first; then fields or values that go on from what stands before the caret. */
export function completeQuery(
  text: string,
  caret: number,
  list: ListName,
  observed: ObservedValues,
): readonly Completion[] {
  const meant = parseQuery(text, list).faults.flatMap((fault) => suggestionOf(fault, caret));
  const going = continuations(text, caret, list, observed);
  const only = meant.filter((option) => !going.some((other) => other.text === option.text));
  return [...only, ...going].slice(0, limit);
}

function suggestionOf({ from, to, suggestion }: QueryFault, caret: number): readonly Completion[] {
  if (suggestion === undefined || caret < from) return [];
  return [{ label: suggestion, hint: "instead", span: { from, to }, text: suggestion }];
}

function continuations(
  text: string,
  caret: number,
  list: ListName,
  observed: ObservedValues,
): readonly Completion[] {
  const word = readWords(text.slice(0, caret)).words.at(-1);
  if (word === undefined || word.to < caret) return fields("", { from: caret, to: caret }, list);
  const value = word.values.at(-1);
  if (value === undefined || value.isQuoted) return [];
  const span = { from: value.from, to: endOfValue(text, caret) };
  if (word.name === undefined) return fields(value.text, span, list);
  const field = findField(word.name.text);
  if (field === undefined) return [];
  const already = word.values.slice(0, -1).map((other) => other.text);
  return values(field, value.text, span, list, observed).filter(({ label }) => !already.includes(label));
}

/** The value under the caret goes on to the next space or comma. */
function endOfValue(text: string, caret: number): number {
  const rest = /^[^\s,:"]*/.exec(text.slice(caret))?.[0] ?? "";
  return caret + rest.length + (text[caret + rest.length] === ":" ? 1 : 0);
}

function fields(typed: string, span: Span, list: ListName): readonly Completion[] {
  const lower = typed.toLowerCase();
  const named = fieldsOfList(list).filter((field) => field.startsWith(lower));
  const others = fieldsOfList(list).filter(
    (field) => !named.includes(field) && fieldOf(field).aliases?.some((name) => name.startsWith(lower)),
  );
  return [...named, ...others].map((field) => ({
    label: `${field}:`,
    hint: named.includes(field) ? fieldOf(field).doc : `also ${aliasOf(field, lower)}. ${fieldOf(field).doc}`,
    span,
    text: `${field}:`,
  }));
}

function aliasOf(field: FieldName, begin: string): string {
  return fieldOf(field).aliases?.find((name) => name.startsWith(begin)) ?? field;
}

function values(
  field: FieldName,
  typed: string,
  span: Span,
  list: ListName,
  observed: ObservedValues,
): readonly Completion[] {
  const lower = typed.toLowerCase();
  const use = fieldUse(field, list);
  const seen = observed[field] ?? [];
  const known = (use?.values ?? []).filter((value) => !seen.some((other) => other.value === value));
  const offered = [
    ...seen.map(({ value, count }) => ({ value, hint: String(count) })),
    ...known.map((value) => ({ value, hint: "" })),
  ];
  const found = offered
    .filter(({ value }) => value.toLowerCase().includes(lower))
    .sort(
      (a, b) =>
        Number(b.value.toLowerCase().startsWith(lower)) - Number(a.value.toLowerCase().startsWith(lower)),
    )
    .map(({ value, hint }) => ({
      label: value,
      hint,
      span,
      text: /[\s,"*]/.test(value) ? quoted(value) : value,
    }));
  // Nothing is left to complete.
  if (found.length === 1 && found[0]?.text === typed) return [];
  if (found.length > 0 || typed !== "" || use === undefined || !(use.kind in examples)) return found;
  return [">", "<"].map((sign) => ({ label: sign, hint: hintOf(use.kind), span, text: sign }));
}

function hintOf(kind: string): string {
  return new Map<string, string>(Object.entries(examples)).get(kind) ?? "";
}
