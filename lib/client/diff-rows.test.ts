import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffRows, unfolded, type DiffLine, type DiffRow } from "./diff-rows";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);
const textOf = (line: DiffLine) => line.pieces.map((piece) => piece.text).join("");
const linesOnly = (rows: readonly DiffRow[]) =>
  rows.flatMap((row): readonly DiffLine[] => (row.kind === "fold" ? row.lines : [row]));

describe("text diff", () => {
  it("marks only the words that changed in a replaced line", () => {
    const { rows, changes } = diffRows("the column is amout here\n", "the column is amount here\n");
    expect(changes).toBe(1);
    const [removed, added] = linesOnly(rows);
    expect(removed?.pieces.filter((piece) => piece.changed).map((piece) => piece.text)).toEqual(["amout"]);
    expect(added?.pieces.filter((piece) => piece.changed).map((piece) => piece.text)).toEqual(["amount"]);
  });

  it("folds unchanged runs to three lines around a change and opens them on request", () => {
    const before = numbered(40);
    const after = before.with(20, "changed");
    const { rows } = diffRows(before.join("\n"), after.join("\n"));
    const folds = rows.flatMap((row) => (row.kind === "fold" ? [row] : []));
    expect(folds.map((fold) => fold.lines.length)).toEqual([17, 16]);
    expect(unfolded(rows, new Set([folds[0]?.id ?? -1]))).toHaveLength(rows.length - 1 + 17);
  });

  it("counts nothing for equal texts", () => {
    expect(diffRows("a\nb", "a\nb")).toMatchObject({ changes: 0, added: 0, removed: 0, complete: true });
  });

  it("contains both texts whole, with right line numbers", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c d", "c e", ""), { maxLength: 12 })
      .map((lines) => [...lines, "end"]);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = linesOnly(diffRows(before.join("\n"), after.join("\n")).rows);
        const left = lines.filter((line) => line.before !== undefined);
        const right = lines.filter((line) => line.after !== undefined);
        expect(left.map(textOf)).toEqual(before);
        expect(right.map(textOf)).toEqual(after);
        expect(left.map((line) => line.before)).toEqual(before.map((_, at) => at + 1));
      }),
    );
  });

  it("gives up on texts that have nothing in common, and says so", () => {
    const left = Array.from({ length: 3000 }, (_, at) => `l${at}`).join("\n");
    const right = Array.from({ length: 3000 }, (_, at) => `r${at}`).join("\n");
    expect(diffRows(left, right)).toMatchObject({ complete: false, removed: 3000, added: 3000 });
  });
});
