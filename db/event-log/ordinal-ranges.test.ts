import fc from "fast-check";
import { expect, it } from "vitest";
import { printRanges, readRanges } from "./ordinal-ranges";

it("gives back every ordinal and no other", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.bigInt({ min: 1n, max: 60n })), (some) => {
      const ordinals = some.toSorted((a, b) => Number(a - b));
      const back = readRanges(printRanges(ordinals)).flatMap(({ first, last }) =>
        Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i)),
      );
      expect(back).toEqual(ordinals);
    }),
  );
});

it("writes neighbours as one range", () => {
  expect(printRanges([42n, 43n, 44n, 70n])).toBe("42-44,70");
});
