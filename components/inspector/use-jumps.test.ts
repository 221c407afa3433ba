import { describe, expect, it } from "vitest";
import type { JoinedItem } from "@/lib/contracts/joined";
import type { RelatedItem } from "@/lib/contracts/related";
import { bestLink, neighbourOf } from "./use-jumps";

/** Only what stepping looks at. */
const error = (at_ms: number) => ({ ref: `error:${at_ms}`, at_ms, ordinal: String(at_ms) }) as JoinedItem;
const items = [error(10), error(20), error(30)];
const step = (anchor: number | null, ref: string, at_ms: number, by: 1 | -1) =>
  neighbourOf(items, anchor, { ref, at_ms, ordinal: null }, by)?.ref;

describe("stepping through errors", () => {
  it("goes on from the error under the cursor", () => {
    expect(step(1, "error:20", 20, 1)).toBe("error:30");
    expect(step(1, "error:20", 20, -1)).toBe("error:10");
    expect(step(2, "error:30", 30, 1)).toBeUndefined();
    expect(step(0, "error:10", 10, -1)).toBeUndefined();
  });

  it("starts between errors with the nearest in that direction", () => {
    expect(step(1, "event:1", 15, 1)).toBe("error:20");
    expect(step(1, "event:1", 15, -1)).toBe("error:10");
  });

  it("knows that nothing comes after the last, which is where the server then places the cursor", () => {
    expect(step(2, "event:1", 99, 1)).toBeUndefined();
    expect(step(2, "event:1", 99, -1)).toBe("error:30");
    expect(neighbourOf([], null, { ref: "event:1", at_ms: 1, ordinal: null }, 1)).toBeUndefined();
  });
});

describe("the best link", () => {
  const link = (ref: string, how: RelatedItem["how"], extra: Partial<RelatedItem> = {}) =>
    ({
      ref,
      how,
      kind: "model_call",
      direction: "part_of",
      rule: "named",
      at_ms: null,
      ...extra,
    }) as RelatedItem;
  const mate = { direction: "same", rule: "same turn" } as const;

  it("is the one that is known best, whatever the order", () => {
    const items = [link("a", "inferred"), link("t", "explicit", { kind: "turn" }), link("b", "derived")];
    expect(bestLink(items, "model_call")?.ref).toBe("b");
    expect(bestLink([], "model_call")).toBeUndefined();
  });

  it("is a named record rather than one that merely shares the turn", () => {
    expect(bestLink([link("mate", "explicit", mate), link("named", "inferred")], "model_call")?.ref).toBe(
      "named",
    );
  });

  it("is the call that was under way, among those of the same turn", () => {
    const items = [10, 20, 30].map((at_ms) => link(`at${at_ms}`, "explicit", { ...mate, at_ms }));
    expect(bestLink(items, "model_call", 25)?.ref).toBe("at20");
    expect(bestLink(items, "model_call", 5)?.ref).toBe("at10");
  });
});
