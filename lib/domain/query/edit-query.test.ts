import { expect, test } from "vitest";
import { toggleValue, valueState, withoutSpan } from "./edit-query";
import { parseQuery } from "./parse-query";

const toggle = (text: string, value: string, wanted: "included" | "excluded") =>
  toggleValue(text, "conversations", "tool", value, wanted);

test("a click includes, the same again removes", () => {
  expect(toggle("", "search", "included")).toBe("tool:search");
  expect(toggle("refund  policy", "search", "included")).toBe("refund  policy tool:search");
  expect(toggle("tool:search refund", "search", "included")).toBe("refund");
});

test("included values of a field are alternatives, excluded ones are terms of their own", () => {
  expect(toggle("tool:search refund", "sql", "included")).toBe("tool:search,sql refund");
  expect(toggle("-tool:search", "sql", "excluded")).toBe("-tool:search -tool:sql");
  expect(toggle("tool:search,sql", "search", "included")).toBe("tool:sql");
});

test("the opposite replaces", () => {
  expect(toggle("tool:search x", "search", "excluded")).toBe("x -tool:search");
  expect(toggle("-tool:search x", "search", "included")).toBe("x tool:search");
});

test("what else was written stays as it was written", () => {
  expect(toggle('"two  spaces" TOOL:a*   x', "b c", "included")).toBe('"two  spaces" tool:a*,"b c"   x');
});

test("tells what a query says of a value", () => {
  const { terms } = parseQuery("tool:a,b -tool:c", "conversations");
  expect(["a", "b", "c", "d"].map((value) => valueState(terms, "tool", value))).toEqual([
    "included",
    "included",
    "excluded",
    undefined,
  ]);
});

test("a removed term leaves no space behind", () => {
  const text = 'a tool:b  "c  d"';
  expect(withoutSpan(text, { from: 2, to: 8 })).toBe('a "c  d"');
});
