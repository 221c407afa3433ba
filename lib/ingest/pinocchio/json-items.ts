import { memberRange, type ByteRange } from "../json-bytes";

/** Bytes of a member, by path from the top; undefined where a step is missing. The document must be JSON. */
export function bytesAt(bytes: Uint8Array, path: readonly string[]): Uint8Array | undefined {
  let current: Uint8Array | undefined = bytes;
  for (const name of path) {
    const range: ByteRange | undefined = current === undefined ? undefined : memberRange(current, name);
    current = range === undefined ? undefined : current?.subarray(range.start, range.end);
  }
  return current;
}

/** Exact bytes of each element of an array. `bytes` must be the JSON text of one array. */
export function elementsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const elements: Uint8Array[] = [];
  let depth = 0;
  let start = -1;
  let end = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      if (start === -1) start = at;
      at = endOfString(bytes, at);
      end = at + 1;
    } else if (byte === openBracket || byte === openBrace) {
      if (depth === 1 && start === -1) start = at;
      depth += 1;
    } else if (byte === closeBracket || byte === closeBrace) {
      depth -= 1;
      if (depth > 0) end = at + 1;
      else if (start !== -1) elements.push(bytes.subarray(start, end));
    } else if (byte === comma && depth === 1) {
      elements.push(bytes.subarray(start, end));
      start = -1;
    } else if (!isSpace(byte)) {
      if (depth === 1 && start === -1) start = at;
      end = at + 1;
    }
  }
  return elements;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function endOfString(bytes: Uint8Array, open: number): number {
  let at = open + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
