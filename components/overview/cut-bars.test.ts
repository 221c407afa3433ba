import { expect, test } from "vitest";
import { cutOf } from "./cut-bars";

const usual = Array.from({ length: 30 }, (_, i) => 100 + i);

test("an axis ends a little above the usual stacks when one is far beyond them", () => {
  const cut = cutOf([...usual, 20_000]) ?? 0;
  expect(cut).toBeGreaterThan(129);
  expect(cut).toBeLessThan(300);
});

test("nothing is cut where no stack is far beyond the others, or where there are few", () => {
  expect(cutOf([...usual, 500])).toBeUndefined();
  expect(cutOf([1, 1, 1, 20_000])).toBeUndefined();
  expect(cutOf([])).toBeUndefined();
});
