import { expect, test } from "vitest";
import type { Envelope } from "../envelope";
import { RedactionStage } from "./redaction-stage";

function stored(text: string, type = "run.http_request"): string {
  const envelope: Envelope = {
    kind: "envelope",
    line: 1,
    bytes: Buffer.from(text, "latin1"),
    class: "record",
    dialect: "state",
    type,
    stream: "s",
    identity: "i",
    regime: "none",
    source_path: "file_import",
    decode_status: "ok",
    records: [],
  };
  return Buffer.from(new RedactionStage("redacted").apply(envelope).envelope.bytes).toString("latin1");
}

test.each([
  ['{"Authorization": ["Bearer k\\"ey", "k"]}', '{"Authorization": ["[redacted]"]}'],
  ['{"x-api-key":"key"}', '{"x-api-key":"[redacted]"}'],
  ['{"Cookie": [ ], "n": 1}', '{"Cookie": ["[redacted]"], "n": 1}'],
  ['{"Api-Key":12345,"n":1}', '{"Api-Key":"[redacted]","n":1}'],
  // The file was cut off inside the value.
  ['{"headers":{"Authorization":["Bearer key', '{"headers":{"Authorization":["[redacted]"]'],
  ['{"X-Goog-Api-Key":"key\\', '{"X-Goog-Api-Key":"[redacted]"'],
  [
    '{"url":"https://me:key@host/a?alt=sse\\u0026key=key\\u0026b=1"}',
    '{"url":"https://[redacted]@host/a?alt=sse\\u0026key=[redacted]\\u0026b=1"}',
  ],
])("a credential goes, whatever form it has: %s", (text, expected) => {
  expect(stored(text)).toBe(expected);
});

test.each([
  '{"body":"{\\"authorization\\":\\"said in a prompt\\"}","url":"https://host/v1?alt=sse"}',
  '{"Content-Type":["a"],"n":9007199254740993,"f":1.0,"raw":"\u00ff\u00fe"}',
])("everything else stays byte for byte: %s", (text) => {
  expect(stored(text)).toBe(text);
});

test("envelopes of other types are not looked at", () => {
  const text = '{"Authorization":"a word in an answer"}';
  expect(stored(text, "row.turns")).toBe(text);
});
