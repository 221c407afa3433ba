import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentMap } from "./recent-map";

test("the first key was not used for longer than any other, to the slack", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 6 }),
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.boolean()), { maxLength: 60 }),
      (slack, steps) => {
        const map = new RecentMap<string, number>(slack);
        const used = new Map<string, number>();
        let uses = 0;
        for (const [key, isSet] of steps) {
          if (isSet) map.set(key, uses);
          else if (map.use(key) === undefined) continue;
          // Asking for what is not there is no use.
          uses += 1;
          used.set(key, uses);
        }
        expect([...map.keys()].sort()).toEqual([...used.keys()].sort());
        const [first] = map.keys();
        for (const key of used.keys())
          expect(used.get(first ?? "") ?? 0).toBeLessThanOrEqual((used.get(key) ?? 0) + slack);
      },
    ),
  );
});

test("without slack keys come in the order of their last use; asking alone is no use", () => {
  const map = new RecentMap<string, number>(0);
  for (const [at, key] of ["a", "b", "c"].entries()) map.set(key, at);
  expect([map.use("a"), map.get("b"), map.has("c"), map.use("d")]).toEqual([0, 1, true, undefined]);
  expect([...map.entries()]).toEqual([
    ["b", 1],
    ["c", 2],
    ["a", 0],
  ]);
});
