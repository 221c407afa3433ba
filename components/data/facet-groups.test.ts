import { expect, test } from "vitest";
import { parseQuery } from "@/lib/domain/query/parse-query";
import { facetGroups } from "./facet-groups";

const tools = (count: number) => [
  {
    name: "tool",
    values: Array.from({ length: count }, (_, at) => ({ value: `tool_${String(at)}`, count: count - at })),
    left_out: 0,
    is_exact: count < 40,
  },
];
const groupOf = (count: number, query = "", unfolded: readonly string[] = []) => {
  const [group] = facetGroups(
    "tool-calls",
    tools(count),
    parseQuery(query, "tool-calls").terms,
    new Set(unfolded),
  );
  return { shown: group?.values.map(({ value }) => value), folded: group?.folded, isCutOff: group?.isCutOff };
};

test("a long facet lists its first values and says how many are folded away", () => {
  const { shown, folded } = groupOf(45);
  expect(shown).toHaveLength(8);
  expect(folded).toBe(37);
  expect(groupOf(45, "", ["tool"]).shown).toHaveLength(45);
});

test("what is chosen is listed, wherever it stands", () => {
  expect(groupOf(45, "tool:tool_40").shown?.at(-1)).toBe("tool_40");
  expect(groupOf(45, "-tool:tool_41").shown?.at(-1)).toBe("tool_41");
});

test("no fold hides less than its own line takes", () => {
  expect(groupOf(10).shown).toHaveLength(10);
  expect(groupOf(11).shown).toHaveLength(8);
});

test("a facet that was counted among the newest rows only says so", () => {
  expect(groupOf(39).isCutOff).toBe(false);
  expect(groupOf(45).isCutOff).toBe(true);
});
