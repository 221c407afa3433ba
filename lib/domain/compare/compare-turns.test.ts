import { describe, expect, it } from "vitest";
import { alignSequences } from "./align-sequences";
import { compareTurns, countDifferences } from "./compare-turns";
import type { ComparedBlock, ComparedFact, ComparedTurn } from "./compared-turn";

const block = (kind: string, text: string, more: Partial<ComparedBlock> = {}): ComparedBlock => ({
  kind,
  role: null,
  tool_name: null,
  text,
  is_data: false,
  is_failed: false,
  ...more,
});
const fact = (label: string, value: string | number, more: Partial<ComparedFact> = {}): ComparedFact => ({
  group: "model",
  label,
  kind: "setting",
  unit: null,
  value,
  ...more,
});
const turn = (prompt: string, more: Partial<ComparedTurn> = {}): ComparedTurn => ({
  turn_id: prompt,
  ref: `turn:${prompt}`,
  prompt,
  blocks: [block("user", prompt)],
  facts: [],
  errors: [],
  ...more,
});
const sketch = (a: readonly string[], b: readonly string[]) =>
  alignSequences(a, b, (x, y) => (x === y ? 1 : y.startsWith(x.charAt(0)) ? 0.5 : 0))
    .map((pair) => `${pair.a ?? "-"}|${pair.b ?? "-"}`)
    .join(" ");

describe("an alignment", () => {
  it("keeps both orders and puts side by side what is alike", () => {
    expect(sketch(["a", "b", "c"], ["a", "x", "c"])).toBe("a|a b|- -|x c|c");
    expect(sketch(["a1", "b"], ["a2", "b"])).toBe("a1|a2 b|b");
    expect(sketch(["a", "b"], ["b", "a"])).toBe("a|- b|b -|a");
    expect(sketch([], ["a"])).toBe("-|a");
  });

  it("loses and repeats nothing, whatever the sequences", () => {
    for (let seed = 1; seed < 60; seed += 1) {
      const [a, b] = [7, 11].map((factor) =>
        Array.from({ length: (seed * factor) % 9 }, (_, i) => "abcd"[(seed * (i + factor)) % 4] ?? "a"),
      );
      const rows = alignSequences(a ?? [], b ?? [], (x, y) => (x === y ? 1 : 0));
      expect(rows.flatMap((row) => row.a ?? [])).toEqual(a);
      expect(rows.flatMap((row) => row.b ?? [])).toEqual(b);
    }
  });

  it("of long sequences that differ in one place costs their length", () => {
    const a = Array.from({ length: 20_000 }, (_, i) => `x${String(i)}`);
    let asked = 0;
    const rows = alignSequences(a, a.toSpliced(10_000, 1, "other"), (x, y) => {
      asked += 1;
      return x === y ? 1 : 0;
    });
    expect(rows).toHaveLength(20_001);
    expect(asked).toBeLessThan(50_000);
  });
});

describe("a comparison", () => {
  it("finds the one prompt that differs, and the answer that follows from it", () => {
    const system = block("system", "You are the desk.");
    const answer = (text: string) => block("llm_text", text);
    const a = [
      turn("What is open?", { blocks: [system, block("user", "What is open?"), answer("Hall A.")] }),
    ];
    const b = [
      turn("What is open today?", {
        blocks: [system, block("user", "What is open today?"), answer("Hall B until noon.")],
      }),
    ];
    const [pair] = compareTurns(a, b);
    expect(pair?.blocks.map(({ state, a: left }) => [left?.kind, state])).toEqual([
      ["system", "same"],
      ["user", "changed"],
      ["llm_text", "changed"],
    ]);
    expect(countDifferences(compareTurns(a, b))).toBe(2);
  });

  it("skips a turn that only one side has, and goes on with the next", () => {
    const a = [turn("hello there"), turn("what is my balance"), turn("thank you very much")];
    const b = [turn("hello there"), turn("thank you very much")];
    expect(compareTurns(a, b).map(({ state, a: left }) => [left?.prompt, state])).toEqual([
      ["hello there", "same"],
      ["what is my balance", "only_a"],
      ["thank you very much", "same"],
    ]);
  });

  it("puts calls of one tool side by side, and never calls of two", () => {
    const call = (tool_name: string, text: string) => block("tool_call", text, { tool_name, is_data: true });
    const [pair] = compareTurns(
      [turn("p", { blocks: [call("search", "q: tea"), call("sql", "select 1")] })],
      [turn("p", { blocks: [call("search", "q: coffee"), call("calc", "1 + 1")] })],
    );
    expect(pair?.blocks.map(({ a, b, state }) => [a?.tool_name, b?.tool_name, state])).toEqual([
      ["search", "search", "changed"],
      ["sql", undefined, "only_a"],
      [undefined, "calc", "only_b"],
    ]);
  });

  it("names settings that differ, and counts no measure as a difference", () => {
    const measure = (value: number) =>
      fact("output", value, { group: "usage", kind: "measure", unit: "tokens" });
    const a = [turn("p", { facts: [fact("temperature", 0.2), measure(10)] })];
    const same = [turn("p", { facts: [fact("temperature", 0.2), measure(99)] })];
    const warmer = [turn("p", { facts: [fact("temperature", 0.9), fact("top_p", 1), measure(10)] })];
    expect(compareTurns(a, same)[0]?.state).toBe("same");
    expect(compareTurns(a, warmer)[0]?.facts.map(({ label, state }) => [label, state])).toEqual([
      ["temperature", "changed"],
      ["output", "same"],
      ["top_p", "only_b"],
    ]);
    expect(countDifferences(compareTurns(a, warmer))).toBe(2);
  });

  it("of a thing with itself shows no difference", () => {
    const turns = [turn("a", { facts: [fact("model", "m")] }), turn("b"), turn("b")];
    expect(countDifferences(compareTurns(turns, turns))).toBe(0);
  });
});
