/**
 * The row models of text and of bytes: offsets only, so that ten megabytes cost a few arrays. Pure.
 */

/** Part of a text that is drawn as one row. Long lines continue on further rows. */
export interface TextRow {
  /** Line number from 1. */
  readonly line: number;
  /** Whether the row begins its line. */
  readonly first: boolean;
  readonly start: number;
  /** Exclusive; the line feed is left out. */
  readonly end: number;
}

/** Cuts a text into rows of at most `maxLength` characters. Never parts a surrogate pair. */
export function textRows(text: string, maxLength: number): readonly TextRow[] {
  const rows: TextRow[] = [];
  let line = 1;
  let lineStart = 0;
  while (lineStart <= text.length) {
    const feed = text.indexOf("\n", lineStart);
    const lineEnd = feed < 0 ? text.length : feed;
    let start = lineStart;
    do {
      let end = Math.min(lineEnd, start + maxLength);
      if (end < lineEnd && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
      rows.push({ line, first: start === lineStart, start, end });
      start = end;
    } while (start < lineEnd);
    if (feed < 0) break;
    lineStart = feed + 1;
    line += 1;
  }
  // A final line feed ends the last line; it does not begin another.
  if (rows.length > 1 && text.endsWith("\n")) rows.pop();
  return rows;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Offsets at which the query occurs, ignoring case, at most `limit`. */
export function findInText(text: string, query: string, limit = 5000): readonly number[] {
  if (query === "") return [];
  const lower = text.toLowerCase();
  // Lower-casing may change lengths (İ); offsets would then be wrong, so case is respected instead.
  const [haystack, needle] = lower.length === text.length ? [lower, query.toLowerCase()] : [text, query];
  const found: number[] = [];
  for (
    let at = haystack.indexOf(needle);
    at >= 0 && found.length < limit;
    at = haystack.indexOf(needle, at + needle.length)
  ) {
    found.push(at);
  }
  return found;
}

/** Index of the row that holds an offset. O(log n). */
export function rowOfOffset(rows: readonly TextRow[], offset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface HexRow {
  /** "000001a0" */
  readonly offset: string;
  /** Two groups of eight bytes. */
  readonly hex: string;
  /** Printable ASCII, a dot for everything else. */
  readonly ascii: string;
}

export const bytesPerHexRow = 16;

/** One row of a hex dump. */
export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const start = row * bytesPerHexRow;
  const slice = bytes.subarray(start, start + bytesPerHexRow);
  const pairs = Array.from(slice, (byte) => byte.toString(16).padStart(2, "0"));
  const hex = `${pairs.slice(0, 8).join(" ").padEnd(23)}  ${pairs.slice(8).join(" ").padEnd(23)}`;
  const ascii = Array.from(slice, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
  ).join("");
  return { offset: start.toString(16).padStart(8, "0"), hex, ascii };
}

/** The bytes as UTF-8, and whether every byte belonged to it. */
export function decodeUtf8(bytes: Uint8Array): { text: string; valid: boolean } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), valid: true };
  } catch {
    // Bytes that are no UTF-8 are data to show, not a failure.
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), valid: false };
  }
}
