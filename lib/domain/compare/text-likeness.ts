/** Characters of a text that are looked at: enough to tell whether two are versions of one. */
const readLimit = 2_000;

/** Words of a text, once each. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .slice(0, readLimit)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}

/** Share of words that two texts have in common, 0 to 1. */
export function wordLikeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return common / (a.size + b.size - common);
}
