import { describe, expect, it } from "vitest";
import { parseExact } from "@/lib/domain/json/exact-json";
import {
  ancestorsOf,
  closedTree,
  childrenPerPart,
  findInJson,
  jqPath,
  jsonInside,
  jsonRows,
  openedTree,
  revealed,
  type JsonRow,
  type JsonTreeState,
} from "./json-rows";

const envelope = parseExact(
  '{"sem":true,"event":{"type":"llm.delta","seq":1771502812801000001,"data":{"a/b":[1,2,null]}}}',
);
const open = (...pointers: string[]): JsonTreeState => ({ ...closedTree, expanded: new Set(pointers) });
const pointers = (rows: readonly JsonRow[]) => rows.map((row) => row.pointer);

describe("rows", () => {
  it("makes one row of a closed tree and only rows of what is open", () => {
    expect(pointers(jsonRows(envelope, closedTree))).toEqual([""]);
    expect(pointers(jsonRows(envelope, open("")))).toEqual(["", "/sem", "/event"]);
    expect(pointers(jsonRows(envelope, open("", "/event/data")))).toEqual(["", "/sem", "/event"]);
  });

  it("keeps 64-bit ordinals exact", () => {
    const row = jsonRows(envelope, open("", "/event")).find((each) => each.pointer === "/event/seq");
    expect(row?.kind === "node" ? row.value : undefined).toBe(1771502812801000001n);
  });

  it("gives position and set size for assistive technology", () => {
    const rows = jsonRows(envelope, open("", "/event"));
    expect(rows[4]).toMatchObject({
      pointer: "/event/seq",
      depth: 2,
      position: 2,
      setSize: 3,
      parent: "/event",
    });
  });

  it("shows wide containers in parts with the rest counted", () => {
    const wide = Array.from({ length: 1000 }, (_, at) => at);
    const rows = jsonRows(wide, open(""));
    expect(rows).toHaveLength(1 + childrenPerPart + 1);
    expect(rows.at(-1)).toMatchObject({ kind: "more", remaining: 800, parent: "" });
  });

  it("shows a decoded string as the tree it holds", () => {
    const outer = { args: '{"q":"x"}' };
    const inner = jsonInside(outer.args, parseExact);
    if (inner === undefined) throw new Error("the string holds an object");
    const state = { ...open("", "/args"), decoded: new Map([["/args", inner]]) };
    expect(pointers(jsonRows(outer, state))).toEqual(["", "/args", "/args/q"]);
  });

  it("takes prose in brackets for prose", () => {
    expect(jsonInside("[sic] he said", parseExact)).toBeUndefined();
    expect(jsonInside("42", parseExact)).toBeUndefined();
  });
});

describe("opening", () => {
  it("opens small values whole and large ones only in outline", () => {
    expect(jsonRows(envelope, openedTree(envelope))).toHaveLength(10);
    const large = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`k${at}`, Array.from({ length: 50 }, () => at)]),
    );
    const rows = jsonRows(large, openedTree(large, 120));
    expect(rows.length).toBeGreaterThanOrEqual(61);
    expect(rows.length).toBeLessThanOrEqual(121);
  });

  it("reveals a node far into a wide container", () => {
    const wide = { list: Array.from({ length: 1000 }, (_, at) => ({ id: at })) };
    const state = revealed(closedTree, wide, "/list/777/id");
    expect(pointers(jsonRows(wide, state))).toContain("/list/777/id");
  });
});

describe("paths", () => {
  it("escapes pointers and names ancestors outermost first", () => {
    expect(pointers(jsonRows(envelope, open("", "/event", "/event/data")))).toContain("/event/data/a~1b");
    expect(ancestorsOf("/event/data/a~1b")).toEqual(["", "/event", "/event/data"]);
  });

  it("writes paths jq accepts", () => {
    expect(jqPath("/event/data/a~1b/2", envelope)).toBe('.event.data["a/b"][2]');
    expect(jqPath("", envelope)).toBe(".");
    expect(jqPath("/0/id", [{ id: 1 }])).toBe(".[0].id");
  });
});

describe("search", () => {
  it("finds names and leaf values in closed parts, ignoring case, in reading order", () => {
    expect(findInJson(envelope, "DATA", closedTree)).toEqual([{ pointer: "/event/data", where: "name" }]);
    expect(findInJson(envelope, "801000001", closedTree)).toEqual([
      { pointer: "/event/seq", where: "value" },
    ]);
    expect(findInJson(envelope, "null", closedTree)).toEqual([
      { pointer: "/event/data/a~1b/2", where: "value" },
    ]);
  });

  it("stops at the limit", () => {
    expect(
      findInJson(
        Array.from({ length: 100 }, () => "x"),
        "x",
        closedTree,
        7,
      ),
    ).toHaveLength(7);
  });
});
