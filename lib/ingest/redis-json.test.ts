import { expect, test } from "vitest";
import type { Envelope } from "@/lib/domain/envelope";
import { envelopesOf } from "@/lib/testing/decode-sample";
import { detectFormat } from "./detect";
import { decodeRedisJson } from "./redis-json";

const payload = JSON.stringify({ type: "final", text: "hi", meta: { message_id: "m1", session_id: "s1" } });
const flat = ["_watermill_message_uuid", "u1", "metadata", "", "payload", payload];
const object = { _watermill_message_uuid: "u1", metadata: "", payload };

function decode(document: unknown, name = "dump.json"): readonly Envelope[] {
  const bytes = Buffer.from(JSON.stringify(document, undefined, 2));
  expect(detectFormat(bytes, name)).toBe("redis-json");
  return envelopesOf([...decodeRedisJson(bytes, { name, source_path: "file_import" })]);
}

test.each([
  ["a flat list of fields", [["1771453372730-1", flat]], "dump.json"],
  ["fields as an object", [["1771453372730-1", object]], "dump.json"],
  ["XREAD as a map", { "chat:c1": [["1771453372730-1", flat]] }, "dump.json"],
  ["XREAD as a list", [["chat:c1", [["1771453372730-1", flat]]]], "dump.json"],
  ["the stream in the name of the file", [["1771453372730-1", flat]], "xrange-chat_c1.json"],
])("an answer of redis-cli --json gives its entries: %s", (_form, document, name) => {
  const [envelope, ...rest] = decode(document, name);
  expect(rest).toEqual([]);
  expect(envelope).toMatchObject({
    dialect: "geppetto",
    type: "final",
    event_id: "m1",
    item_id: "u1",
    seq: 1_771_453_372_730_000_001n,
    occurred_at_ms: 1_771_453_372_730,
    identity: "1771453372730-1",
  });
  expect(Buffer.from(envelope?.bytes ?? []).toString()).toBe(payload);
  expect(envelope?.conv_id).toBe(
    JSON.stringify(document).includes("chat:c1") || name !== "dump.json" ? "c1" : "dump",
  );
});

test("entries that are none, or whose payload is not JSON, are kept and marked", () => {
  const envelopes = decode([
    ["1771453372730-1", flat],
    ["1771453372730-2", ["payload", "cut {"]],
    ["x", 5],
    [],
    7,
  ]);
  expect(envelopes.map(({ decode_status }) => decode_status).sort()).toEqual([
    "failed",
    "failed",
    "failed",
    "failed",
    "ok",
  ]);
});
