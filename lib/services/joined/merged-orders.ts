import type { Direction } from "./joined-cursor";
import { compareKeys, type SideEntry } from "./side-list";

/** Several orders as one, each read no further than the walk goes. One comparison for each of them and entry. */
export function* mergedOrders(
  orders: readonly Iterable<SideEntry>[],
  direction: Direction,
): Generator<SideEntry, undefined> {
  const isBefore = (a: SideEntry, b: SideEntry): boolean =>
    compareKeys(a, b) < 0 === (direction === "forward");
  const heads = orders.map((order) => {
    const rest = order[Symbol.iterator]();
    return { rest, next: rest.next() };
  });
  for (;;) {
    let first: { readonly head: (typeof heads)[number]; readonly entry: SideEntry } | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (first === undefined || isBefore(head.next.value, first.entry))
        first = { head, entry: head.next.value };
    }
    if (first === undefined) return;
    yield first.entry;
    first.head.next = first.head.rest.next();
  }
}
