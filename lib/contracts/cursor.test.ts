import fc from "fast-check";
import { expect, test } from "vitest";
import { ConsoleError } from "@/lib/domain/console-error";
import { decodeCursor, encodeCursor } from "./cursor";

const binding = { list: "conversations", sort: "-last_activity", filters: { tool: [["a", "b"]] } };

test("gives back every kind of value exactly", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (key) => {
      expect(decodeCursor(binding, encodeCursor(binding, key), key.length)).toEqual(key);
    }),
  );
});

test("refuses a cursor made for another sort order or filter", () => {
  const cursor = encodeCursor(binding, [1, "c1"]);
  for (const other of [
    { ...binding, sort: "created" },
    { ...binding, filters: { tool: [["a"]] } },
  ]) {
    expect(() => decodeCursor(other, cursor, 2)).toThrow(ConsoleError);
  }
});

test("refuses anything that is not a cursor with the same code", () => {
  for (const text of ["", "x", "%%%", btoa("[]"), btoa('{"a":1}'), `${encodeCursor(binding, [1, "c"])}A`]) {
    expect(() => decodeCursor(binding, text, 2)).toThrow(expect.objectContaining({ code: "invalid-cursor" }));
  }
  expect(() => decodeCursor(binding, encodeCursor(binding, [1]), 2)).toThrow(ConsoleError);
});
