import { asObject, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import { changedFields, isStreaming } from "../projection/entity-table";

/**
 * How a stored entity relates to the one recomputed from events.
 *
 *   match      equal
 *   lagging    both still growing and one text is the beginning of the other: the runtime writes at most
 *              every 250 ms, and a recording may end before the store does
 *   stale      the store shows it as still growing, the events ended it
 *   drift      anything else
 */
export interface EntityComparison {
  readonly state: "match" | "lagging" | "stale" | "drift";
  /** Fields that differ, in the order of the recomputed state. */
  readonly fields: readonly string[];
}

/**
 * Compares the properties of two states of one entity. Unset, empty and false count as equal: the older
 * stored form leaves them out, the newer writes them.
 */
export function compareEntities(
  stored: JsonValue | undefined,
  projected: JsonValue | undefined,
): EntityComparison {
  const left = withoutDefaults(asObject(stored) ?? {});
  const right = withoutDefaults(asObject(projected) ?? {});
  const fields = changedFields(left, right);
  if (fields.length === 0) return { state: "match", fields };
  if (isStreaming(left) && !isStreaming(right)) return { state: "stale", fields };
  if (isStreaming(left) && isStreaming(right) && fields.every((name) => grows(left[name], right[name]))) {
    return { state: "lagging", fields };
  }
  return { state: "drift", fields };
}

function grows(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const [left, right] = [asText(a) ?? "", asText(b) ?? ""];
  return left.startsWith(right) || right.startsWith(left);
}

function withoutDefaults(props: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => !isDefault(value)));
}

function isDefault(value: JsonValue): boolean {
  if (value === null || value === "" || value === false || value === 0) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
