import fc from "fast-check";
import { expect, test } from "vitest";
import { NumberSet } from "./number-set";

test("holds what was added, however great, and nothing else", () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 5_000 }));
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 6_000 }), (added, asked) => {
      const set = new NumberSet();
      for (const number of added) set.add(number);
      const expected = new Set(added);
      expect([...set]).toEqual([...expected].sort((a, b) => a - b));
      expect([set.size, set.has(asked)]).toEqual([expected.size, expected.has(asked)]);
    }),
  );
});
