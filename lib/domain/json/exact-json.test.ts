import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExact, stringifyExact } from "./exact-json";

describe("parseExact", () => {
  it.each([
    ["2^53 + 1", "9007199254740993", 9007199254740993n],
    ["a time-derived seq", '{"seq":1771453377700000001}', { seq: 1771453377700000001n }],
    ["a negative ordinal", "[-9223372036854775808]", [-9223372036854775808n]],
    ["a safe integer of 16 digits", "[1000000000000000]", [1_000_000_000_000_000]],
    ["a number beyond doubles", '{"a":1e400,"b":-1E+999}', { a: "1e400", b: "-1E+999" }],
    ["digits inside strings", '{"a":"1771453377700000001","b":1}', { a: "1771453377700000001", b: 1 }],
    [
      "digits behind escaped quotes",
      '{"a":"\\\\\\" 1771453377700000001","b":1771453377700000001}',
      { a: '\\" 1771453377700000001', b: 1771453377700000001n },
    ],
    [
      "digits of a whole number with an exponent",
      '{"a":"10000000000000000000000","b":1e22}',
      { a: "10000000000000000000000", b: 1e22 },
    ],
    [
      "the only one among names with an e between digits",
      '{"a":"7e5f-1E9","seq":-1771453377700000001 }',
      { a: "7e5f-1E9", seq: -1771453377700000001n },
    ],
    [
      "digits of more than twice sixteen",
      "[1771453377700000001177145337770000000117714533777000]",
      [1771453377700000001177145337770000000117714533777000n],
    ],
    ["a fraction beyond 2^53", '{"a":1771453377700000001.5}', { a: 1771453377700000001.5 }],
    ["duplicate keys", '{"a":1771453377700000001,"a":2}', { a: 2 }],
  ])("keeps %s", (_name, text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  it("keeps negative zero", () => {
    expect(Object.is(parseExact("-0"), -0)).toBe(true);
  });

  it("cannot be talked into inventing a number", () => {
    const text = '{"a":"\\u00015","b":"\\u00025","seq":1771453377700000001,"c":{"\\u0000int":"x"}}';
    expect(parseExact(text)).toEqual({
      a: "\u00015",
      b: "\u00025",
      seq: 1771453377700000001n,
      c: { "\u0000int": "x" },
    });
  });

  it("tells its own marks from strings that look like them", () => {
    const texts = ["\\u0001", "\\u0001\\u0001", "\\u0001\\u0001\\u00011771453377700000001"];
    const value = parseExact(
      `{"seq":1771453377700000001,"a":[${texts.map((text) => `"${text}"`).join(",")}]}`,
    );
    expect(value).toEqual({
      seq: 1771453377700000001n,
      a: ["\u0001", "\u0001\u0001", "\u0001\u0001\u00011771453377700000001"],
    });
  });

  it("gives __proto__ as an own property and leaves Object.prototype alone", () => {
    const value = parseExact(
      '{"__proto__":{"polluted":1771453377700000001},"constructor":{"prototype":{"polluted":1}}}',
    );
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(stringifyExact(value)).toContain('"__proto__":{"polluted":1771453377700000001}');
  });

  it("throws SyntaxError where JSON.parse does, long numbers or not", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\u0123456789eE.-+ \n')) }),
        (text) => {
          for (const candidate of [
            text,
            `${text}1771453377700000001`,
            `{"seq":1771453377700000001,"a":${text}}`,
          ]) {
            expect(outcome(() => parseExact(candidate))).toBe(outcome(() => JSON.parse(candidate)));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("writes back what it read, for any JSON with 64-bit integers", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value, (_key, v: unknown) =>
          typeof v === "bigint" ? `\u{10FFFF}${String(v)}\u{10FFFF}` : v,
        ).replace(/"\u{10FFFF}(-?\d+)\u{10FFFF}"/gu, "$1");
        expect(stringifyExact(parseExact(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

function outcome(parse: () => unknown): string {
  try {
    parse();
    return "value";
  } catch (error) {
    return error instanceof Error ? error.name : "other";
  }
}

describe("parseExact of texts whose numbers could be taken for one another", () => {
  it.each([
    ["keys that look like indexes", '{"b":1771453377700000001,"1":1771453377700000002}'],
    ["a key that repeats", '{"a":1,"b":1771453377700000001,"a":1771453377700000002}'],
    ["a key that repeats and ends short", '{"a":1771453377700000003,"b":1771453377700000001,"a":7}'],
    ["numbers that round alike", "[1771453377700000001,1771453377700000002,1771453377700000003]"],
    ["whole numbers with an exponent beside them", '{"a":1e20,"b":1771453377700000001}'],
  ])("keeps %s apart", (_name, text) => {
    const slow = JSON.parse(text.replace(/177145337770000000\d/g, '"$&"'), (_key, value: unknown) =>
      typeof value === "string" ? BigInt(value) : value,
    ) as unknown;
    expect(parseExact(text)).toEqual(slow);
  });
});

it("reads a text that nests deeper than a stack", () => {
  const depth = 200_000;
  expect(() => parseExact("[".repeat(depth) + "]".repeat(depth))).not.toThrow();
});
