import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "@/lib/testing/scenario/random";
import { eventIdentity, hashed } from "./event-identity";

/** Ids as senders make them, and every text that a JSON string can hold. */
const id = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^(run|m|7|07|-|:|a){0,3}[0-9]{0,20}$/),
  fc.tuple(fc.string(), fc.bigInt(0n, 10n ** 20n)).map(([text, number]) => `${text}${String(number)}`),
);
const stream = fc.constantFrom("", "s", "s1", "1:", "\u0000");
const keyOf = (stream: string, id: string): string => {
  const { stem, digits, number } = eventIdentity(stream, id);
  return JSON.stringify([stem, digits, String(number)]);
};

test("two ids that differ, or stand in two streams, are two identities", () => {
  fc.assert(
    fc.property(stream, id, stream, id, (stream, id, otherStream, other) => {
      expect(keyOf(stream, id) === keyOf(otherStream, other)).toBe(stream === otherStream && id === other);
    }),
  );
});

test("two ids that look alike are two identities, whatever they end in", () => {
  const digits = ["7", "07", "70", "070", "17", "017", "9".repeat(18), "9".repeat(19), "9".repeat(40)];
  const starts = ["", "a", "a|", "1a", "a|1", "ä-", "\ud83d\ude00", "\ud83d", "\ude00", "\u0000"];
  const ids = new Set(["", "0", "00", ...starts.flatMap((start) => digits.map((end) => start + end))]);
  const keys = [...ids].flatMap((id) => ["", "s", "s1"].map((stream) => keyOf(stream, id)));
  expect(new Set(keys).size).toBe(ids.size * 3);
});

test("ids that differ only in their last number share a stem and sort by it", () => {
  const number = fc.bigInt(10n, 10n ** 18n - 1n);
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [one, other] = [a, b].map((number) => eventIdentity("", `run-1:${String(number)}`));
      expect([one?.stem, one?.digits]).toEqual([other?.stem, other?.digits]);
      expect([one?.number, other?.number]).toEqual([a, b]);
    }),
  );
});

test.each([
  ["run-1:17", "run-1:", 0],
  ["run-1:00017", "run-1:", 5],
  ["message17", "message", 0],
  ["17", "", 0],
])("%s counts", (id, stem, digits) => {
  expect(eventIdentity("", id)).toEqual({ stem, digits, number: 17n });
});

test.each([
  ["in a stream", "s", "run-1:17"],
  ["one digit", "", "3f2504e0-4f89-41d3-9a0c-0305e82c3301:7"],
  ["a UUID", "", "3f2504e0-4f89-41d3-9a0c-abcdef123456"],
  ["a random word", "", "evt_8f3ac017"],
  ["behind a time", "", "1770000000123-17"],
  ["a longer number than fits", "", `a-${"1".repeat(19)}`],
])("an id that does not count is a hash inside its stream: %s", (_why, stream, id) => {
  expect(eventIdentity(stream, id)).toMatchObject({ stem: stream, digits: hashed });
});

describe("stems of 10,000 ids", () => {
  const random = new Random("ids");
  const of = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[random.int(0, alphabet.length - 1)]).join("");
  const hex = (length: number): string => of("0123456789abcdef", length);
  const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  test.each([
    ["run-1:17", (n: number) => `run-1:${String(n)}`, 1],
    ["run-1:00017", (n: number) => `run-1:${String(n).padStart(5, "0")}`, 2],
    ["a counter of each of 100 conversations", (n: number) => `c${String(n % 100)}/${String(n)}`, 100],
    [
      "a UUID and one of five",
      (n: number) => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}:${String(n % 5)}`,
      0,
    ],
    ["a UUID", () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`, 0],
    ["128 bits in hex", () => hex(32), 10],
    ["96 bits in hex behind a name", () => `msg_${hex(24)}`, 10],
    ["21 letters and digits", () => of(base62, 21), 80],
    ["8 letters and digits", () => of(base62, 8), 600],
    ["time and counter", (n: number) => `${String(1_770_000_000_000 + n * 7)}-${String(n)}`, 0],
  ])("%s: at most so many", (_name, idOf, most) => {
    const stems = Array.from({ length: 10_000 }, (_, n) => eventIdentity("", idOf(n))).flatMap(
      ({ stem, digits }) => (digits === hashed ? [] : [`${stem} ${String(digits)}`]),
    );
    expect(new Set(stems).size).toBeLessThanOrEqual(most);
  });
});
