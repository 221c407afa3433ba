import { expect, test } from "vitest";
import { incidentTitle } from "./incident-title";

test.each([
  ["tool.timeout", "no answer from search_docs within <n> ms", "no answer from search_docs within … ms"],
  ["projection.lost_delta", "message: lost_delta", "message: lost delta"],
  ["tool.not_found", "tool not found: book_sleeper", "tool not found: book_sleeper"],
  ["tool.timeout", null, "tool.timeout"],
])("%s: %s is called %s", (error_code, title, shown) => {
  expect(incidentTitle({ title, error_code })).toBe(shown);
});
