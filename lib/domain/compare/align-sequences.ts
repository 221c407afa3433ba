/** Two items of which at least one is there. */
export interface Aligned<T> {
  readonly a: T | null;
  readonly b: T | null;
}

/** Likeness below which two items are not put side by side. */
const leastLikeness = 0.2;

/**
 * Puts two sequences side by side without changing the order of either, so that what is alike stands beside
 * each other: the pairs whose likenesses (0 nothing, 1 equal) sum up highest. Equal heads and tails are taken
 * first, so that two long sequences that differ in one place cost their length; the rest costs its product.
 */
export function alignSequences<T>(
  a: readonly T[],
  b: readonly T[],
  likeness: (left: T, right: T) => number,
): readonly Aligned<T>[] {
  const isSame = (i: number, j: number): boolean => {
    const [left, right] = [a[i], b[j]];
    return left !== undefined && right !== undefined && likeness(left, right) >= 1;
  };
  let head = 0;
  while (head < Math.min(a.length, b.length) && isSame(head, head)) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && isSame(a.length - 1 - tail, b.length - 1 - tail))
    tail += 1;
  const pair = (i: number, j: number): Aligned<T> => ({ a: a[i] ?? null, b: b[j] ?? null });
  return [
    ...Array.from({ length: head }, (_, i) => pair(i, i)),
    ...alignMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), likeness),
    ...Array.from({ length: tail }, (_, i) => pair(a.length - tail + i, b.length - tail + i)),
  ];
}

function alignMiddle<T>(
  a: readonly T[],
  b: readonly T[],
  likeness: (left: T, right: T) => number,
): readonly Aligned<T>[] {
  // best[i][j]: the highest sum for a from i and b from j on.
  const best = Array.from({ length: a.length + 1 }, () => new Float64Array(b.length + 1));
  const alike = a.map((left) => b.map((right) => likeness(left, right)));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  const paired = (i: number, j: number): number => {
    const value = alike[i]?.[j] ?? 0;
    return value < leastLikeness ? Number.NEGATIVE_INFINITY : value + at(i + 1, j + 1);
  };
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = best[i];
    if (row === undefined) continue;
    for (let j = b.length - 1; j >= 0; j -= 1) row[j] = Math.max(paired(i, j), at(i + 1, j), at(i, j + 1));
  }
  const rows: Aligned<T>[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && right !== undefined && at(i, j) === paired(i, j)) {
      rows.push({ a: left, b: right });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i, j) === at(i + 1, j))) {
      rows.push({ a: left, b: null });
      i += 1;
    } else {
      rows.push({ a: null, b: right ?? null });
      j += 1;
    }
  }
  return rows;
}
