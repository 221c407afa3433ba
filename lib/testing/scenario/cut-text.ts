/** Sizes of the deltas of a real stream, in characters, over and over. */
const deltaSizes = [7, 3, 4, 5, 8, 5, 5, 3, 11, 4, 7, 8, 1, 2, 3, 4, 6, 5, 4, 12, 3, 6, 10, 1, 9];

/**
 * Cuts a text into exactly `count` pieces of the uneven sizes that models stream. A text with fewer
 * characters than pieces is repeated, joined by blanks. Characters beyond the basic plane stay whole.
 */
export function cutText(text: string, count: number): string[] {
  if (count === 1) return [text];
  let characters = Array.from(text);
  if (characters.length === 0) throw new SyntaxError("an empty text cannot be cut");
  const once = [" ", ...characters];
  while (characters.length < count) characters = [...characters, ...once];
  const total = sizeUpTo(count);
  const pieces: string[] = [];
  let from = 0;
  for (let piece = 1; piece <= count; piece += 1) {
    const wanted = Math.round((sizeUpTo(piece) / total) * characters.length);
    const left = count - piece;
    const to =
      piece === count ? characters.length : Math.min(characters.length - left, Math.max(from + 1, wanted));
    pieces.push(characters.slice(from, to).join(""));
    from = to;
  }
  return pieces;
}

const cycle = deltaSizes.reduce((sum, size) => sum + size, 0);

/** Sum of the first `count` sizes. */
function sizeUpTo(count: number): number {
  const rest = deltaSizes.slice(0, count % deltaSizes.length).reduce((sum, size) => sum + size, 0);
  return Math.floor(count / deltaSizes.length) * cycle + rest;
}
