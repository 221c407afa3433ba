import fc from "fast-check";
import { expect, test } from "vitest";
import { eventIdentity } from "./event-identity";

/** Numbers of up to fourteen digits, with as many bytes as they like. */
const number = fc.bigInt(0n, 10n ** 14n - 1n).map(Number);

test("ids that differ only in their last number sort by it", () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [one, other] = [a, b].map((number) =>
        eventIdentity("", `run-1:${String(number).padStart(14, "0")}`),
      );
      expect(Math.sign(Buffer.compare(one ?? Buffer.alloc(0), other ?? Buffer.alloc(0)))).toBe(
        Math.sign(a - b),
      );
    }),
  );
});

test("two different ids are two identities, whatever they end in", () => {
  const edges = [1, 2, 3, 4, 5].flatMap((bytes) => [256 ** bytes - 1, 256 ** bytes].map(String));
  const ids = [
    ...edges,
    "",
    "0",
    "00",
    "7",
    "07",
    "a7",
    "a07",
    "a",
    "1a",
    "a|1",
    "a|11",
    "9".repeat(14),
    "9".repeat(15),
    "9".repeat(16),
  ];
  const known = new Set(
    ids.flatMap((id) => ["", "s", "s1"].map((stream) => eventIdentity(stream, id).toString("hex"))),
  );
  expect(known.size).toBe(ids.length * 3);
});
