import type { ReadStore } from "../store";

/**
 * A word that stands in more records than this by itself is not taken for the beginning of others: FTS5 has to put the
 * records of all words with one beginning in order before it gives the first.
 */
export const frequentLimit = 20_000;

/** One letter or digit begins too many words to be a beginning; where a sign is a word it may be. */
const single = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]$/u;

/**
 * A full text expression that finds `text` and nothing that it might mean to FTS5: everything is inside one string. A
 * phrase finds its words in a row; else the last word may go on, if it has two letters.
 */
export function matchExpression(text: string, isPhrase: boolean): string {
  const string = `"${text.replaceAll("\u0000", " ").replaceAll('"', '""')}"`;
  return isPhrase || single.test(text.trim()) ? string : `${string} *`;
}

/** The same for what is frequent by itself. Passes over `frequentLimit` entries of the index at most. */
export function cheapestExpression({ sqlite }: ReadStore, text: string, isPhrase: boolean): string {
  const exact = matchExpression(text, true);
  const isFrequent = sqlite
    .prepare("SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1 OFFSET ?")
    .pluck()
    .get(exact, frequentLimit);
  return isFrequent === undefined ? matchExpression(text, isPhrase) : exact;
}
