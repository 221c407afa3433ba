import { describe, expect, it } from "vitest";
import type { RecordIn } from "../model";
import { TurnArranger, type Arrangement, type PlacedBlocks, type StatedTurns } from "./arrange-turns";

interface TestBlock {
  readonly id: string;
  readonly kind?: string;
  readonly text?: string;
  readonly meta?: string;
  readonly call?: string;
}
type Stated = StatedTurns & PlacedBlocks;
type TestSnapshot = readonly [turn: string, phase: string, at: number, blocks: readonly TestBlock[]];

const user = (id: string, text = id): TestBlock => ({ id, kind: "user", text });
const answer = (id: string, text = id): TestBlock => ({ id, kind: "llm_text", text });

/** Turns as a source states them, from a short notation. */
function stated(snapshots: readonly TestSnapshot[], sessions: Readonly<Record<string, string>> = {}): Stated {
  const blocks = new Map<string, RecordIn<"blocks">>();
  const memberships: RecordIn<"snapshot_blocks">[] = [];
  for (const [turn_id, phase, snapshot_at_ms, list] of snapshots) {
    for (const [position, block] of list.entries()) {
      const payload_hash = `${block.text ?? ""}/${block.call ?? ""}`;
      const content_hash = `${block.kind ?? "user"}|${payload_hash}|${block.meta ?? ""}`;
      memberships.push({
        conv_id: "c",
        turn_id,
        phase,
        snapshot_at_ms,
        position,
        block_id: block.id,
        content_hash,
      });
      blocks.set(`${block.id} ${content_hash}`, {
        block_id: block.id,
        content_hash,
        payload_hash,
        kind: block.kind ?? "user",
        role: block.kind ?? "user",
        payload: block.text === undefined ? {} : { text: block.text },
        ...(block.call === undefined ? {} : { tool_call_id: block.call }),
      });
    }
  }
  return {
    conv_id: "c",
    turns: [],
    snapshots: snapshots.map(([turn_id, phase, snapshot_at_ms]) => ({
      conv_id: "c",
      turn_id,
      phase,
      snapshot_at_ms,
      session_id: sessions[turn_id] ?? "s",
    })),
    memberships,
    blocks: [...blocks.values()],
  };
}

function arrangeTurns(turns: Stated): Arrangement {
  return new TurnArranger(turns).arrange(turns);
}

/** Lineage of a snapshot's blocks: `id kind` in order. */
function lineage(turns: Stated, turn: string, phase = "final"): string[] {
  return arrangeTurns(turns)
    .changes.flatMap((change) => (change.set === "snapshot_blocks" ? [change.row] : []))
    .filter((row) => row.turn_id === turn && row.phase === phase)
    .map((row) => `${row.block_id} ${String(row.lineage)}`);
}

function turnRows(turns: Stated): RecordIn<"turns">[] {
  return arrangeTurns(turns).changes.flatMap((change) => (change.set === "turns" ? [change.row] : []));
}

describe("turns", () => {
  it("stand in order of their first snapshot, whatever order they came in", () => {
    const turns = stated([
      ["b", "final", 20, [user("u1"), answer("a1"), user("u2"), answer("a2")]],
      ["a", "final", 10, [user("u1"), answer("a1")]],
    ]);
    expect(
      turnRows(turns).map(({ turn_id, position, prompt_text, answer_text }) => [
        turn_id,
        position,
        prompt_text,
        answer_text,
      ]),
    ).toEqual([
      ["a", 1, "u1", "a1"],
      ["b", 2, "u2", "a2"],
    ]);
  });

  it("are completed by a final phase, failed by a failed one, else open; an open turn has no earlier answer", () => {
    const turns = stated([
      ["a", "final", 10, [user("u1"), answer("a1")]],
      ["b", "failed", 20, [user("u1"), answer("a1"), user("u2")]],
      ["c", "pre_inference", 30, [user("u1"), answer("a1"), user("u2"), user("u3")]],
    ]);
    expect(
      turnRows(turns).map(({ outcome, answer_text, last_phase }) => [outcome, answer_text, last_phase]),
    ).toEqual([
      ["completed", "a1", "final"],
      ["failed", undefined, "failed"],
      ["open", undefined, "pre_inference"],
    ]);
  });

  it("have no outcome when their phases show no run, and keep a failure that is known otherwise", () => {
    expect(turnRows(stated([["a", "snapshot", 10, [user("u1")]]]))[0]?.outcome).toBeUndefined();
    const open = stated([["a", "pre_inference", 10, [user("u1")]]]);
    const failed = { ...open, turns: [{ conv_id: "c", turn_id: "a", outcome: "failed" as const }] };
    expect(turnRows(failed)[0]?.outcome).toBeUndefined();
  });

  it("count iterations by pre_inference and give each snapshot its own and its latency", () => {
    const call: TestBlock = { id: "call", kind: "tool_call", call: "call" };
    const use: TestBlock = { id: "use", kind: "tool_use", call: "call" };
    const turns = stated([
      ["a", "pre_inference", 10, [user("u")]],
      ["a", "post_inference", 15, [user("u"), call]],
      // One millisecond: the tools end before the next round begins.
      ["a", "pre_inference", 17, [user("u"), call, use]],
      ["a", "post_tools", 17, [user("u"), call, use]],
      ["a", "final", 30, [user("u"), call, use, answer("x")]],
      ["a", "post_inference", 30, [user("u"), call, use, answer("x")]],
    ]);
    const { changes } = arrangeTurns(turns);
    expect(
      changes.flatMap((c) =>
        c.set === "turn_snapshots" ? [[c.row.phase, c.row.iteration, c.row.phase_latency_ms]] : [],
      ),
    ).toEqual([
      ["pre_inference", 1, undefined],
      ["post_inference", 1, 5],
      ["post_tools", 1, 2],
      ["pre_inference", 2, 0],
      ["post_inference", 2, 13],
      ["final", 2, 0],
    ]);
    expect(turnRows(turns)).toMatchObject([
      { iteration_count: 2, snapshot_count: 6, block_count: 4, started_at_ms: 10, finished_at_ms: 30 },
    ]);
  });

  it("take no text of the mode middleware for the prompt", () => {
    const turns = stated([
      [
        "a",
        "final",
        10,
        [user("u", "What is due?"), user("m", "<currentMode>planner</currentMode>"), answer("x")],
      ],
    ]);
    expect(turnRows(turns)[0]?.prompt_text).toBe("What is due?");
  });

  it("arranged twice give no further changes", () => {
    const turns = stated([
      ["a", "final", 10, [user("u1"), answer("a1")]],
      ["b", "final", 20, [answer("a1"), user("u1"), user("u2")]],
    ]);
    const settled = { ...turns };
    for (const change of arrangeTurns(turns).changes) apply(settled, change);
    expect(arrangeTurns(settled).changes).toEqual([]);
  });
});

/** Merges a change into stated rows as the store does. */
function apply(
  turns: { -readonly [K in keyof Stated]: Stated[K] },
  change: ReturnType<typeof arrangeTurns>["changes"][number],
): void {
  const merged = <T extends object>(rows: readonly T[], row: T, key: readonly (keyof T)[]): T[] => {
    const same = (other: T): boolean => key.every((name) => other[name] === row[name]);
    return rows.some(same)
      ? rows.map((other) => (same(other) ? { ...other, ...row } : other))
      : [...rows, row];
  };
  if (change.set === "turns") turns.turns = merged(turns.turns, change.row, ["turn_id"]);
  if (change.set === "turn_snapshots")
    turns.snapshots = merged(turns.snapshots, change.row, ["turn_id", "phase", "snapshot_at_ms"]);
  if (change.set === "snapshot_blocks")
    turns.memberships = merged(turns.memberships, change.row, [
      "turn_id",
      "phase",
      "snapshot_at_ms",
      "position",
    ]);
  if (change.set === "blocks") turns.blocks = merged(turns.blocks, change.row, ["block_id", "content_hash"]);
}

describe("lineage", () => {
  it("tells new from carried over, with the turn and phase that had the block first", () => {
    const turns = stated([
      ["a", "pre_inference", 10, [user("u1")]],
      ["a", "final", 12, [user("u1"), answer("a1")]],
      ["b", "final", 20, [user("u1"), answer("a1"), user("u2")]],
    ]);
    expect(lineage(turns, "a")).toEqual(["u1 reused", "a1 new"]);
    expect(lineage(turns, "b")).toEqual(["u1 reused", "a1 reused", "u2 new"]);
    const { changes } = arrangeTurns(turns);
    const of = changes.flatMap((c) =>
      c.set === "snapshot_blocks" && c.row.turn_id === "b"
        ? [[c.row.lineage_turn_id, c.row.lineage_phase]]
        : [],
    );
    expect(of).toEqual([
      ["a", "pre_inference"],
      ["a", "final"],
      ["b", "final"],
    ]);
    expect(changes.flatMap((c) => (c.set === "blocks" ? [[c.row.block_id, c.row.reuse_count]] : []))).toEqual(
      [
        ["u1", 1],
        ["a1", 1],
        ["u2", 0],
      ],
    );
  });

  it("knows a block that a middleware inserted again under a new id", () => {
    const turns = stated([
      ["a", "final", 10, [{ id: "s1", kind: "system", text: "be kind" }, user("u1")]],
      ["b", "final", 20, [{ id: "s2", kind: "system", text: "be kind" }, user("u1"), user("u2")]],
    ]);
    expect(lineage(turns, "b")).toEqual(["s2 reused", "u1 reused", "u2 new"]);
  });

  it("takes the fewest blocks for moved, and keeps their place before", () => {
    const turns = stated([
      ["a", "final", 10, [user("1"), user("2"), user("3"), user("4")]],
      ["b", "final", 20, [user("4"), user("1"), user("2"), user("3")]],
    ]);
    expect(lineage(turns, "b")).toEqual(["4 moved", "1 reused", "2 reused", "3 reused"]);
    const moved = arrangeTurns(turns).changes.find(
      (c) => c.set === "snapshot_blocks" && c.row.lineage === "moved",
    );
    expect(moved?.row).toMatchObject({ previous_position: 3n });
  });

  it("takes no insertion for a move", () => {
    const turns = stated([
      ["a", "final", 10, [user("1"), user("2")]],
      ["b", "final", 20, [user("0"), user("1"), user("x"), user("2")]],
    ]);
    expect(lineage(turns, "b")).toEqual(["0 new", "1 reused", "x new", "2 reused"]);
  });

  it("calls a block edited when its content or only its metadata changed, and keeps the hash before", () => {
    const turns = stated([
      ["a", "post_inference", 10, [user("u", "first"), answer("x")]],
      ["a", "final", 20, [user("u", "second"), { ...answer("x"), meta: "result" }]],
    ]);
    expect(lineage(turns, "a")).toEqual(["u edited", "x edited"]);
    const rows = arrangeTurns(turns).changes.flatMap((c) =>
      c.set === "snapshot_blocks" && c.row.phase === "final" ? [c.row] : [],
    );
    expect(rows.map(({ previous_hash }) => previous_hash)).toEqual(["user|first/|", "llm_text|x/|"]);
  });

  it("ties a tool block to the one of the same call, whatever its id", () => {
    const turns = stated([
      ["a", "post_tools", 10, [{ id: "r1", kind: "tool_use", call: "call", text: "running" }]],
      ["a", "final", 20, [{ id: "r2", kind: "tool_use", call: "call", text: "done" }]],
    ]);
    expect(lineage(turns, "a")).toEqual(["r2 edited"]);
  });

  it("knows a block that was cut in pieces, with or without its id", () => {
    const whole = answer("a1", "One sentence. Another one.");
    const kept = stated([
      ["a", "final", 10, [user("u"), whole]],
      ["b", "final", 20, [user("u"), answer("a1", "One sentence."), answer("a2", "Another one.")]],
    ]);
    expect(lineage(kept, "b")).toEqual(["u reused", "a1 split", "a2 split"]);
    const renamed = stated([
      ["a", "final", 10, [user("u"), whole]],
      ["b", "final", 20, [user("u"), answer("p", "One sentence."), answer("q", "Another one.")]],
    ]);
    expect(lineage(renamed, "b")).toEqual(["u reused", "p split", "q split"]);
  });

  it("knows a block that was gone when it comes back", () => {
    const turns = stated([
      ["a", "final", 10, [user("1"), user("2")]],
      ["b", "final", 20, [user("2")]],
      ["c", "final", 30, [user("1"), user("2")]],
    ]);
    expect(lineage(turns, "c")).toEqual(["1 reused", "2 reused"]);
  });

  it("compares nothing across a new session: it starts with an empty history", () => {
    const turns = stated(
      [
        ["a", "final", 10, [user("1")]],
        ["b", "final", 20, [user("2")]],
      ],
      { b: "other" },
    );
    expect(lineage(turns, "b")).toEqual(["2 new"]);
  });
});
