import type { JsonValue } from "../model/field";

/**
 * JSON in the one form that the runtime hashes (`sha256-canonical-json-v1`): no white space, object keys in
 * the order of their UTF-8 bytes, `<`, `>` and `&` escaped, numbers in their shortest form. Equal values
 * give equal texts. Cost: linear in the size, keys sorted per object.
 */
export function canonicalJson(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "null";
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      return canonicalNumber(value);
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return isArray(value) ? `[${value.map(canonicalJson).join(",")}]` : canonicalObject(value);
  }
}

function canonicalObject(value: { readonly [key: string]: JsonValue }): string {
  const members = Object.keys(value)
    .sort(compareUtf8)
    .map((key) => `${canonicalString(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(",")}}`;
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Integers in full digits below 1e21, else exponent form: exactly what JavaScript prints, but for -0. */
function canonicalNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : "null";
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

// The lone surrogate alternatives stand for what Go sees as invalid UTF-8.
const special =
  /["\\<>&\u0000-\u001f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A JSON string as Go's encoder writes it with HTML escaping on. */
export function canonicalString(value: string): string {
  return `"${value.replace(special, escape)}"`;
}

function escape(character: string): string {
  const known = short[character];
  if (known !== undefined) return known;
  const unit = character.charCodeAt(0);
  if (unit >= 0xd800 && unit <= 0xdfff) return "\\ufffd";
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/**
 * Order of two texts by their UTF-8 bytes, without encoding them. It differs from the order of UTF-16
 * units only where a surrogate (a code point beyond U+FFFF) meets a unit above U+DFFF.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit <= 0xdfff ? unit + 0x2000 : unit - 0x800;
}
