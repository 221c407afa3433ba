import { describe, expect, it } from "vitest";
import { sameContent } from "./same-content";

const same = (a: string, b: string): boolean => sameContent(Buffer.from(a), Buffer.from(b));

describe("sameContent", () => {
  it.each([
    ["white space", '{"a":[1,2]}', '{ "a" : [1, 2] }'],
    ["key order", '{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
    ["escapes", '"\\u00e9"', '"é"'],
  ])("looks past %s", (_what, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each([
    ["ordinals that a double would merge", '{"seq":1771453377700000001}', '{"seq":1771453377700000002}'],
    ["a member more", '{"a":1}', '{"a":1,"b":2}'],
    ["another key", '{"a":null}', '{"b":null}'],
    ["order of a list", "[1,2]", "[2,1]"],
    ["a list and an object", "[]", "{}"],
    ["a number and its text", "1", '"1"'],
    ["an inherited member", '{"toString":1}', "{}"],
    ["texts that are not JSON", "x", "x"],
  ])("tells %s apart", (_what, a, b) => {
    expect(same(a, b)).toBe(false);
  });
});
