import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/testing/sample-events";
import { GroupingRules, incidentIdOf, splitIncidentId, type IncidentRule } from "./incident-grouping";

const failure = (fingerprint: string, more: object = {}) => ({
  fingerprint,
  tool: null,
  model: null,
  provider: null,
  runtime: null,
  message: null,
  ...more,
});
const merge = (from: string, to: string): IncidentRule => ({
  rule_id: `${from}>${to}`,
  kind: "merge",
  from_incident_id: from,
  to_incident_id: to,
  created_at_ms: 1,
  fingerprint_version: 1,
});
const split = (from: string, part: "tool" | "message", value: string): IncidentRule => ({
  ...merge(from, splitIncidentId({ from_incident_id: from, part, value }, sha256)),
  kind: "split",
  part,
  value,
});
const idOf = (rule: IncidentRule) => rule.to_incident_id;

describe("grouping rules", () => {
  it("leave a failure with its fingerprint where none speaks of it", () => {
    expect(new GroupingRules([merge("b", "c")]).incidentOf(failure("a"))).toBe("a");
    expect(incidentIdOf("0123456789abcdef0123456789abcdef")).toBe("0123456789abcdef");
  });

  it("follow merges to their end, in whatever order they were made", () => {
    const rules = [merge("b", "c"), merge("a", "b")];
    expect(new GroupingRules(rules).incidentOf(failure("a"))).toBe("c");
    expect(new GroupingRules(rules.reverse()).incidentOf(failure("a"))).toBe("c");
  });

  it("take out what a split names before the rest is merged", () => {
    const out = split("a", "tool", "search");
    const rules = new GroupingRules([merge("a", "b"), out]);
    expect(rules.incidentOf(failure("a", { tool: "search" }))).toBe(idOf(out));
    expect(rules.incidentOf(failure("a", { tool: "sql" }))).toBe("b");
  });

  it("split a merged incident by what its message contains, wherever the occurrence came from", () => {
    const out = split("b", "message", "status 502");
    const rules = new GroupingRules([merge("a", "b"), out]);
    expect(rules.incidentOf(failure("a", { message: "gave status 502 twice" }))).toBe(idOf(out));
    expect(rules.incidentOf(failure("b", { message: "gave status 500" }))).toBe("b");
  });

  it("know which rule would lead back to its start", () => {
    const out = split("a", "tool", "search");
    const rules = new GroupingRules([merge("b", "a"), out]);
    expect(rules.closesCycle(merge("a", "b"))).toBe(true);
    expect(rules.closesCycle(merge(idOf(out), "b"))).toBe(true);
    expect(rules.closesCycle(merge(idOf(out), "c"))).toBe(false);
    expect([...rules.reachedFrom("b")]).toEqual(["b", "a", idOf(out)]);
  });
});
