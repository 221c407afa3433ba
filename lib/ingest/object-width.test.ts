import { expect, test } from "vitest";
import type { Decoded } from "@/lib/domain/envelope";
import { decodeLines } from "@/lib/testing/decode-sample";
import { createNativeDecoder } from "./native";
import { maxObjectMembers } from "./object-width";

const members = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${at}`, at]));
const line = (arguments_json: unknown): string =>
  JSON.stringify({
    id: "l1",
    type: "tool.call.finished",
    source: "s",
    conv_id: "c",
    occurred_at_ms: 1,
    data: { tool_call_id: "t", arguments: arguments_json },
  });

function decode(text: string): Decoded | undefined {
  return decodeLines(createNativeDecoder, Buffer.from(text), { name: "request" })[0];
}

test("a line with an object of too many members keeps its identity and its bytes, and states no record", () => {
  expect(decode(line([members(maxObjectMembers)]))).toMatchObject({ warning: undefined, records: [{}] });
  const wide = line([members(maxObjectMembers + 1)]);
  expect(decode(wide)).toMatchObject({
    kind: "envelope",
    identity: "l1",
    conv_id: "c",
    decode_status: "ok",
    warning: "an object has more than 2000 members; the line is kept as it came",
    records: [],
    bytes: Buffer.from(wide),
  });
});

test("a long text and a long list are not wide", () => {
  const list = [...Array.from({ length: 5_000 }).keys()];
  expect(decode(line({ text: "x".repeat(100_000), list }))).toMatchObject({
    warning: undefined,
    records: [{}],
  });
});
