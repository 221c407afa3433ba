import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultJoinedKinds } from "@/lib/contracts/vocabulary";
import {
  centreTabs,
  defaultKindGroups,
  detailTabs,
  isFiltered,
  joinedFilterOf,
  kindGroupNames,
  loadInspectorView,
  printInspectorView,
  sideTabs,
} from "./inspector-params";

const parse = (query: string) => loadInspectorView(new URLSearchParams(query));

const anyView = fc.record({
  sel: fc.option(fc.string({ minLength: 1 })),
  block: fc.option(fc.string({ minLength: 1 })),
  tab: fc.constantFrom(...centreTabs),
  details: fc.constantFrom(...detailTabs),
  side: fc.constantFrom(...sideTabs),
  show: fc.subarray([...kindGroupNames], { minLength: 1 }),
  density: fc.constantFrom("grouped" as const, "full" as const),
  turn: fc.option(fc.string({ minLength: 1 })),
  subject: fc.option(fc.string({ minLength: 1 })),
  q: fc.string(),
  from: fc.option(fc.integer({ min: 0 })),
  to: fc.option(fc.integer({ min: 0 })),
});

describe("address of an investigation", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(parse(printInspectorView(view))).toEqual(view);
      }),
    );
  });

  it("leaves defaults out", () => {
    expect(printInspectorView(parse(""))).toBe("");
  });

  it("reads an unknown word as the default", () => {
    expect(parse("tab=nonsense&density=7")).toMatchObject({ tab: "joined", density: "grouped" });
  });
});

describe("filter of the joined list", () => {
  it("asks for everything but state rows by default", () => {
    expect(joinedFilterOf(parse("")).kinds).toEqual(defaultJoinedKinds);
    expect(isFiltered(parse(""))).toBe(false);
  });

  it("does not depend on the order of the groups", () => {
    expect(joinedFilterOf(parse("show=errors,events"))).toEqual(joinedFilterOf(parse("show=events,errors")));
    expect(isFiltered(parse(`show=${[...defaultKindGroups].reverse().join(",")}`))).toBe(false);
    expect(isFiltered(parse("show=events"))).toBe(true);
  });
});
