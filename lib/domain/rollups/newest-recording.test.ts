import { expect, test } from "vitest";
import { newestRecording } from "./newest-recording";

const day = 86_400_000;
const on = (...counts: readonly (readonly [at: number, count: number])[]) =>
  newestRecording(counts.map(([at, count]) => ({ at_ms: at * day, count })));
const days = (from: number, to: number) => ({ from_ms: from * day, to_ms: (to + 1) * day });

test("days with less than a week of silence between them are one recording, the newest is shown", () => {
  expect(on([10, 50], [12, 50], [18, 50])).toEqual(days(10, 18));
  expect(on([10, 50], [30, 50], [31, 50])).toEqual(days(30, 31));
  expect(on([10, 50], [17, 50])).toEqual(days(10, 17));
  expect(on([10, 50], [18, 50])).toEqual(days(18, 18));
});

test("a stray is no recording, before or after", () => {
  expect(on([1, 3], [100, 9_000], [102, 9_000])).toEqual(days(100, 102));
  expect(on([100, 9_000], [400, 2])).toEqual(days(100, 100));
});

test("without anything there is none", () => {
  expect(on()).toBeUndefined();
});
