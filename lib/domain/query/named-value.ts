import type { Condition } from "./query";

/** The one value that a condition asks for, as it is written; undefined when it asks for more than one. */
export function namedValue(condition: Condition): string | undefined {
  if (condition.kind === "equals") return condition.text;
  if (condition.kind !== "range" || condition.from === undefined) return undefined;
  const { from, to } = condition;
  return typeof from.point === "bigint" && from.point === to?.point ? String(from.point) : undefined;
}
