import { expect, test } from "vitest";
import { incidentTitle } from "./incident-title";

test.each([
  ["no answer from search_docs within <n> ms", "no answer from search_docs within … ms"],
  ["message: lost_delta", "message: lost delta"],
  ["no answer from search_docs", "no answer from search_docs"],
  [null, "tool.timeout"],
])("%s is called %s", (title, shown) => {
  expect(incidentTitle({ title, error_code: "tool.timeout" })).toBe(shown);
});
