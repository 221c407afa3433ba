import type { Condition, Limit } from "./query";

/** Whether one of the conditions holds of a value that is known. Pure; `nowMs` is what "ago" counts from. */
export function holds(
  conditions: readonly Condition[],
  value: string | bigint | null,
  nowMs: number,
): boolean {
  return value !== null && conditions.some((condition) => holdsOne(condition, value, nowMs));
}

function holdsOne(condition: Condition, value: string | bigint, nowMs: number): boolean {
  switch (condition.kind) {
    case "present":
      return true;
    case "equals":
      return String(value) === condition.text;
    case "starts":
      return String(value).toLowerCase().startsWith(condition.text.toLowerCase());
    case "range": {
      if (typeof value !== "bigint") return false;
      const { from, to } = condition;
      return isWithin(from, nowMs, (at) => value - at) && isWithin(to, nowMs, (at) => at - value);
    }
  }
}

function isWithin(limit: Limit | undefined, nowMs: number, distance: (at: bigint) => bigint): boolean {
  if (limit === undefined) return true;
  const { point } = limit;
  const beyond = distance(typeof point === "bigint" ? point : BigInt(nowMs) - point.ago_ms);
  return beyond > 0n || (beyond === 0n && limit.isIncluded);
}
