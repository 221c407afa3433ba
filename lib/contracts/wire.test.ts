import { expect, test } from "vitest";
import { toolCalls } from "@/lib/domain/model/tool-call";
import type { RecordSet } from "@/lib/domain/model/field";
import { recordSets } from "@/lib/domain/model";
import { filterParam, limitParam } from "./query";
import { parseRecordRef, recordRef } from "./record-ref";
import { wireSchemaOf } from "./wire";

/** Each set has fields of its own; here only their names matter. */
function anySet(set: unknown): RecordSet {
  return set as RecordSet;
}

test("names every field of a record set once, and nothing else", () => {
  for (const set of Object.values(recordSets).map(anySet)) {
    expect(Object.keys(wireSchemaOf(set).shape)).toEqual(Object.keys(set.fields));
  }
});

test("wants 64-bit ordinals as decimal strings and absent values as null", () => {
  const schema = wireSchemaOf(toolCalls).pick({ conv_id: true, first_ordinal: true, status: true });
  const row = { conv_id: "c1", first_ordinal: "1771502889412000003", status: null };
  expect(schema.parse(row)).toEqual(row);
  expect(schema.safeParse({ ...row, first_ordinal: 12 }).success).toBe(false);
  expect(schema.safeParse({ ...row, status: "exploded" }).success).toBe(false);
  expect(schema.safeParse({ first_ordinal: "1", status: null }).success).toBe(false);
});

test("reads commas as alternatives and repetition as conjunction", () => {
  expect(filterParam.parse(["a,b", "c"])).toEqual([["a", "b"], ["c"]]);
  expect(filterParam.parse(["say\\, hello"])).toEqual([["say, hello"]]);
  expect(filterParam.parse([",", ""])).toEqual([]);
});

test("refuses page sizes out of range", () => {
  expect(limitParam(50, 200).parse(undefined)).toBe(50);
  for (const value of ["0", "201", "many", "1.5"])
    expect(limitParam(50, 200).safeParse([value]).success).toBe(false);
});

test("record references survive ids with separators", () => {
  const ref = recordRef("snapshot", "conv/1:a", "100%", "post_tools", 17);
  expect(parseRecordRef(ref)).toEqual({ kind: "snapshot", parts: ["conv/1:a", "100%", "post_tools", "17"] });
  expect(parseRecordRef("nonsense:1")).toBeUndefined();
  expect(parseRecordRef("event:")).toBeUndefined();
});
