import type { JsonValue } from "../model/field";
import { parseExact } from "./exact-json";
import { asArray, asObject } from "./json-access";

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
  const [listA, listB] = [asArray(a), asArray(b)];
  if (listA !== undefined && listB !== undefined) {
    return listA.length === listB.length && listA.every((item, at) => sameValue(item, listB[at]));
  }
  const [left, right] = [asObject(a), asObject(b)];
  if (left === undefined || right === undefined) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
  );
}
