import { nearestName } from "./nearest-name";
import type { Query, QueryFault, Span, Term } from "./query";
import { fieldOf, fieldsOfList, fieldUse, findField, listNames, type ListName } from "./query-fields";
import { listTitle, readCondition } from "./read-condition";
import { readWords, type Word, type Written } from "./read-words";

/** A term with its place in the text. */
export interface PlacedTerm extends Span {
  readonly term: Term;
}

export interface ParsedQuery {
  readonly terms: readonly PlacedTerm[];
  /** What is wrong with the text, in order of place; a query with faults is not to be run. */
  readonly faults: readonly QueryFault[];
}

/** Reads the text of a query as one list understands it. Terms that are right are there beside the faults. */
export function parseQuery(text: string, list: ListName): ParsedQuery {
  const { words, faults: unread } = readWords(text);
  const terms: PlacedTerm[] = [];
  const faults = [...unread];
  for (const word of words) {
    const read = readTerm(word, list);
    if ("faults" in read) faults.push(...read.faults);
    else terms.push({ from: word.from, to: word.to, term: read });
  }
  return { terms, faults: faults.sort((a, b) => a.from - b.from) };
}

/** The query of a text that is known to be right; faulty terms are left out. */
export function queryOf({ terms }: ParsedQuery): Query {
  return terms.map(({ term }) => term);
}

function readTerm(word: Word, list: ListName): Term | { readonly faults: readonly QueryFault[] } {
  const { name, isExcluded, values } = word;
  if (name === undefined) {
    const [value] = values;
    if (value === undefined || value.text.trim() === "")
      return faulty(word, "There is nothing to search for.");
    return { kind: "text", text: value.text, isPhrase: value.isQuoted, isExcluded };
  }
  const field = findField(name.text);
  if (field === undefined) return { faults: [unknownField(name, list)] };
  const use = fieldUse(field, list);
  if (use === undefined) return faulty(name, elsewhere(field, list));
  const conditions = values.map((value) =>
    value.text === "" && value.from === value.to
      ? readCondition(field, list, use, { ...value, from: name.from })
      : readCondition(field, list, use, value),
  );
  const faults = conditions.filter((condition) => "message" in condition);
  if (faults.length > 0) return { faults };
  return {
    kind: "field",
    field,
    isExcluded,
    conditions: conditions.filter((condition) => "kind" in condition),
  };
}

function unknownField(name: Written, list: ListName): QueryFault {
  const suggestion = nearestName(
    name.text,
    fieldsOfList(list).flatMap((field) => [field, ...(fieldOf(field).aliases ?? [])]),
  );
  return {
    from: name.from,
    to: name.to,
    message:
      suggestion === undefined
        ? `There is no field ${name.text}. To find the text itself, put it in quotes.`
        : `There is no field ${name.text}.`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function elsewhere(field: Parameters<typeof fieldUse>[0], list: ListName): string {
  const others = listNames.filter((other) => fieldUse(field, other) !== undefined).map(listTitle);
  return `${field} is no field of ${listTitle(list)}, only of ${others.join(", ")}.`;
}

function faulty({ from, to }: Span, message: string): { readonly faults: readonly QueryFault[] } {
  return { faults: [{ from, to, message }] };
}
