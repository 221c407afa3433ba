import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeeperThan, mayBeDeeperThan } from "./depth-scan";
import { faultOffset, memberRange } from "./json-bytes";
import { readJson } from "./read-json";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

describe("isDeeperThan", () => {
  it.each([
    ["arrays at the limit", "[".repeat(128) + "]".repeat(128), false],
    ["arrays beyond it", "[".repeat(129) + "]".repeat(129), true],
    ["objects beyond it", '{"a":'.repeat(129) + "1" + "}".repeat(129), true],
    ["brackets in a string", JSON.stringify({ a: "[".repeat(500) + '"' + "{".repeat(500) }), false],
    ["siblings", `[${"[],".repeat(500)}[]]`, false],
    ["five million levels", "[".repeat(5_000_000), true],
  ])("tells %s", (_what, text, isDeeper) => {
    expect(isDeeperThan(utf8(text))).toBe(isDeeper);
  });

  it("is never true of a text that cannot be", () => {
    const piece = fc.constantFrom("{", "[", "}", "]", '"', "\\", "a", "\u00fc", "\u4e00");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 0, max: 8 }), (pieces, limit) => {
        const text = pieces.join("");
        if (isDeeperThan(utf8(text), limit)) expect(mayBeDeeperThan(text, limit)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(mayBeDeeperThan("[]".repeat(64) + "{}".repeat(64))).toBe(false);
    expect(mayBeDeeperThan("[]".repeat(64) + "{}".repeat(65))).toBe(true);
  });
});

describe("readJson", () => {
  it("never throws and gives a value exactly for what JSON.parse takes", () => {
    const piece = fc.constantFrom(
      '{"a":',
      "}",
      "[",
      "]",
      ",",
      '"x"',
      "1e400",
      "-0",
      "9007199254740993",
      "null",
      "\\",
      '"\\u0000"',
      " ",
      "tru",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        expect(readJson(utf8(text)).ok).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("names the place of a fault and quotes nothing", () => {
    expect(readJson(utf8('{"secret":"abc", x}'))).toEqual({ ok: false, fault: "not JSON at byte 17" });
    expect(readJson(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ ok: false, fault: "not UTF-8" });
    expect(readJson(utf8("[".repeat(200) + "]".repeat(200)))).toEqual({
      ok: false,
      fault: "nesting deeper than 128",
    });
  });
});

describe("memberRange", () => {
  it("finds the value that a parser takes, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.constantFrom("", " ", "\n\t"), (value, other, space) => {
        const text = `{${space}"x":${JSON.stringify(other)},"frame"${space}:${space}${JSON.stringify(value)}${space},"fr":{"frame":0}}`;
        const bytes = utf8(text);
        const range = memberRange(bytes, "frame");
        const found = Buffer.from(bytes).subarray(range?.start, range?.end).toString();
        expect(found).toBe(JSON.stringify(value));
      }),
    );
  });

  it("takes the last of duplicate keys", () => {
    const bytes = utf8('{"frame":1,"frame":[2]}');
    expect(memberRange(bytes, "frame")).toEqual({ start: 19, end: 22 });
  });
});

describe("faultOffset", () => {
  it("is the length for every JSON text, and less for none", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const bytes = utf8(text);
        expect(faultOffset(bytes)).toBe(bytes.length);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
