import { describe, expect, it } from "vitest";
import type { TurnAnswer } from "@/lib/contracts/turn";
import { turnDetailOf } from "./turn-detail";

/** Only what the joining looks at. */
const answer = {
  turn: { turn_id: "t" },
  blocks: [
    { block_id: "a", content_hash: "1", kind: "user", payload: { text: "before" } },
    { block_id: "a", content_hash: "2", kind: "user", payload: { text: "after" } },
  ],
  snapshots: [
    { conv_id: "c", phase: "draft", blocks: [{ block_id: "a", content_hash: "1", position: 0 }] },
    {
      conv_id: "c",
      phase: "final",
      blocks: [
        { block_id: "a", content_hash: "2", position: 0 },
        { block_id: "gone", content_hash: "3", position: 1 },
      ],
    },
  ],
} as unknown as TurnAnswer;

describe("turn detail", () => {
  it("gives each place the content it had in that snapshot", () => {
    const { snapshots } = turnDetailOf(answer);
    expect(snapshots.map(({ blocks }) => blocks[0]?.payload)).toEqual([
      { text: "before" },
      { text: "after" },
    ]);
  });

  it("keeps the place of a block whose content is gone", () => {
    expect(turnDetailOf(answer).snapshots[1]?.blocks[1]).toMatchObject({
      block_id: "gone",
      content_hash: "3",
      conv_id: "c",
      kind: "unknown",
      payload: null,
    });
  });
});
