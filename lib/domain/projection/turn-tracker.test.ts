import { expect, it } from "vitest";
import type { FoldEvent } from "./fold-event";
import { TurnTracker } from "./turn-tracker";

const event = (ordinal: bigint, occurred_at_ms: number, rest: Partial<FoldEvent>): FoldEvent => ({
  ordinal,
  dialect: "sem",
  type: "llm.delta",
  event_id: "m1",
  seq: ordinal,
  regime: "counter",
  stream: "s",
  source: "test",
  bytes: 100,
  occurred_at_ms,
  ...rest,
});

it("ends a turn with what happened in it, not with what was stated of it later", () => {
  const tracker = new TurnTracker("c");
  tracker.observe(
    event(1n, 1_000, { type: "chat.message", event_id: "user-t1", data: { content: "Hello?" } }),
  );
  tracker.observe(event(2n, 2_000, {}));
  // A store is read when the conversation is over, and its rows name the turn.
  tracker.observe(
    event(3n, 90_000, { dialect: "native", type: "timeline.entity", turn_id: "t1", seq: undefined }),
  );
  expect(tracker.drain()).toMatchObject([
    { row: { turn_id: "t1", started_at_ms: 1_000, finished_at_ms: 2_000 } },
  ]);
});
