import { expect, test } from "vitest";
import { completeQuery, type ObservedValues } from "./complete-query";
import { replace } from "./edit-query";

const observed: ObservedValues = {
  tool: [
    { value: "search_docs", count: 4 },
    { value: "sql", count: 2 },
    { value: "two words", count: 1 },
  ],
};

/** `|` is the caret. */
function labels(marked: string): readonly string[] {
  return complete(marked).map(({ label }) => label);
}

function complete(marked: string) {
  const caret = marked.indexOf("|");
  return completeQuery(marked.replace("|", ""), caret, "tool-calls", observed);
}

function taken(marked: string, label: string): string | undefined {
  const option = complete(marked).find((candidate) => candidate.label === label);
  return option && replace(marked.replace("|", ""), option.span, option.text);
}

test("offers fields of the list where a term begins, by name and by alias", () => {
  expect(labels("|")).toContain("tool:");
  expect(labels("x |")).toContain("tool:");
  expect(labels("to|")).toEqual(["tool:", "id:", "duration:"]);
  expect(labels("-to|")).toEqual(["tool:", "id:", "duration:"]);
  expect(labels("provider|")).toEqual([]);
});

test("offers observed values, then the words that there are", () => {
  expect(labels("tool:|")).toEqual(["search_docs", "sql", "two words"]);
  expect(labels("tool:s|")).toEqual(["search_docs", "sql", "two words"]);
  expect(labels("tool:sql,|")).toEqual(["search_docs", "two words"]);
  expect(labels("status:fail|")).toEqual(["failed"]);
  expect(labels("status:failed|")).toEqual([]);
});

test("writes over what was begun, in quotes where it must", () => {
  expect(taken("a to| b", "tool:")).toBe("a tool: b");
  expect(taken("tool:se|arch x", "search_docs")).toBe("tool:search_docs x");
  expect(taken("tool:two|", "two words")).toBe('tool:"two words"');
});

test("what was probably meant comes first", () => {
  expect(complete("tol:sql|")[0]).toMatchObject({ label: "tool", hint: "instead" });
  expect(taken("tol:sql|", "tool")).toBe("tool:sql");
});

test("offers nothing inside quotes", () => {
  expect(labels('"to|')).toEqual([]);
});
