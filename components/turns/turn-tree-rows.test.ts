import { describe, expect, it } from "vitest";
import type { SnapshotRow, TurnRow } from "@/lib/contracts/turn";
import { phaseLabels } from "./phase-label";
import { turnPlaceOf, turnTreeRows } from "./turn-tree-rows";

/** Only what the tree looks at; the rest of a row does not matter here. */
function turn(id: string, phases: readonly [string, number][]): TurnRow {
  const snapshots = phases.map(
    ([phase, at]) => ({ ref: `snapshot:${id}/${at}`, phase, snapshot_at_ms: at }) as SnapshotRow,
  );
  const [from, to] = [phases[0]?.[1] ?? null, phases.at(-1)?.[1] ?? null];
  return {
    ref: `turn:${id}`,
    turn_id: id,
    position: null,
    snapshots,
    started_at_ms: from,
    finished_at_ms: to,
  } as TurnRow;
}
const turns = [
  turn("a", [
    ["pre_inference", 10],
    ["final", 20],
  ]),
  turn("b", [
    ["pre_inference", 30],
    ["post_inference", 40],
    ["post_inference", 60],
    ["final", 70],
  ]),
];

describe("phase names", () => {
  it("number a phase only where it repeats", () => {
    expect(phaseLabels(turns[1]?.snapshots ?? [])).toEqual([
      "pre_inference",
      "post_inference #1",
      "post_inference #2",
      "final",
    ]);
  });
});

describe("turn tree", () => {
  it("shows the snapshots of open turns only", () => {
    const rows = turnTreeRows(turns, (candidate) => candidate.turn_id === "b");
    expect(rows.map((row) => row.name)).toEqual([
      "turn 1",
      "turn 2",
      "pre_inference",
      "post_inference #1",
      "post_inference #2",
      "final",
    ]);
  });
});

describe("place of the cursor", () => {
  const place = (ref: string | null, turn_id: string | null, at_ms: number | null) => {
    const found = turnPlaceOf(turns, { ref, turn_id, at_ms });
    return found === undefined ? undefined : [found.turn.turn_id, found.snapshot?.snapshot_at_ms];
  };

  it("is the turn or snapshot itself when that is selected", () => {
    expect(place("turn:b", null, null)).toEqual(["b", undefined]);
    expect(place("snapshot:b/60", null, null)).toEqual(["b", 60]);
  });

  it("is the phase under way at the time of the record", () => {
    expect(place("event:1", "b", 41)).toEqual(["b", 60]);
    expect(place("event:1", "b", 40)).toEqual(["b", 40]);
    expect(place("event:1", "b", 99)).toEqual(["b", 70]);
  });

  it("is unknown for a turn that is not loaded", () => {
    expect(place("event:1", "z", 41)).toBeUndefined();
  });

  it("is the only turn under way where the record names none", () => {
    expect(place("anomaly:1", null, 41)).toEqual(["b", 60]);
    expect(place("anomaly:1", null, 25)).toBeUndefined();
    expect(place("anomaly:1", null, null)).toBeUndefined();
  });
});
