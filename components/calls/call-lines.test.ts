import { describe, expect, it } from "vitest";
import type { ModelCallRow, ToolCallRow } from "@/lib/contracts/call";
import { callLines } from "./call-lines";
import { latencyParts } from "./latency-bar";
import { waterfallOf } from "./waterfall-bars";

/** Only what the order looks at. */
const model = (at: number | null, end: number | null = null) =>
  ({
    ref: `model:${at}`,
    started_at_ms: at,
    finished_at_ms: end,
    occurred_at_ms: null,
    total_ms: null,
  }) as ModelCallRow;
const tool = (at: number) =>
  ({
    ref: `tool:${at}`,
    started_at_ms: null,
    requested_at_ms: at,
    finished_at_ms: at + 5,
    duration_ms: null,
  }) as ToolCallRow;
const refs = (lines: readonly { ref: string }[]) => lines.map(({ ref }) => ref);

describe("calls on one axis", () => {
  it("take turns by their start", () => {
    const lines = callLines(
      { calls: [model(10, 30), model(60)], hasMore: false },
      { calls: [tool(35)], hasMore: false },
    );
    expect(refs(lines)).toEqual(["model:10", "tool:35", "model:60"]);
    expect(lines.map(({ took_ms }) => took_ms)).toEqual([20, 5, null]);
  });

  it("are held back to where both lists reach", () => {
    const lines = callLines(
      { calls: [model(10), model(20)], hasMore: true },
      { calls: [tool(15), tool(25)], hasMore: false },
    );
    expect(refs(lines)).toEqual(["model:10", "tool:15", "model:20"]);
  });

  it("come first when the source states no time", () => {
    expect(
      refs(callLines({ calls: [model(null), model(1)], hasMore: false }, { calls: [], hasMore: false })),
    ).toEqual(["model:null", "model:1"]);
  });
});

describe("parts of a latency", () => {
  const none = {
    queue_ms: null,
    provider_ms: null,
    postprocess_ms: null,
    total_ms: null,
    first_byte_ms: null,
    first_token_ms: null,
    first_content_ms: null,
  };

  it("follow each other", () => {
    const parts = latencyParts({ ...none, queue_ms: 12, provider_ms: 800, postprocess_ms: 3, total_ms: 815 });
    expect(parts.map(({ label, from, ms }) => [label, from, ms])).toEqual([
      ["queue", 0, 12],
      ["provider", 12, 800],
      ["after", 812, 3],
    ]);
  });

  it("are the total alone when nothing more is known, and nothing when nothing is", () => {
    expect(latencyParts({ ...none, total_ms: 70 }).map(({ label }) => label)).toEqual(["total"]);
    expect(latencyParts(none)).toEqual([]);
  });
});

describe("waterfall", () => {
  it("gives overlapping calls rows of their own, tools below models", () => {
    const lines = callLines(
      { calls: [model(0, 40), model(20, 60), model(60, 80)], hasMore: false },
      { calls: [tool(50)], hasMore: false },
    );
    const picture = waterfallOf(lines, 0, 100);
    expect(picture?.bars.map(({ line, row, left, width }) => [line.ref, row, left, width])).toEqual([
      ["model:0", 0, 0, 0.4],
      ["model:20", 1, 0.2, 0.4],
      ["tool:50", 2, 0.5, 0.05],
      ["model:60", 0, 0.6, 0.2],
    ]);
    expect(picture?.rows).toBe(3);
  });

  it("lets a call without an end reach to the end of the turn", () => {
    const picture = waterfallOf(
      callLines({ calls: [model(50)], hasMore: false }, { calls: [], hasMore: false }),
      0,
      100,
    );
    expect(picture?.bars[0]).toMatchObject({ left: 0.5, width: 0.5, isOpenEnded: true });
    expect(waterfallOf([], 0, 100)).toBeUndefined();
  });
});
