import type { JsonValue } from "../model/field";

export type JsonObject = { readonly [key: string]: JsonValue };

/** Narrow views of a JSON value; each gives undefined when the value is of another kind. */
export function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function asArray(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
}

/** A non-empty string, or undefined. */
export function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A finite number; decimal strings as protobuf JSON writes them are accepted. */
export function asNumber(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return undefined;
}

/** A signed 64-bit integer from a number, bigint or decimal string; undefined when it is none of these. */
export function asOrdinal(value: JsonValue | undefined): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
  if (typeof value === "string" && /^-?\d{1,19}$/.test(value)) return asOrdinal(BigInt(value));
  return undefined;
}

export function asBoolean(value: JsonValue | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
