/**
 * Which elements of a sequence keep their order while the others move: a longest increasing subsequence.
 * Linear when all of them do, else n log n.
 */
export function stayingInOrder(places: readonly number[]): readonly boolean[] {
  if (places.every((place, i) => i === 0 || place > (places[i - 1] ?? -1))) return places.map(() => true);
  // tails[k]: index of the smallest end of an increasing run of length k + 1 seen so far.
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [i, place] of places.entries()) {
    const length = firstAtLeast(tails, places, place);
    previous[i] = length === 0 ? -1 : (tails[length - 1] ?? -1);
    tails[length] = i;
  }
  const staying = places.map(() => false);
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i] ?? -1) staying[i] = true;
  return staying;
}

function firstAtLeast(tails: readonly number[], places: readonly number[], place: number): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[tails[middle] ?? 0] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
