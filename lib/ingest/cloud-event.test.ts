import { describe, expect, it } from "vitest";
import type { Decoded } from "@/lib/domain/envelope";
import { decodeLines } from "@/lib/testing/decode-sample";
import { formatOfLine } from "./detect-line";
import { createNativeDecoder } from "./native";

const event = {
  specversion: "1.0",
  id: "e1",
  source: "/agents/support",
  type: "tool.call.finished",
  time: "2026-11-29T12:00:00Z",
  subject: "conv-1",
  data: { tool_call_id: "t1", tool_name: "find_order" },
};

function decode(line: object): Decoded {
  const [decoded] = decodeLines(createNativeDecoder, Buffer.from(JSON.stringify(line)), { name: "request" });
  if (decoded === undefined) throw new Error("one line gives one item");
  return decoded;
}

describe("a CloudEvent", () => {
  it("is a native line in other words: identity, source, time, conversation, record", () => {
    expect(decode(event)).toMatchObject({
      kind: "envelope",
      identity: "e1",
      source: "/agents/support",
      type: "tool.call.finished",
      conv_id: "conv-1",
      occurred_at_ms: Date.parse("2026-11-29T12:00:00Z"),
      records: [{ set: "tool_calls", row: { tool_call_id: "t1", status: "succeeded" } }],
      bytes: Buffer.from(JSON.stringify(event)),
    });
  });

  it("names its keys in extensions; convid goes before subject", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect(decode({ ...event, convid: "conv-2", turnid: "t", sequence: "17", traceparent })).toMatchObject({
      conv_id: "conv-2",
      turn_id: "t",
      seq: 17n,
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: "b7ad6b7169203331",
    });
    // A sequence that is no number is allowed to senders and orders nothing.
    expect(decode({ ...event, sequence: "aab" })).toMatchObject({ kind: "envelope", seq: undefined });
  });

  it("of an unknown type or with other data is kept as it came", () => {
    for (const data of ["text", [1, 2], 7])
      expect(decode({ ...event, type: "com.acme.beat", data })).toMatchObject({
        kind: "envelope",
        warning: "the type is not known; the line is kept as it came",
        bytes: Buffer.from(JSON.stringify({ ...event, type: "com.acme.beat", data })),
      });
  });

  it("is refused with the place in its own words", () => {
    expect(decode({ ...event, specversion: "2.0" })).toMatchObject({
      kind: "rejected",
      pointer: "/specversion",
    });
    expect(decode({ ...event, source: undefined })).toMatchObject({
      code: "missing-field",
      pointer: "/source",
    });
    expect(decode({ ...event, time: "noon" })).toMatchObject({ code: "invalid-field", pointer: "/time" });
    expect(decode({ ...event, id: undefined })).toMatchObject({ code: "missing-id", pointer: "/id" });
  });

  it("need not say when it happened: then nothing else does, and what must have a time is refused", () => {
    const { time, ...timeless } = event;
    expect(time).toBeDefined();
    const decoded = decode(timeless);
    expect(decoded).toMatchObject({ kind: "envelope", identity: "e1", occurred_at_ms: undefined });
    expect(decoded).toMatchObject({ records: [{ row: { tool_call_id: "t1", status: "succeeded" } }] });
    expect(decoded).not.toHaveProperty("records.0.row.finished_at_ms");
    const snapshot = { ...timeless, type: "turn.snapshot", data: { turn_id: "t", phase: "p", blocks: [] } };
    expect(decode(snapshot)).toMatchObject({ code: "missing-field", pointer: "/data/snapshot_at_ms" });
    // A line of the native format has no other place for its time.
    expect(decode({ id: "l", type: "acme.beat", source: "s" })).toMatchObject({ code: "missing-time" });
  });

  it("is recognised in files", () => {
    expect(formatOfLine(event)).toBe("native-ndjson");
  });
});

describe("bytes in the place of data", () => {
  const line = { id: "l1", type: "sem.event", source: "s", occurred_at_ms: 1, conv_id: "c1" };
  const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString("base64");

  it("are a SEM envelope byte for byte, also where they are no text", () => {
    const frame = '{"sem":true,"event":{"type":"llm.delta","id":"m","seq":7,"data":{}}} ';
    expect(decode({ ...line, data_base64: base64(frame) })).toMatchObject({
      type: "llm.delta",
      seq: 7n,
      bytes: Buffer.from(frame),
    });
    const broken = Buffer.from([0x7b, 0xff, 0xfe]);
    expect(decode({ ...line, data_base64: base64(broken) })).toMatchObject({
      decode_status: "failed",
      bytes: broken,
    });
  });

  it("are the JSON of a record", () => {
    const tool = { ...line, type: "tool.call.started", data_base64: base64('{"tool_call_id":"t9"}') };
    expect(decode(tool)).toMatchObject({ records: [{ set: "tool_calls", row: { tool_call_id: "t9" } }] });
  });

  it("are refused beside data, when they are no base64, and when they hold no object", () => {
    const tool = { ...line, type: "tool.call.started" };
    for (const wrong of [{ data: {}, data_base64: "e30=" }, { data_base64: "e30" }, { data_base64: "W10=" }])
      expect(decode({ ...tool, ...wrong })).toMatchObject({ code: "invalid-field", pointer: "/data_base64" });
  });
});

describe("other members of a line", () => {
  const line = {
    id: "l1",
    type: "tool.call.started",
    source: "s",
    conv_id: "c1",
    data: { tool_call_id: "t1" },
  };

  it("a time in nanoseconds counts where none in milliseconds stands", () => {
    expect(decode({ ...line, occurred_at_ns: "1795445419018000001" })).toMatchObject({
      occurred_at_ms: 1795445419018,
    });
    expect(decode({ ...line, occurred_at_ns: "soon" })).toMatchObject({ pointer: "/occurred_at_ns" });
  });

  it("a later version of a type is kept as it came, with a warning", () => {
    const dated = { ...line, occurred_at_ms: 1 };
    expect(decode({ ...dated, v: 1 })).toMatchObject({ warning: undefined });
    expect(decode({ ...dated, v: 2 })).toMatchObject({
      kind: "envelope",
      records: [],
      warning: "version 2 of the type is not known; the line is kept as it came",
    });
    expect(decode({ ...dated, v: "2" })).toMatchObject({ kind: "rejected", pointer: "/v" });
  });

  it("sensitivity maps pointers to tags", () => {
    const dated = { ...line, occurred_at_ms: 1 };
    expect(decode({ ...dated, sensitivity: { "/data/args": "secret" } })).toMatchObject({ kind: "envelope" });
    for (const sensitivity of ["secret", { args: "secret" }, { "/data": 1 }])
      expect(decode({ ...dated, sensitivity })).toMatchObject({ pointer: "/sensitivity" });
  });
});
