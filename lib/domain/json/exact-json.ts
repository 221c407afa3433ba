import { isSafeNumber, parse as parseLossless, stringify as stringifyLossless } from "lossless-json";
import type { JsonValue } from "../model/field";

/** A run of 16 digits or more: only then can an integer be too large for a number. */
const longDigits = /\d{16}/;
/** `"seq":1771…` outside strings: inside a string its quotes would be escaped. */
const longOrdinal = /"(seq|version)"(\s*:\s*)(-?\d{16,})(?=\s*[,}])/g;

/**
 * Parses JSON without losing integers: those beyond 2^53 become bigint, all others numbers.
 *
 * Most texts take the engine's parser. Texts whose only long numbers are `seq` and `version` members take
 * it too, with those members quoted first; everything else goes through the lossless parser, about ten
 * times slower. Throws SyntaxError as JSON.parse does. `__proto__` becomes an own property.
 */
export function parseExact(text: string): JsonValue {
  if (!longDigits.test(text)) return JSON.parse(text) as JsonValue;
  let ordinals = false;
  const quoted = text.replace(longOrdinal, (_match, name: string, colon: string, digits: string) => {
    ordinals = true;
    return `"${name}"${colon}{"\u0000int":"${digits}"}`;
  });
  if (ordinals && !hasLongNumber(quoted)) return JSON.parse(quoted, restoreOrdinal) as JsonValue;
  if (!hasLongNumber(text)) return JSON.parse(text) as JsonValue;
  return parseLossless(text, undefined, parseNumber) as JsonValue;
}

/** Prints a JSON value; bigints are written as integers. Keys keep their order. */
export function stringifyExact(value: JsonValue): string {
  return stringifyLossless(value) ?? "null";
}

/** Whether a long run of digits may stand outside a string (errs on the side of yes). */
function hasLongNumber(text: string): boolean {
  return /[:[,\s]-?\d{16,}/.test(text) || /[:[,\s]-?\d+\.\d{14,}/.test(text);
}

function restoreOrdinal(_key: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && "\u0000int" in value) {
    return BigInt(String(value["\u0000int"]));
  }
  return value;
}

function parseNumber(digits: string): number | bigint {
  if (/^-?\d+$/.test(digits) && !isSafeNumber(digits)) return BigInt(digits);
  return Number(digits);
}
