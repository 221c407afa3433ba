import { describe, expect, it } from "vitest";
import type { JoinedItem, JoinedPage } from "@/lib/contracts/joined";
import { joinedRowsOf, nearestRow } from "./joined-rows";

const item = (ref: string, extra: Partial<JoinedItem> = {}): JoinedItem => ({
  ref,
  kind: "event",
  at_ms: 1,
  ordinal: null,
  seq: null,
  title: "",
  summary: "",
  took_ms: null,
  mark: "neutral",
  tone: null,
  turn_id: null,
  subject: null,
  count: 1,
  last_ordinal: null,
  until_ms: null,
  byte_length: null,
  links: [],
  ...extra,
});
const run = (first: number, last: number) =>
  item(`event:${first}`, { ordinal: String(first), last_ordinal: String(last), count: last - first + 1 });
const page = (items: JoinedItem[], anchor: number | null = null): JoinedPage => ({
  items,
  anchor,
  next_cursor: null,
  prev_cursor: null,
});

describe("joined rows", () => {
  it("finds every envelope of a run at the run", () => {
    const { indexOf } = joinedRowsOf(
      [page([item("error:1"), run(10, 200)]), page([item("event:201", { ordinal: "201" }), run(300, 302)])],
      null,
    );
    expect([9, 10, 77, 200, 201, 299, 301, 302, 303].map((ordinal) => indexOf(`event:${ordinal}`))).toEqual([
      -1, 1, 1, 1, 2, -1, 3, 3, -1,
    ]);
    expect(indexOf("error:1")).toBe(0);
  });

  it("finds a record that is no row where the server placed it", () => {
    const rows = joinedRowsOf(
      [page([item("event:1")]), page([item("event:2"), item("event:3")], 1)],
      "turn:c/t",
    );
    expect(rows.indexOf("turn:c/t")).toBe(2);
    expect(rows.indexOf("turn:c/other")).toBe(-1);
  });

  it("keeps only rows that contain a text, and finds them at their new places", () => {
    const pages = [
      page([
        item("event:1", { title: "llm.start" }),
        item("error:2", { summary: "Timeout of SQL" }),
        item("event:3", { subject: "sql-7" }),
      ]),
    ];
    const { rows, indexOf, loadedCount } = joinedRowsOf(pages, null, { text: " sql ", range: null });
    expect([rows.map((row) => row.ref), loadedCount, indexOf("event:3"), indexOf("event:1")]).toEqual([
      ["error:2", "event:3"],
      3,
      1,
      -1,
    ]);
  });

  it("keeps a row's own place when it is the anchor too", () => {
    expect(joinedRowsOf([page([item("event:1"), item("event:2")], 0)], "event:2").indexOf("event:2")).toBe(1);
  });
});

describe("a range of time", () => {
  const pages = [
    page([5, 10, 20, 30].map((at_ms) => item(`r${at_ms}`, { at_ms, until_ms: at_ms === 5 ? 12 : at_ms }))),
  ];
  const within = (from: number, to: number) => {
    const { rows, reachesStart, reachesEnd } = joinedRowsOf(pages, null, { text: "", range: { from, to } });
    return [rows.map((row) => row.ref), reachesStart, reachesEnd];
  };

  it("keeps what happened inside, and a run that reaches into it", () => {
    expect(within(12, 25)).toEqual([["r5", "r20"], true, true]);
  });

  it("says where more must be read before the range is complete", () => {
    expect(within(1, 99)).toEqual([["r5", "r10", "r20", "r30"], false, false]);
    expect(within(40, 50)).toEqual([[], true, false]);
  });
});

describe("the row at a time", () => {
  const rows = [
    item("a", { at_ms: null }),
    ...[10, 20, 20, 30].map((at_ms, at) => item(`r${at}`, { at_ms })),
  ];
  it("is the last that began by then, and unknown where the rows do not reach", () => {
    expect([9, 10, 19, 20, 29, 30, 31].map((ms) => nearestRow(rows, ms)?.ref)).toEqual([
      undefined,
      "r0",
      "r0",
      "r2",
      "r2",
      "r3",
      undefined,
    ]);
    expect(nearestRow([], 5)).toBeUndefined();
  });
});
