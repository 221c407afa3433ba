/**
 * Walks JSON as bytes: finds where a member's value stands, and where a text stops being JSON. It never
 * builds values. Nesting must be bounded beforehand (`depth-scan.ts`).
 */

/** Range of a value inside its text, end excluded. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where a text stops being JSON. */
class Malformed extends Error {
  constructor(readonly at: number) {
    super(`not JSON at byte ${String(at)}`);
  }
}

/** Range of the value of a top-level member; the last one if the key is repeated, as parsers take it. */
export function memberRange(bytes: Uint8Array, name: string): ByteRange | undefined {
  const key = Buffer.from(JSON.stringify(name), "utf8");
  let found: ByteRange | undefined;
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 0x7b) return undefined;
  at = skipSpace(bytes, at + 1);
  try {
    while (bytes[at] === 0x22) {
      const keyEnd = skipString(bytes, at);
      const isWanted = Buffer.from(bytes.buffer, bytes.byteOffset + at, keyEnd - at).equals(key);
      const start = skipSpace(bytes, expect(bytes, skipSpace(bytes, keyEnd), 0x3a));
      const end = skipValue(bytes, start);
      if (isWanted) found = { start, end };
      at = skipSpace(bytes, end);
      if (bytes[at] !== 0x2c) break;
      at = skipSpace(bytes, at + 1);
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return found;
}

/** Ranges of the elements of a top-level array, up to where it stops being JSON; undefined for anything else. */
export function elementRanges(bytes: Uint8Array): readonly ByteRange[] | undefined {
  const open = skipSpace(bytes, 0);
  if (bytes[open] !== 0x5b) return undefined;
  const ranges: ByteRange[] = [];
  try {
    skipMembers(bytes, open, 0x5d, (start) => {
      const end = skipValue(bytes, start);
      ranges.push({ start, end });
      return end;
    });
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return ranges;
}

/** Offset of the first byte that cannot belong to a JSON text; the length if it ends too early. */
export function faultOffset(bytes: Uint8Array): number {
  try {
    return skipSpace(bytes, skipValue(bytes, skipSpace(bytes, 0)));
  } catch (error) {
    if (error instanceof Malformed) return error.at;
    throw error;
  }
}

/** Whether the bytes are one whole JSON text. */
export function isWholeJson(bytes: Uint8Array): boolean {
  try {
    return skipSpace(bytes, skipValue(bytes, skipSpace(bytes, 0))) === bytes.length;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function skipValue(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x22:
      return skipString(bytes, at);
    case 0x7b:
      return skipMembers(bytes, at, 0x7d, (start) => {
        if (bytes[start] !== 0x22) throw new Malformed(start);
        const colon = skipSpace(bytes, skipString(bytes, start));
        return skipValue(bytes, skipSpace(bytes, expect(bytes, colon, 0x3a)));
      });
    case 0x5b:
      return skipMembers(bytes, at, 0x5d, (start) => skipValue(bytes, start));
    default:
      return skipScalar(bytes, at);
  }
}

function skipMembers(
  bytes: Uint8Array,
  open: number,
  close: number,
  skipMember: (at: number) => number,
): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    at = skipSpace(bytes, skipMember(at));
    if (bytes[at] === close) return at + 1;
    at = skipSpace(bytes, expect(bytes, at, 0x2c));
  }
}

const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

function skipScalar(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && isScalarByte(bytes[end] ?? 0)) end += 1;
  if (!scalar.test(Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString("latin1")))
    throw new Malformed(at);
  return end;
}

/** Letters, digits, plus, minus and point. */
function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x45
  );
}

function skipString(bytes: Uint8Array, open: number): number {
  for (let at = open + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22) return at + 1;
    if (byte === 0x5c) at += 1;
    else if (byte < 0x20) throw new Malformed(at);
  }
  throw new Malformed(bytes.length);
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at += 1;
  return at;
}

function expect(bytes: Uint8Array, at: number, byte: number): number {
  if (bytes[at] !== byte) throw new Malformed(Math.min(at, bytes.length));
  return at + 1;
}
