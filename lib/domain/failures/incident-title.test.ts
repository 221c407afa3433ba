import { expect, test } from "vitest";
import { incidentTitle, incidentTool } from "./incident-title";

test.each([
  ["tool.timeout", "no answer from search_docs within <n> ms", "no answer from search_docs within … ms"],
  ["projection.lost_delta", "message: lost_delta", "message: lost delta"],
  ["tool.not_found", "tool not found: book_sleeper", "tool not found: book_sleeper"],
  ["tool.timeout", null, "tool.timeout"],
])("%s: %s is called %s", (error_code, title, shown) => {
  expect(incidentTitle({ title, error_code })).toBe(shown);
});

test("the tool stands beside words that two tools may share, and not beside words that name it", () => {
  const incident = {
    title: "dial tcp <address>: connection refused",
    error_class: "tool",
    tools: ["weather"],
  };
  expect(incidentTool(incident)).toBe("weather");
  expect(incidentTool({ ...incident, title: "no answer from weather" })).toBeUndefined();
  expect(incidentTool({ ...incident, error_class: "provider" })).toBeUndefined();
  expect(incidentTool({ ...incident, tools: ["weather", "traffic"] })).toBeUndefined();
});
