import { expect, test } from "vitest";
import { paletteRank } from "./palette-rank";

const finding = ["Previous finding", "Follow"];
const left = ["Toggle the left pane", "View"];

test("beginnings of words match, in any order and of any name; the beginning of the label best", () => {
  expect(paletteRank("prev", finding)).toBe(1);
  expect(paletteRank("find prev", finding)).toBe(0.8);
  expect(paletteRank("follow", finding)).toBe(0.8);
  expect(paletteRank("pane", left)).toBe(0.8);
  expect(paletteRank("ggle", left)).toBe(0.4);
});

test("letters that merely occur in this order do not", () => {
  expect(paletteRank("refund", finding)).toBe(0);
  expect(paletteRank("tlp", left)).toBe(0);
  expect(paletteRank("pane refund", left)).toBe(0);
});
