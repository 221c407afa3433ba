import type { JsonValue } from "../model/field";
import { parseExact } from "./exact-json";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Whether two texts are the same JSON value, whatever their white space, escapes and key order. False when
 * either is not JSON.
 */
export function sameContent(a: Uint8Array, b: Uint8Array): boolean {
  try {
    return sameValue(parseExact(utf8.decode(a)), parseExact(utf8.decode(b)));
  } catch {
    // Bytes that do not parse have no content to compare; they are the same only byte for byte.
    return false;
  }
}

/** Deep equality of JSON values; numbers compare exactly, keys in any order. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || a === undefined || b === undefined) {
    return false;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => sameValue(x, b[i]));
  }
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameValue(value, right.get(key)));
}
