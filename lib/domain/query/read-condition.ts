import { nearestName } from "./nearest-name";
import type { Condition, Limit, QueryFault } from "./query";
import { fieldUse, type FieldName, type FieldUse, type ListName } from "./query-fields";
import { examples, readPoint, type PointSpan } from "./read-points";
import type { Written } from "./read-words";

/** Reads one alternative of a field; a fault when the field does not take such a value. */
export function readCondition(
  field: FieldName,
  list: ListName,
  use: FieldUse,
  written: Written,
): Condition | QueryFault {
  const { text, isQuoted } = written;
  if (text === "") return fault(written, `${field} needs a value.`);
  if (!isQuoted && text === "*") return { kind: "present" };
  switch (use.kind) {
    case "text":
      return { kind: "equals", text };
    case "name":
      return !isQuoted && text.endsWith("*")
        ? { kind: "starts", text: text.slice(0, -1) }
        : { kind: "equals", text };
    case "word":
      return readWord(field, list, written);
    default:
      return readRange(field, use.kind, written);
  }
}

function readWord(field: FieldName, list: ListName, written: Written): Condition | QueryFault {
  const values = fieldUse(field, list)?.values ?? [];
  const lower = written.text.toLowerCase();
  if (values.includes(lower)) return { kind: "equals", text: lower };
  const suggestion = nearestName(lower, values);
  return {
    ...fault(written, `${field} of ${listTitle(list)} is one of ${values.join(", ")}.`),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function readRange(field: FieldName, kind: keyof typeof examples, written: Written): Condition | QueryFault {
  const { text } = written;
  const wrong = fault(written, `${field} takes ${examples[kind]}.`);
  const isTime = kind === "time";
  const compared = /^(>=|<=|>|<)(.+)$/s.exec(text);
  if (compared !== null) {
    const [, sign = "", rest = ""] = compared;
    const point = readPoint(kind, rest);
    return point === undefined ? wrong : comparison(sign, point, isTime);
  }
  const dots = text.indexOf("..");
  if (dots >= 0) {
    const [first, last] = [text.slice(0, dots), text.slice(dots + 2)];
    const from = first === "" ? undefined : readPoint(kind, first);
    const to = last === "" ? undefined : readPoint(kind, last);
    if ((first === "") === (from !== undefined) || (last === "") === (to !== undefined)) return wrong;
    if (from === undefined && to === undefined) return wrong;
    return range(from && limit(from.begin, true), to && limit(to.end, !isTime));
  }
  const point = readPoint(kind, text);
  if (point === undefined) return wrong;
  // "-2h" is the last two hours; a date is that whole day.
  const isAgo = typeof point.begin !== "bigint";
  return range(limit(point.begin, true), isAgo ? undefined : limit(point.end, !isTime));
}

/** A time covers a span: after a day begins where the day ends. */
function comparison(sign: string, { begin, end }: PointSpan, isTime: boolean): Condition {
  switch (sign) {
    case ">":
      return range(limit(end, isTime), undefined);
    case ">=":
      return range(limit(begin, true), undefined);
    case "<":
      return range(undefined, limit(begin, false));
    default:
      return range(undefined, limit(end, !isTime));
  }
}

function limit(point: Limit["point"], isIncluded: boolean): Limit {
  return { point, isIncluded };
}

function range(from: Limit | undefined, to: Limit | undefined): Condition {
  return { kind: "range", ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function fault({ from, to }: Written, message: string): QueryFault {
  return { from, to, message };
}

/** The list as people call it. */
export function listTitle(list: ListName): string {
  return list.replace("-", " ");
}
