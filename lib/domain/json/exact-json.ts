import type { JsonValue } from "../model/field";

/**
 * Parses JSON without losing integers: those beyond 2^53 become bigint, all others numbers. A number too
 * large for a double (1e400) becomes the text of its digits, so that the value can be written again.
 *
 * The engine's parser does the work; a walk over the values finds what it may have damaged. Only then is the text
 * looked at for long numbers outside strings: one or a few are put in their places, and where it is not plain which
 * belongs where they are handed through a second parsing as marked strings. Throws SyntaxError as JSON.parse
 * does. The last of duplicate keys wins and `__proto__` becomes an own property.
 */
export function parseExact(text: string): JsonValue {
  const value = parseEngine(text);
  if (typeof value === "number") return isExact(value) ? value : exactNumber(text.trim());
  const places = inexactPlaces(value);
  if (places.length === 0 || repairSole(places, text) || repair(places, text)) return value;
  const mark = "\u0001".repeat(freeMarkLength(text));
  return restore(parseEngine(markNumbers(text, mark)), mark);
}

/** Where a number stands that the engine's parser may have damaged. */
interface Place {
  readonly holder: Record<string, JsonValue>;
  readonly key: string;
  readonly value: number;
}

/** Doubles that say what their digits said; a whole number beyond 2^53 may not. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

/** Numbers anywhere in the value that are not exact, in no order. Not recursive: texts may nest deeper than a stack. */
function inexactPlaces(value: JsonValue): readonly Place[] {
  const places: Place[] = [];
  const waiting: JsonValue[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    // What was parsed is fresh and known to nobody else, hence writing to it is sound.
    const holder = next as Record<string, JsonValue>;
    for (const key in holder) {
      const member = holder[key];
      if (typeof member === "number") {
        if (!isExact(member)) places.push({ holder, key, value: member });
      } else if (typeof member === "object" && member !== null) waiting.push(member);
    }
  }
  return places;
}

/**
 * Puts the one number of the text that may have been damaged in the one place. What a double damages has sixteen digits in
 * a row or an exponent, so where only one spot of the text looks like that, inside strings or not, it is that number.
 */
function repairSole([place, ...others]: readonly Place[], text: string): boolean {
  if (place === undefined || others.length > 0) return false;
  suspectNumber.lastIndex = 0;
  const suspect = suspectNumber.exec(text);
  if (suspect === null) return false;
  const { start, digits } = numberAt(text, suspect.index);
  suspectNumber.lastIndex = start + digits.length;
  if (suspectNumber.test(text)) return false;
  setOwn(place.holder, place.key, exactNumber(digits));
  return true;
}

/**
 * Puts the long numbers of the text in their places, if it is plain which belongs where: as many as places, each
 * place with a number of its own that rounds to what stands there.
 */
function repair(places: readonly Place[], text: string): boolean {
  const digits = new Map<number, string>();
  const numbers = longNumbers(text);
  for (const number of numbers) digits.set(Number(number.digits), number.digits);
  const values = new Set(places.map(({ value }) => value));
  if (numbers.length !== places.length || digits.size !== places.length || values.size !== places.length)
    return false;
  if (!places.every(({ value }) => digits.has(value))) return false;
  for (const { holder, key, value } of places) setOwn(holder, key, exactNumber(digits.get(value) ?? ""));
  return true;
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

/** Sixteen digits in a row, or an exponent where a number ends: in names digits stand around an e as well. */
const suspectNumber = /\d{16}|\d[eE]\+?\d+(?=\s*(?:[,}\]]|$))/g;
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

interface LongNumber {
  readonly start: number;
  readonly digits: string;
}

/** Numbers outside strings that a double would damage, in order. */
function longNumbers(text: string): readonly LongNumber[] {
  const numbers: LongNumber[] = [];
  unsafeNumber.lastIndex = 0;
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
    const { start, digits } = numberAt(text, match.index);
    if (jsonNumber.test(digits) && typeof exactNumber(digits) !== "number") numbers.push({ start, digits });
    unsafeNumber.lastIndex = Math.max(start + digits.length, match.index + 1);
  }
  return numbers;
}

/** Puts every number that a double would damage into a string that starts with the mark. */
function markNumbers(text: string, mark: string): string {
  const escapedMark = "\\u0001".repeat(mark.length);
  let marked = "";
  let copied = 0;
  for (const { start, digits } of longNumbers(text)) {
    marked += `${text.slice(copied, start)}"${escapedMark}${digits}"`;
    copied = start + digits.length;
  }
  return marked + text.slice(copied);
}

/** The number of which the character at `at` is part, or what looks like one. */
function numberAt(text: string, at: number): LongNumber {
  const start = startOfNumber(text, at);
  numberToken.lastIndex = start;
  return { start, digits: numberToken.exec(text)?.[0] ?? "" };
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
