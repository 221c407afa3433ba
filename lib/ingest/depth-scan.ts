/** Deepest nesting of objects and arrays that is parsed; what goes deeper is stored unparsed. */
export const maxJsonDepth = 128;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether a text opens so many objects and arrays that they could nest deeper than `limit`. Most open a dozen, and the
 * engine finds those many bytes at a time: a fiftieth of what `isDeeperThan` costs a line of a kilobyte.
 */
export function mayBeDeeperThan(text: string, limit: number = maxJsonDepth): boolean {
  let left = limit;
  for (const bracket of ["{", "["])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      left -= 1;
      if (left < 0) return true;
    }
  return false;
}

/**
 * Whether objects and arrays nest deeper than `limit`, found over the bytes without parsing. Parsing such
 * a text may succeed where printing, walking or storing the value overflows a stack. Some 3 ns a byte.
 */
export function isDeeperThan(bytes: Uint8Array, limit: number = maxJsonDepth): boolean {
  if (bytes.length <= limit) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) {
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
  return false;
}
