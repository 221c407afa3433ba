import { diffWordsWithSpace } from "diff";

/** A run of text, and whether the other side lacks it. */
export interface DiffPiece {
  readonly text: string;
  readonly changed: boolean;
}

/** Most edits looked for; beyond it the texts have nothing in common that a person would see. */
const maxEdits = 1000;

/** Two texts compared word by word; a text longer than `limit` characters differs as a whole. */
export function diffWords(
  before: string,
  after: string,
  limit: number,
): { readonly before: readonly DiffPiece[]; readonly after: readonly DiffPiece[] } {
  const words =
    before.length > limit || after.length > limit
      ? undefined
      : diffWordsWithSpace(before, after, { maxEditLength: maxEdits });
  if (words === undefined)
    return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] };
  const side = (skip: "added" | "removed"): DiffPiece[] =>
    words
      .filter((word) => !word[skip])
      .map((word) => ({ text: word.value, changed: word.added || word.removed }));
  return { before: side("added"), after: side("removed") };
}
