import { expect, test } from "vitest";
import type { FoldEvent } from "./fold-event";
import { StreamPositions } from "./stream-positions";

const frame = (seq: number, at: number): FoldEvent => ({
  ordinal: BigInt(seq),
  dialect: "sem",
  type: "llm.delta",
  event_id: `m${String(seq)}`,
  seq: BigInt(seq),
  regime: "counter",
  stream: "s",
  received_at_ms: at,
  bytes: 1,
  source: "test",
});

/** Where a counter stands that counted to forty, five milliseconds a frame. */
function countedToForty(without: number): StreamPositions {
  const positions = new StreamPositions();
  for (let seq = 1; seq <= 40; seq += 1)
    if (seq !== without) expect(positions.judge(frame(seq, 1_000 + 5 * seq))).toBe("next");
  return positions;
}

test.each([2, 16, 20, 39])(
  "frame %i that comes last and happened in its place is late, not a restart",
  (seq) => {
    expect(countedToForty(seq).judge(frame(seq, 1_000 + 5 * seq))).toBe("late");
  },
);

test("a counter that begins anew behind everything is a restart", () => {
  const positions = countedToForty(0);
  expect(positions.judge({ ...frame(1, 60_000), event_id: "n1" })).toBe("next");
  expect(positions.judge({ ...frame(2, 60_005), event_id: "n2" })).toBe("next");
});
