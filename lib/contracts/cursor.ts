import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** Position in a sorted list: the values of the sort columns of the last row, in order. */
export type CursorKey = readonly (string | number | bigint | null)[];

/**
 * Prints a position as an opaque cursor. `binding` names what the position means: list, sort and filters.
 * A cursor used with another binding is refused, because its page would be wrong without anyone seeing it.
 */
export function encodeCursor(binding: JsonValue, key: CursorKey): string {
  return toBase64Url(stringifyExact([fingerprint(stringifyExact(binding)), ...key.map(tagged)]));
}

/** Reads a cursor of `length` values. Throws invalid-cursor when it is damaged or belongs to another query. */
export function decodeCursor(binding: JsonValue, cursor: string, length: number): CursorKey {
  const values = parsed(cursor);
  if (values?.length !== length + 1) {
    throw new ConsoleError("invalid-cursor", "The cursor is damaged. Start again from the first page.");
  }
  if (values[0] !== fingerprint(stringifyExact(binding))) {
    throw new ConsoleError(
      "invalid-cursor",
      "The cursor belongs to another query, sort order or filter. Start again from the first page.",
    );
  }
  return values.slice(1).map(untagged);
}

function parsed(cursor: string): readonly JsonValue[] | undefined {
  try {
    const value = parseExact(fromBase64Url(cursor));
    return Array.isArray(value) ? value : undefined;
  } catch {
    // Not base64, not UTF-8 or not JSON: all mean that the cursor is not ours.
    return undefined;
  }
}

/** Bigints carry a tag so that a small one does not come back as a number. */
function tagged(value: CursorKey[number]): JsonValue {
  return typeof value === "bigint" ? { n: String(value) } : value;
}

function untagged(value: JsonValue): CursorKey[number] {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (
    typeof value === "object" &&
    "n" in value &&
    typeof value.n === "string" &&
    /^-?\d{1,19}$/.test(value.n)
  ) {
    return BigInt(value.n);
  }
  throw new ConsoleError("invalid-cursor", "The cursor is damaged. Start again from the first page.");
}

/** FNV-1a, 64 bits: tells bindings apart; no protection against forgery is needed, a forged position only pages. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(binary, (char) => char.charCodeAt(0)),
  );
}
