import { expect, test } from "vitest";
import type { ModelCallRow, ToolCallRow } from "@/lib/contracts/call";
import type { CallLine } from "./call-lines";
import { pathWords } from "./path-words";

const tool = (at: number, tool_name: string, took_ms: number | null): CallLine => ({
  kind: "tool",
  ref: `tool:${String(at)}`,
  start_ms: at,
  took_ms,
  call: { tool_name } as ToolCallRow,
});
const model = (at: number, took_ms: number): CallLine => ({
  kind: "model",
  ref: `model:${String(at)}`,
  start_ms: at,
  took_ms,
  call: { response_model: null, request_model: "gpt-5" } as ModelCallRow,
});
const refsOf = (lines: readonly CallLine[]): string[] => lines.map(({ ref }) => ref);

test("few calls of the path are told one by one, in order", () => {
  const lines = [model(0, 800), tool(1, "search", 120), tool(2, "search", null)];
  expect(pathWords(lines, refsOf(lines))).toBe("gpt-5 800 ms → search 120 ms → search");
});

test("of many calls the names are told that took longest, and how many calls they stand for", () => {
  const lines = [
    ...Array.from({ length: 150 }, (_, i) => tool(i, "find_order", 500)),
    ...Array.from({ length: 3 }, (_, i) => model(1_000 + i, 2_000)),
    ...Array.from({ length: 6 }, (_, i) => tool(2_000 + i, `other_${String(i)}`, 10 - i)),
  ];
  expect(pathWords(lines, refsOf(lines))).toBe(
    "159 calls, find_order ×150 1 m 15 s, gpt-5 ×3 6.00 s, other_0 ×1 10 ms, other_1 ×1 9 ms, other_2 ×1 8 ms, other_3 ×1 7 ms, 2 more",
  );
});
