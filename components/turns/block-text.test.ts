import { describe, expect, it } from "vitest";
import { blockTextOf } from "@/lib/domain/lineage/block-text";
import { lineageText } from "./lineage-text";

const block = (payload: Parameters<typeof blockTextOf>[0]["payload"], error_text: string | null = null) =>
  blockTextOf({ kind: "x", payload, error_text, text_preview: "preview" });

describe("text of a block", () => {
  it("is the words of text blocks", () => {
    expect(block({ text: "Hello" })).toEqual({ text: "Hello", isData: false, failed: false });
  });

  it("is the arguments or the result of tool blocks, big integers exact", () => {
    expect(block({ id: "c", name: "sql", args: { query: "select 1", limit: 9007199254740993n } }).text).toBe(
      "query: select 1\nlimit: 9007199254740993",
    );
    expect(block({ id: "c", result: "42 rows" })).toEqual({ text: "42 rows", isData: true, failed: false });
    expect(block({ id: "c", result: { rows: [1, 2] } }).text).toBe('{"rows":[1,2]}');
  });

  it("is the error wherever the source put it", () => {
    expect(block({ id: "c", error: "no such column" })).toEqual({
      text: "no such column",
      isData: false,
      failed: true,
    });
    expect(block({ id: "c", result: "x" }, "timed out").failed).toBe(true);
  });

  it("says that reasoning is sealed instead of showing the seal", () => {
    expect(block({ encrypted_content: "gAAAA", item_id: "rs_1" }).text).toBe(
      "encrypted by the provider, 5 characters",
    );
    expect(block({ encrypted_content: "gAAAA", summary: "Look up the ledger" }).text).toBe(
      "Look up the ledger",
    );
  });

  it("never hides a payload it does not know", () => {
    expect(block({ widget: { kind: "map" } }).text).toBe('{"widget":{"kind":"map"}}');
    expect(block({})).toEqual({ text: "preview", isData: false, failed: false });
    expect(block(null).text).toBe("preview");
  });
});

describe("lineage in words", () => {
  const place = {
    turn_id: "b",
    phaseName: "post_inference #2",
    turns: [
      { turn_id: "a", position: 1 },
      { turn_id: "b", position: 2 },
    ],
  };
  const words = (
    lineage: "new" | "reused" | "moved" | "edited",
    turn: string | null,
    phase: string | null = null,
    previous: string | null = null,
  ) =>
    lineageText({ lineage, lineage_turn_id: turn, lineage_phase: phase, previous_position: previous }, place);

  it("names the turn, or the phase inside the same turn", () => {
    expect(words("reused", "a")).toBe("reused from turn 1");
    expect(words("reused", "b", "pre_inference")).toBe("reused from pre_inference");
    expect(words("reused", "zz")).toBe("reused from an earlier turn");
    expect(words("new", "b")).toBe("new in post_inference #2");
  });

  it("counts places from one", () => {
    expect(words("moved", null, null, "3")).toBe("moved from place 4");
  });
});
