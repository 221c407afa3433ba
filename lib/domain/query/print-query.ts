import type { Condition, Query, Term } from "./query";
import { fieldUse, type FieldKind, type ListName } from "./query-fields";
import { writePoint } from "./read-points";
import { quoted } from "./read-words";

/** Writes a query in its one canonical form; reading it gives the same query. */
export function printQuery(query: Query, list: ListName): string {
  return query.map((term) => printTerm(term, list)).join(" ");
}

export function printTerm(term: Term, list: ListName): string {
  const sign = term.isExcluded ? "-" : "";
  if (term.kind === "text") return `${sign}${term.isPhrase ? quoted(term.text) : term.text}`;
  const kind = fieldUse(term.field, list)?.kind ?? "name";
  return `${sign}${term.field}:${term.conditions.map((condition) => printCondition(condition, kind)).join(",")}`;
}

function printCondition(condition: Condition, kind: FieldKind): string {
  switch (condition.kind) {
    case "equals":
      return isPlain(condition.text) ? condition.text : quoted(condition.text);
    case "starts":
      return `${condition.text}*`;
    case "present":
      return "*";
    case "range":
      return printRange(condition, kind);
  }
}

function printRange({ from, to }: Extract<Condition, { kind: "range" }>, kind: FieldKind): string {
  const write = (point: NonNullable<typeof from>["point"]) => writePoint(kind, point);
  if (from === undefined && to === undefined) return "*";
  if (to === undefined)
    return from === undefined ? "*" : `${from.isIncluded ? ">=" : ">"}${write(from.point)}`;
  if (from === undefined) return `${to.isIncluded ? "<=" : "<"}${write(to.point)}`;
  // The end of a range of times is excluded, and covers its own millisecond when it is read.
  const end = kind === "time" && typeof to.point === "bigint" ? to.point - 1n : to.point;
  return from.point === end && kind !== "time" ? write(end) : `${write(from.point)}..${write(end)}`;
}

function isPlain(text: string): boolean {
  return text !== "" && !/[\s,"]|\*$/.test(text);
}
