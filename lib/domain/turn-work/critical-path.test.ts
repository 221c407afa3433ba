import { describe, expect, it } from "vitest";
import { criticalPath } from "./critical-path";

const span = (id: string, start: number, end: number) => ({ id, start, end });

describe("the critical path", () => {
  it("is the work that the end waited for, and leaves out what ran beside it", () => {
    const spans = [
      span("model", 0, 100),
      span("slow tool", 100, 400),
      span("quick tool", 100, 150),
      span("answer", 400, 500),
    ];
    expect(criticalPath(spans, 0)).toEqual({ ids: ["model", "slow tool", "answer"], idle_ms: 0 });
  });

  it("says how long nothing recorded went on", () => {
    expect(criticalPath([span("a", 20, 50), span("b", 80, 100)], 0)).toEqual({
      ids: ["a", "b"],
      idle_ms: 50,
    });
  });

  it("takes of overlapping work the part that reached furthest", () => {
    expect(criticalPath([span("a", 0, 60), span("b", 40, 100)], 0).ids).toEqual(["a", "b"]);
    expect(criticalPath([span("whole", 0, 100), span("inner", 20, 100)], 0).ids).toEqual(["whole"]);
  });

  it("of nothing is nothing", () => {
    expect(criticalPath([], 5)).toEqual({ ids: [], idle_ms: 0 });
  });
});
