/** Ordinals from the first to the last, both included. */
export interface OrdinalRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Rising ordinals as text, neighbours together: `42-61,70`. */
export function printRanges(ordinals: Iterable<bigint>): string {
  const ranges: { first: bigint; last: bigint }[] = [];
  for (const ordinal of ordinals) {
    const open = ranges.at(-1);
    if (open !== undefined && ordinal === open.last + 1n) open.last = ordinal;
    else ranges.push({ first: ordinal, last: ordinal });
  }
  return ranges
    .map(({ first, last }) => (first === last ? String(first) : `${String(first)}-${String(last)}`))
    .join(",");
}

/** What `printRanges` wrote. */
export function readRanges(text: string): readonly OrdinalRange[] {
  return text.split(",").flatMap((range) => {
    const [first = "", last = first] = range.split("-");
    return first === "" ? [] : [{ first: BigInt(first), last: BigInt(last) }];
  });
}
