import type { JsonValue } from "../model/field";

/**
 * Parses JSON without losing integers: those beyond 2^53 become bigint, all others numbers. A number too
 * large for a double (1e400) becomes the text of its digits, so that the value can be written again.
 *
 * The engine's parser does the work. Numbers that it would damage are found outside strings first and
 * handed through it as marked strings; cost is about one extra pass over the text, paid only by texts
 * with a run of 16 digits or a three-digit exponent. Throws SyntaxError as JSON.parse does. The last of
 * duplicate keys wins and `__proto__` becomes an own property.
 */
export function parseExact(text: string): JsonValue {
  unsafeNumber.lastIndex = 0;
  if (!unsafeNumber.test(text)) return parseEngine(text);
  const mark = "\u0001".repeat(freeMarkLength(text));
  const marked = markNumbers(text, mark);
  return marked === text ? parseEngine(text) : restore(parseEngine(marked), mark);
}

/**
 * Prints a JSON value as JSON.stringify does, bigints as integers. Keys keep their order. Recursive: for
 * values of bounded depth.
 */
export function stringifyExact(value: JsonValue): string {
  return holdsBigint(value) ? print(value) : JSON.stringify(value);
}

function holdsBigint(value: JsonValue | undefined): boolean {
  if (typeof value === "bigint") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsBigint);
}

function print(value: JsonValue): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((item: JsonValue | undefined) => print(item ?? null)).join(",")}]`;
  const members = Object.entries(value).filter(
    ([, member]: [string, JsonValue | undefined]) => member !== undefined,
  );
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${print(member)}`).join(",")}}`;
}

const unsafeNumber = /\d{16}|\d[eE]\+?\d{3}/g;
const numberToken = /[\d.eE+-]*/y;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What JSON.parse gives is a JSON value by construction. */
function parseEngine(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

/**
 * How often U+0001 must be repeated so that no string of the text can begin with it: the raw character is
 * illegal in JSON strings, so only its escape can produce it.
 */
function freeMarkLength(text: string): number {
  if (!text.includes("\\u0001")) return 1;
  let length = 1;
  while (text.includes("\\u0001".repeat(length))) length *= 2;
  return length;
}

/** Puts every number that a double would damage into a string that starts with the mark. */
function markNumbers(text: string, mark: string): string {
  const escapedMark = "\\u0001".repeat(mark.length);
  unsafeNumber.lastIndex = 0;
  let marked = "";
  let copied = 0;
  let outside = 0;
  for (let match = unsafeNumber.exec(text); match !== null; match = unsafeNumber.exec(text)) {
    // Strings up to the match are stepped over, so that digits inside one are left alone.
    let quote = text.indexOf('"', outside);
    while (quote >= 0 && quote < match.index) {
      outside = endOfString(text, quote);
      quote = outside > match.index ? -1 : text.indexOf('"', outside);
    }
    if (outside > match.index) {
      unsafeNumber.lastIndex = outside;
      continue;
    }
    const start = startOfNumber(text, match.index);
    numberToken.lastIndex = start;
    const digits = numberToken.exec(text)?.[0] ?? "";
    const end = start + digits.length;
    if (jsonNumber.test(digits) && typeof exactNumber(digits) !== "number") {
      marked += `${text.slice(copied, start)}"${escapedMark}${digits}"`;
      copied = end;
    }
    unsafeNumber.lastIndex = Math.max(end, match.index + 1);
  }
  return copied === 0 ? text : marked + text.slice(copied);
}

/** Index of the first character of the number of which `at` is part. */
function startOfNumber(text: string, at: number): number {
  let start = at;
  while (start > 0 && isNumberCharacter(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Digits, sign, point and exponent mark. */
function isNumberCharacter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2b ||
    code === 0x2e ||
    code === 0x65 ||
    code === 0x45
  );
}

/** Index behind the closing quote of the string that opens at `quote`; the text's end if it never closes. */
function endOfString(text: string, quote: number): number {
  let end = quote;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
}

function exactNumber(digits: string): number | bigint | string {
  const value = Number(digits);
  if (!Number.isFinite(value)) return digits;
  return !Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? BigInt(digits) : value;
}

/** Turns marked strings back into what their digits say, in place. */
function restore(value: JsonValue, mark: string): JsonValue {
  if (typeof value === "string") return value.startsWith(mark) ? restored(value.slice(mark.length)) : value;
  if (typeof value !== "object" || value === null) return value;
  restoreMembers(value, mark);
  return value;
}

/** The parsed value is fresh and known to nobody else, hence writing to it is sound. */
function restoreMembers(value: object, mark: string): void {
  const members = value as Record<string, JsonValue>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member === "string") {
      if (member.startsWith(mark)) {
        setOwn(members, key, restored(member.slice(mark.length)));
      }
    } else if (typeof member === "object" && member !== null) {
      restoreMembers(member, mark);
    }
  }
}

/** Plain assignment to `__proto__` would call its setter. */
function setOwn(members: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === "__proto__")
    Object.defineProperty(members, key, { value, writable: true, enumerable: true, configurable: true });
  else members[key] = value;
}

function restored(digits: string): bigint | string {
  return /^-?\d+$/.test(digits) ? BigInt(digits) : digits;
}
