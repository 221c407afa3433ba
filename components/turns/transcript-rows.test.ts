import { describe, expect, it } from "vitest";
import type { PlacedBlock, SnapshotDetail, TurnDetail } from "@/lib/client/turn-detail";
import { transcriptOf } from "./transcript-rows";

/** Only what the transcript looks at. */
const block = (
  block_id: string,
  lineage_turn_id: string,
  lineage: PlacedBlock["lineage"] = "reused",
  payload_hash = block_id,
) => ({ block_id, content_hash: `${payload_hash}!`, payload_hash, lineage, lineage_turn_id }) as PlacedBlock;
const snapshot = (phase: string, blocks: PlacedBlock[]) => ({ phase, blocks }) as unknown as SnapshotDetail;
const transcript = (...snapshots: SnapshotDetail[]) =>
  transcriptOf({ turn: { turn_id: "b" }, snapshots } as unknown as TurnDetail);

describe("transcript of a turn", () => {
  it("shows each block once, where it first appears, and counts what was there before", () => {
    const { blocks, carriedOver } = transcript(
      snapshot("pre_inference", [block("system", "a"), block("user", "b", "new")]),
      snapshot("post_inference", [block("system", "a"), block("user", "b"), block("call", "b", "new")]),
      snapshot("post_inference", [
        block("system", "a"),
        block("user", "b"),
        block("call", "b"),
        block("answer", "b", "new"),
      ]),
    );
    expect(blocks.map(({ block: { block_id }, phaseName }) => [block_id, phaseName])).toEqual([
      ["user", "pre_inference"],
      ["call", "post_inference #1"],
      ["answer", "post_inference #2"],
    ]);
    expect(carriedOver).toBe(1);
  });

  it("shows an edited block again, but not one whose metadata alone changed", () => {
    const { blocks } = transcript(
      snapshot("pre_inference", [block("user", "b", "new", "p1")]),
      snapshot("post_inference", [block("user", "b", "edited", "p2")]),
      snapshot("final", [block("user", "b", "edited", "p2")]),
    );
    expect(blocks.map(({ block: { payload_hash } }) => payload_hash)).toEqual(["p1", "p2"]);
  });
});
