import { expect, test } from "vitest";
import { sinceGood } from "./since-good";

test("the time since something worked counts from its end", () => {
  expect(sinceGood({ at_ms: 1_000, took_ms: 4_000 }, 20_000)).toBe(15_000);
});

test("where no end is known it counts from the begin", () => {
  expect(sinceGood({ at_ms: 1_000, took_ms: null }, 20_000)).toBe(19_000);
});

test("nothing is said of times that are missing or overlap", () => {
  expect(sinceGood({ at_ms: null, took_ms: 1 }, 20_000)).toBeUndefined();
  expect(sinceGood({ at_ms: 1_000, took_ms: 1 }, null)).toBeUndefined();
  expect(sinceGood({ at_ms: 1_000, took_ms: 4_000 }, 3_000)).toBeUndefined();
});
