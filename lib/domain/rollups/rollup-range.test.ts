import { expect, test } from "vitest";
import { parseQuery } from "../query/parse-query";
import {
  fittingStep,
  rollupStepNames,
  rollupSteps,
  usualRange,
  wholeSteps,
  writeRange,
} from "./rollup-range";
import { widthMs } from "./rollup-widths";

const noon = Date.UTC(2026, 1, 19, 12);
const day = 86_400_000;

test("a range is widened to whole steps, and never empty", () => {
  expect(wholeSteps({ from_ms: noon + 61_000, to_ms: noon + 120_000 }, "1m")).toEqual({
    from_ms: noon + 60_000,
    to_ms: noon + 120_000,
  });
  expect(wholeSteps({ from_ms: noon, to_ms: noon }, "1h")).toEqual({
    from_ms: noon,
    to_ms: noon + 3_600_000,
  });
});

test("weeks begin on Monday", () => {
  const { from_ms, to_ms } = wholeSteps({ from_ms: noon, to_ms: noon + 1 }, "7d");
  expect([new Date(from_ms).toISOString(), new Date(to_ms).toISOString()]).toEqual([
    "2026-02-16T00:00:00.000Z",
    "2026-02-23T00:00:00.000Z",
  ]);
});

test.each([
  [2 * 3_600_000, "1m"],
  [day, "15m"],
  [7 * day, "3h"],
  [30 * day, "12h"],
  [365 * day, "7d"],
  [40 * 365 * day, "30d"],
])("a range of %d ms has steps of %s", (length, step) => {
  expect(fittingStep({ from_ms: noon, to_ms: noon + length })).toBe(step);
});

test("a step adds up at most thirty kept sums", () => {
  for (const name of rollupStepNames)
    expect(rollupSteps[name].ms / widthMs[rollupSteps[name].width], name).toBeLessThanOrEqual(30);
});

test("the usual range is the last day, or all that is stored when nothing came for hours", () => {
  const never = () => {
    throw new Error("the days of a store that runs are not asked for");
  };
  const old = { from_ms: noon - 40 * day, to_ms: noon - 30 * day };
  expect(usualRange(old, noon, () => undefined)).toEqual({ ...old, usual: "all" });
  const ended = { from_ms: noon - 3 * day, to_ms: noon - day / 2 };
  expect(usualRange(ended, noon, () => ended)).toEqual({ ...ended, usual: "all" });
  expect(usualRange({ from_ms: noon - 40 * day, to_ms: noon - 1000 }, noon, never).from_ms).toBe(noon - day);
  expect(usualRange(undefined, noon, never).from_ms).toBe(noon - day);
  const newest = { from_ms: noon - 31 * day, to_ms: noon - 29 * day };
  expect(usualRange(old, noon, () => newest)).toEqual({
    from_ms: noon - 31 * day,
    to_ms: noon - 30 * day,
    usual: "recording",
  });
});

test.each([
  [noon, noon + 900_000, "2026-02-19T12:00..2026-02-19T12:14"],
  [noon, noon + 60_000, "2026-02-19T12:00"],
  [noon - day / 2, noon + day / 2, "2026-02-19"],
  [noon - day / 2, noon + 2.5 * day, "2026-02-19..2026-02-21"],
])("a range is written so that the query language reads the same", (from_ms, to_ms, text) => {
  expect(writeRange({ from_ms, to_ms })).toBe(text);
  const [placed] = parseQuery(`time:${text}`, "events").terms;
  expect(placed?.term).toMatchObject({
    conditions: [
      {
        from: { point: BigInt(from_ms), isIncluded: true },
        to: { point: BigInt(to_ms), isIncluded: false },
      },
    ],
  });
});
