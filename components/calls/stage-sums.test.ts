import { expect, test } from "vitest";
import { openShare } from "./stage-sums";

const socket = (from_ms: number, to_ms: number | null) => ({
  socket_id: String(from_ms),
  from_ms,
  to_ms,
  close_code: null,
});
const turn = { start_ms: 1_000, end_ms: 2_000 };

test.each([
  ["one for all of it", [socket(0, 5_000)], 1],
  ["one without an end", [socket(1_500, null)], 0.5],
  ["two with a hole", [socket(0, 1_250), socket(1_500, 3_000)], 0.75],
  ["two at one time count once", [socket(0, 1_800), socket(500, 1_400)], 0.8],
])("share of a turn in which a socket was open: %s", (_, sockets, share) => {
  expect(openShare(sockets, turn)).toBeCloseTo(share);
});

test("without sockets, or without the times of the turn, it is not known", () => {
  expect(openShare([], turn)).toBeUndefined();
  expect(openShare([socket(0, 1)], { start_ms: null, end_ms: 1 })).toBeUndefined();
});
