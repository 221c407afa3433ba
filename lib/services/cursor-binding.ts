import type { JsonValue } from "@/lib/domain/model/field";

/** What a cursor of a list is bound to: its name, sort and filters, in a form that does not depend on order. */
export function cursorBinding(list: string, parts: Readonly<Record<string, unknown>>): JsonValue {
  return [list, canonical(parts)];
}

function canonical(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]);
  }
  if (
    typeof value === "bigint" ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  return null;
}
