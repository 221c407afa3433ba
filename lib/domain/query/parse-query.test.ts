import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery, queryOf } from "./parse-query";
import { printQuery } from "./print-query";
import type { Condition, Limit, Query, Term } from "./query";
import { fieldsOfList, fieldUse, listNames, type FieldKind, type ListName } from "./query-fields";

const read = (text: string, list: ListName = "events") => {
  const parsed = parseQuery(text, list);
  expect(parsed.faults).toEqual([]);
  return queryOf(parsed);
};
const faults = (text: string, list: ListName = "events") => parseQuery(text, list).faults;
const limit = (point: Limit["point"], isIncluded = true) => ({ point, isIncluded });

describe("reading", () => {
  test("the example of the reference", () => {
    expect(
      read('class:transport tool:search -status:ok model:gpt-5 has:gap seq:400..500 "free text"'),
    ).toEqual([
      {
        kind: "field",
        field: "class",
        isExcluded: false,
        conditions: [{ kind: "equals", text: "transport" }],
      },
      { kind: "field", field: "tool", isExcluded: false, conditions: [{ kind: "equals", text: "search" }] },
      { kind: "field", field: "status", isExcluded: true, conditions: [{ kind: "equals", text: "ok" }] },
      { kind: "field", field: "model", isExcluded: false, conditions: [{ kind: "equals", text: "gpt-5" }] },
      { kind: "field", field: "has", isExcluded: false, conditions: [{ kind: "equals", text: "gap" }] },
      {
        kind: "field",
        field: "seq",
        isExcluded: false,
        conditions: [{ kind: "range", from: limit(400n), to: limit(500n) }],
      },
      { kind: "text", text: "free text", isPhrase: true, isExcluded: false },
    ]);
  });

  test("a quote makes every sign text", () => {
    expect(read('type:"llm.*","a,b" -"say \\"no\\" \\\\"')).toEqual([
      {
        kind: "field",
        field: "type",
        isExcluded: false,
        conditions: [
          { kind: "equals", text: "llm.*" },
          { kind: "equals", text: "a,b" },
        ],
      },
      { kind: "text", text: 'say "no" \\', isPhrase: true, isExcluded: true },
    ]);
  });

  test.each<[string, Condition]>([
    [
      "seq:1771502889412000003",
      { kind: "range", from: limit(1771502889412000003n), to: limit(1771502889412000003n) },
    ],
    ["seq:>5", { kind: "range", from: limit(5n, false) }],
    ["seq:<=5", { kind: "range", to: limit(5n) }],
    ["size:>1.5kb", { kind: "range", from: limit(1500n, false) }],
    ["time:-2h", { kind: "range", from: limit({ ago_ms: 7_200_000n }) }],
    ["time:1970-01-02", { kind: "range", from: limit(86_400_000n), to: limit(172_800_000n, false) }],
    ["time:>1970-01-01", { kind: "range", from: limit(86_400_000n) }],
    ["time:<=1970-01-01T00:00", { kind: "range", to: limit(60_000n, false) }],
    [
      "time:1970-01-01T02:00+02:00..-1d",
      { kind: "range", from: limit(0n), to: limit({ ago_ms: 86_400_000n }, false) },
    ],
  ])("%s", (text, condition) => {
    expect(read(text)).toMatchObject([{ conditions: [condition] }]);
  });

  test("aliases name the same field", () => {
    expect(read("EVENT_ID:m1")).toEqual(read("id:m1"));
  });
});

describe("faults say where and what instead", () => {
  test.each<[string, ListName, object]>([
    ["refund clas:tool", "conversations", { from: 7, to: 11, suggestion: "class" }],
    ["status:okk", "events", { from: 7, to: 10, suggestion: "ok" }],
    ["class:tool,transprot", "incidents", { from: 11, to: 20, suggestion: "transport" }],
    [
      "seq:4",
      "conversations",
      { from: 0, to: 3, message: "seq is no field of conversations, only of events." },
    ],
    ["seq:abc", "events", { from: 4, to: 7 }],
    ["seq:5..1x", "events", { from: 4, to: 9 }],
    ["seq:..", "events", { from: 4, to: 6 }],
    ["seq:9223372036854775808", "events", { from: 4, to: 23 }],
    ["time:2026-02-31", "events", { from: 5, to: 15 }],
    ["class:", "incidents", { from: 0, to: 6 }],
    ['"open', "events", { from: 0, to: 5, message: "The quote is not closed." }],
    ["-", "events", { from: 0, to: 1 }],
    [
      "http://host",
      "events",
      { from: 0, to: 4, message: "There is no field http. To find the text itself, put it in quotes." },
    ],
  ])("%s in %s", (text, list, fault) => {
    expect(faults(text, list)).toMatchObject([fault]);
  });

  test("terms that are right stay beside them", () => {
    expect(parseQuery("nope:1 class:tool", "incidents").terms).toHaveLength(1);
  });
});

const someText = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
const wordText = fc.stringMatching(/^[a-z0-9.]{1,8}$/);

function someRange(kind: FieldKind): fc.Arbitrary<Condition> {
  const isTime = kind === "time";
  const exact = fc.bigInt({ min: 1n, max: isTime ? 4_102_444_800_000n : 2n ** 63n - 1n });
  const ago = fc.bigInt({ min: 1n, max: 10_000n }).map((ago_ms) => ({ ago_ms }));
  const small = kind === "duration" || kind === "bytes" ? fc.bigInt({ min: 1n, max: 10n ** 14n }) : exact;
  const point: fc.Arbitrary<Limit["point"]> = isTime ? fc.oneof(exact, ago) : small;
  const range = (from: Limit | undefined, to: Limit | undefined): Condition => ({
    kind: "range",
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  return fc.oneof(
    point.map((p) => range(limit(p), undefined)),
    point.map((p) => range(undefined, limit(p, !isTime))),
    fc.tuple(point, point).map(([a, b]) => range(limit(a), limit(b, !isTime))),
  );
}

function someCondition(kind: FieldKind, values: readonly string[] | undefined): fc.Arbitrary<Condition> {
  const present = fc.constant<Condition>({ kind: "present" });
  const equals = (text: fc.Arbitrary<string>) =>
    text.map((value): Condition => ({ kind: "equals", text: value }));
  if (kind === "word") return fc.oneof(present, equals(fc.constantFrom(...(values ?? []))));
  if (kind === "text") return fc.oneof(present, equals(someText));
  if (kind === "name")
    return fc.oneof(
      present,
      equals(someText),
      wordText.map((text): Condition => ({ kind: "starts", text })),
    );
  return someRange(kind);
}

function someTerm(list: ListName): fc.Arbitrary<Term> {
  const field = fc.constantFrom(...fieldsOfList(list)).chain((name) => {
    const use = fieldUse(name, list);
    return fc.record({
      kind: fc.constant("field" as const),
      field: fc.constant(name),
      isExcluded: fc.boolean(),
      conditions: fc.array(someCondition(use?.kind ?? "name", use?.values), { minLength: 1, maxLength: 3 }),
    });
  });
  const text = fc.oneof(
    fc.record({
      kind: fc.constant("text" as const),
      text: wordText,
      isPhrase: fc.constant(false),
      isExcluded: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("text" as const),
      text: someText.filter((value) => value.trim() !== ""),
      isPhrase: fc.constant(true),
      isExcluded: fc.boolean(),
    }),
  );
  return fc.oneof(field, text);
}

test.each(listNames)("every query of %s is read back as it was printed", (list) => {
  fc.assert(
    fc.property(fc.array(someTerm(list), { maxLength: 4 }), (query: Query) => {
      expect(read(printQuery(query, list), list)).toEqual(query);
    }),
  );
});

test("no text makes reading fail, and every fault lies inside the text", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom("a", "b", ":", ",", '"', "\\", "-", ".", "*", "<", ">", " ", "1", "é"),
      }),
      (text) => {
        for (const { from, to } of faults(text)) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});
