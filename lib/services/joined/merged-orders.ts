import type { Direction } from "./joined-cursor";
import { compareKeys, type JoinedKey, type SideEntry } from "./side-list";

/** An entry, or a key that says how far an order has been read without one: all that follows lies beyond it. */
export type OrderStep = SideEntry | (JoinedKey & { readonly row?: undefined });

/** Before everything of a moment. */
export function beginOf(at_ms: number): OrderStep {
  return { at_ms, ordinal: -1n, rank: -1, ref: "" };
}

/** After everything of a moment. */
export function endOf(at_ms: number): OrderStep {
  return { at_ms, ordinal: 2n ** 63n, rank: 0, ref: "" };
}

/**
 * Several orders as one, each read no further than the walk goes; one that has no entry for long says so in between. One
 * comparison for each of them and step.
 */
export function* mergedOrders(
  orders: readonly Iterable<OrderStep>[],
  direction: Direction,
): Generator<SideEntry, undefined> {
  const isBefore = (a: JoinedKey, b: JoinedKey): boolean =>
    compareKeys(a, b) < 0 === (direction === "forward");
  const heads = orders.map((order) => {
    const rest = order[Symbol.iterator]();
    return { rest, next: rest.next() };
  });
  for (;;) {
    let first: { readonly head: (typeof heads)[number]; readonly step: OrderStep } | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (first === undefined || isBefore(head.next.value, first.step))
        first = { head, step: head.next.value };
    }
    if (first === undefined) return;
    if (first.step.row !== undefined) yield first.step;
    first.head.next = first.head.rest.next();
  }
}
