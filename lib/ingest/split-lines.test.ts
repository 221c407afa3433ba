import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "./split-lines";

function split(chunks: readonly Uint8Array[], limit = 1000): readonly (readonly [number, string])[] {
  const splitter = new LineSplitter(limit);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map((line) =>
    line.kind === "line"
      ? [line.number, Buffer.from(line.bytes).toString("latin1")]
      : [line.line, `${line.code} ${String(line.bytes)}`],
  );
}

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("LineSplitter", () => {
  it.each([
    [
      "LF and CRLF, last line without either",
      "a\r\nb\nc",
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ],
    ],
    [
      "blank lines left out but counted",
      "a\n\n \t\nb\n",
      [
        [1, "a"],
        [4, "b"],
      ],
    ],
    [
      "a byte order mark at the start only",
      "\xef\xbb\xbfa\n\xef\xbb\xbfb\n",
      [
        [1, "a"],
        [2, "\xef\xbb\xbfb"],
      ],
    ],
    ["carriage returns inside a line", "a\rb\r\r\n", [[1, "a\rb\r"]]],
    ["NUL bytes", "\0\n", [[1, "\0"]]],
    ["nothing", "", []],
  ])("gives %s", (_what, text, lines) => {
    expect(split([bytes(text)])).toEqual(lines);
  });

  it("refuses a line over the limit and goes on", () => {
    expect(split([bytes("aaaa\nbbbbb\ncccc\r\ndddd")], 4)).toEqual([
      [1, "aaaa"],
      [2, "line-too-long 5"],
      [3, "cccc"],
      [4, "dddd"],
    ]);
  });

  it("gives the same lines wherever the stream is cut", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "\n", "\r", " ", "\xef", "\xbb", "\xbf", "\0"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 6 }), (whole, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut <= whole.length).sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((end, index) => bytes(whole.slice(places[index], end)));
        expect(split(chunks, 5)).toEqual(split([bytes(whole)], 5));
      }),
    );
  });

  it("does not hold a line that it will refuse", () => {
    const splitter = new LineSplitter(1024);
    const chunk = new Uint8Array(1 << 20).fill(0x61);
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 64; sent += 1) expect(splitter.push(chunk)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
    expect(splitter.push(bytes("\nb\n"))).toMatchObject([
      { code: "line-too-long", bytes: 64 << 20 },
      { number: 2 },
    ]);
  });
});
