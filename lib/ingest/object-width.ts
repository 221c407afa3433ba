import type { JsonValue } from "@/lib/domain/model/field";

/** Members that an object of a line may have (OpenTelemetry and format research 5.2): no record has as many. */
export const maxObjectMembers = 2_000;

/** No text shorter than this holds as many: each takes six bytes at least, `"a":1,`. */
const leastWideBytes = maxObjectMembers * 6;

/** Whether a value holds an object of more members. Cost: one walk over the values of a long text, nothing for others. */
export function isTooWide(value: JsonValue, byteLength: number): boolean {
  return byteLength >= leastWideBytes && hasWideObject(value);
}

/** Nesting is bounded by what is parsed, so the stack is. */
function hasWideObject(value: JsonValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasWideObject);
  const members = Object.values(value);
  return members.length > maxObjectMembers || members.some(hasWideObject);
}
