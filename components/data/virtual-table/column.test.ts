import { describe, expect, it, test } from "vitest";
import { columnTemplate, nextSort, widthOf, type Column } from "./column";
import { movedIndex } from "./row-movement";
import { isShownByItself } from "./use-shown-columns";

const column = (id: string, width: number, extra: Partial<Column<string>> = {}): Column<string> => ({
  id,
  header: id,
  width,
  cell: (row) => row,
  ...extra,
});

describe("column widths", () => {
  it("lets growing columns share the rest and keeps the others fixed", () => {
    const { template, minWidth } = columnTemplate([column("a", 80), column("b", 180, { grow: 1.5 })], {});
    expect(template).toBe("80px minmax(180px,1.5fr)");
    expect(minWidth).toBe(260);
  });

  it("fixes a growing column once the user chose its width, and leaves the rest of the line empty", () => {
    expect(columnTemplate([column("b", 180, { grow: 1 })], { b: 300 }).template).toBe("300px 1fr");
  });

  it("never goes below the least width", () => {
    expect(widthOf(column("a", 80), { a: 3 })).toBe(40);
    expect(widthOf(column("a", 80, { minWidth: 60 }), { a: 3 })).toBe(60);
  });
});

describe("sorting", () => {
  it("starts numbers with the largest, text with the smallest, then turns round", () => {
    expect(nextSort(undefined, "tokens", "end")).toEqual({ column: "tokens", direction: "descending" });
    expect(nextSort(undefined, "title", undefined)).toEqual({ column: "title", direction: "ascending" });
    expect(nextSort({ column: "tokens", direction: "descending" }, "tokens", "end").direction).toBe(
      "ascending",
    );
  });
});

describe("movement", () => {
  it("enters at the first row going down and at the last going up", () => {
    expect(movedIndex("j", -1, 5, 3)).toBe(0);
    expect(movedIndex("k", -1, 5, 3)).toBe(4);
  });

  it("stops at both ends", () => {
    expect(movedIndex("ArrowDown", 4, 5, 3)).toBe(4);
    expect(movedIndex("PageUp", 1, 5, 3)).toBe(0);
    expect(movedIndex("PageDown", 3, 5, 3)).toBe(4);
  });

  it("leaves other keys and empty lists alone", () => {
    expect(movedIndex("x", 1, 5, 3)).toBeUndefined();
    expect(movedIndex("j", -1, 0, 3)).toBeUndefined();
  });
});

test("columns with a least width make room in a narrow table, also before it is measured", () => {
  const wide = column("runtime", 74, { least: 920 });
  expect([0, 812, 920].map((width) => isShownByItself(wide, width))).toEqual([false, false, true]);
  expect(isShownByItself(column("title", 134), 300)).toBe(true);
  expect(isShownByItself(column("sha256", 120, { hidden: true }), 2000)).toBe(false);
});
