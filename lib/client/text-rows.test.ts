import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, findInText, hexRow, rowOfOffset, textRows } from "./text-rows";

describe("text rows", () => {
  it("numbers lines and continues long ones without a new number", () => {
    expect(textRows("abcdef\nx", 4)).toEqual([
      { line: 1, first: true, start: 0, end: 4 },
      { line: 1, first: false, start: 4, end: 6 },
      { line: 2, first: true, start: 7, end: 8 },
    ]);
  });

  it("does not invent a line after a final line feed, but keeps empty lines", () => {
    expect(textRows("a\n", 10)).toHaveLength(1);
    expect(textRows("a\n\n", 10)).toHaveLength(2);
    expect(textRows("", 10)).toHaveLength(1);
  });

  it("loses no character of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 9 }), (text, maxLength) => {
        const rows = textRows(text, maxLength);
        const joined = rows
          .map((row, at) => (at > 0 && row.first ? "\n" : "") + text.slice(row.start, row.end))
          .join("");
        expect(joined).toBe(
          text.endsWith("\n") && text.length > 1 ? text.slice(0, -1) : text.replace(/^\n$/, ""),
        );
      }),
    );
  });

  it("finds the row of every offset", () => {
    const text = "one\ntwo three\nfour";
    const rows = textRows(text, 5);
    for (const at of findInText(text, "o")) {
      const row = rows[rowOfOffset(rows, at)];
      expect(row !== undefined && row.start <= at && at < row.end).toBe(true);
    }
  });
});

describe("search", () => {
  it("ignores case, does not overlap, stops at the limit", () => {
    expect(findInText("Aa aa", "AA")).toEqual([0, 3]);
    expect(findInText("aaaa", "aa")).toEqual([0, 2]);
    expect(findInText("aaaa", "a", 3)).toHaveLength(3);
    expect(findInText("abc", "")).toEqual([]);
  });

  it("keeps offsets right where lower case is longer", () => {
    expect(findInText("İx", "x")).toEqual([1]);
  });
});

describe("bytes", () => {
  it("prints sixteen bytes a row with even columns in the last", () => {
    const bytes = new TextEncoder().encode('{"sem":true,"event"\n');
    expect(hexRow(bytes, 0)).toEqual({
      offset: "00000000",
      hex: "7b 22 73 65 6d 22 3a 74  72 75 65 2c 22 65 76 65",
      ascii: '{"sem":true,"eve',
    });
    expect(hexRow(bytes, 1).ascii).toBe('nt".');
    expect(hexRow(bytes, 1).hex).toHaveLength(48);
  });

  it("tells whether the bytes are UTF-8 and keeps a byte order mark", () => {
    expect(decodeUtf8(new Uint8Array([0xff, 0x41]))).toEqual({ text: "\ufffdA", valid: false });
    expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x41])).text).toBe("\ufeffA");
  });
});
