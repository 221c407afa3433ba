import { describe, expect, it } from "vitest";
import type { Decoded } from "@/lib/domain/envelope";
import { decodeLines } from "@/lib/testing/decode-sample";
import type { DecodeContext } from "./format";
import { formatOfLine } from "./detect-line";
import { createNativeDecoder, NativeDecoder } from "./native";

const at = 1_795_445_419_000;

function decode(line: object | string, context: Partial<DecodeContext> = {}): Decoded {
  const text = typeof line === "string" ? line : JSON.stringify(line);
  const [decoded, ...more] = decodeLines(createNativeDecoder, Buffer.from(text), {
    name: "request",
    ...context,
  });
  if (decoded === undefined || more.length > 0) throw new Error("one line gives one item");
  return decoded;
}

const tool = {
  id: "l1",
  type: "tool.call.finished",
  source: "s",
  conv_id: "c1",
  occurred_at_ms: at,
  data: { tool_call_id: "t1" },
};

describe("a native line", () => {
  it("states the record of its type, with keys and times of the line around it", () => {
    const line = {
      ...tool,
      turn_id: "turn",
      seq: "1795445419000000001",
      data: { tool_call_id: "t1", tool_name: "calc", result: { n: 2 } },
    };
    expect(decode(line)).toMatchObject({
      type: "tool.call.finished",
      identity: "l1",
      item_id: "l1",
      source: "s",
      event_id: "t1",
      conv_id: "c1",
      stream: "c1",
      seq: 1795445419000000001n,
      regime: "time",
      records: [
        {
          set: "tool_calls",
          row: {
            conv_id: "c1",
            tool_call_id: "t1",
            turn_id: "turn",
            status: "succeeded",
            finished_at_ms: at,
            result: { n: 2 },
          },
        },
      ],
    });
  });

  it("names its record by its own id where the sender gives none, and says so", () => {
    expect(decode({ ...tool, type: "guardrail.decision", data: { verdict: "pass" } })).toMatchObject({
      records: [
        {
          row: {
            decision_id: "l1",
            key_origins: { decision_id: { how: "derived", rule: "id of the line" } },
          },
        },
      ],
    });
  });

  it("takes its conversation from the record, else from the request", () => {
    const { conv_id: _left, ...bare } = tool;
    expect(decode({ ...bare, data: { ...tool.data, conv_id: "inner" } })).toMatchObject({ conv_id: "inner" });
    expect(decode(bare, { conv_id: "given" })).toMatchObject({
      conv_id: "given",
      key_origins: { conv_id: { how: "explicit" } },
      records: [{ row: { conv_id: "given" } }],
    });
  });

  it("states causes, retries and side effects as records of their own", () => {
    const error = {
      ...tool,
      type: "error",
      data: { error_code: "tool.timeout", causes: [{ message: "outer" }, { message: "inner" }] },
    };
    expect(decode(error)).toMatchObject({
      records: [
        { set: "errors", row: { error_id: "l1", error_class: "tool" } },
        { set: "error_causes", row: { error_id: "l1", position: 0, message: "outer" } },
        { set: "error_causes", row: { error_id: "l1", position: 1, message: "inner" } },
      ],
    });
  });

  it("of an unknown type is kept as it came, with a warning", () => {
    expect(decode({ ...tool, type: "app.custom" })).toMatchObject({
      kind: "envelope",
      type: "app.custom",
      decode_status: "ok",
      warning: expect.stringContaining("not known") as string,
      records: [],
    });
    expect(decode({ ...tool, type: "constructor" })).toMatchObject({ warning: expect.any(String) as string });
  });

  it("that is no JSON is stored and marked failed", () => {
    const decoded = decode('{"id":"l1","type":"x');
    expect(decoded).toMatchObject({ kind: "envelope", type: "undecodable", decode_status: "failed" });
    expect(decoded).toMatchObject({ decode_error: "request line 1: not JSON at byte 20" });
  });

  const { id: _id, ...noId } = tool;
  const { occurred_at_ms: _time, ...noTime } = tool;
  const { conv_id: _conv, ...noConversation } = tool;
  it.each([
    ["no object", "[1]", "not-an-object", ""],
    ["no id", noId, "missing-id", "/id"],
    ["an id that is too long", { ...tool, id: "x".repeat(129) }, "invalid-field", "/id"],
    ["no time", noTime, "missing-time", "/occurred_at_ms"],
    [
      "a time without an offset",
      { ...noTime, occurred_at: "2026-11-24T10:00:00" },
      "invalid-field",
      "/occurred_at",
    ],
    ["a seq that is no integer", { ...tool, seq: 1.5 }, "invalid-field", "/seq"],
    ["a seq beyond 64 bits", { ...tool, seq: "9223372036854775808" }, "invalid-field", "/seq"],
    ["no conversation", noConversation, "missing-field", "/conv_id"],
    [
      "a member of the wrong type",
      { ...tool, data: { tool_call_id: "t1", duration_ms: "5" } },
      "invalid-field",
      "/data/duration_ms",
    ],
    [
      "a member of no listed value",
      { ...tool, data: { tool_call_id: "t1", status: "odd" } },
      "invalid-field",
      "/data/status",
    ],
    ["data that is no object", { ...tool, data: [] }, "invalid-field", "/data"],
    [
      "no process of a sample",
      { ...tool, type: "runtime.sample", data: {} },
      "missing-field",
      "/data/process_key",
    ],
    [
      "blocks that are no list",
      { ...tool, type: "turn.snapshot", data: { turn_id: "t", phase: "final", blocks: {} } },
      "invalid-field",
      "/data/blocks",
    ],
    [
      "an envelope that is no text",
      { ...tool, type: "sem.event", data: { envelope: {} } },
      "invalid-field",
      "/data/envelope",
    ],
    [
      "a cause of the wrong type",
      { ...tool, type: "error", data: { error_code: "tool.x", causes: [{ message: 1 }] } },
      "invalid-field",
      "/data/causes/0/message",
    ],
    ["two faulty keys", { span_id: 1, ...tool, turn_id: [] }, "invalid-field", "/turn_id"],
  ])("with %s is refused, and told where", (_what, line, code, pointer) => {
    expect(decode(line)).toMatchObject({ kind: "rejected", code, pointer });
  });
});

describe("a sem.event line", () => {
  const frame =
    '{"sem": true, "event":{"type":"llm.delta","id":"m1","seq":1795445419018000001,"data":{"cumulative":"é"}}}';
  const line = { ...tool, type: "sem.event", data: { envelope: frame } };

  it("stores the envelope as it stands in the text, not the line", () => {
    const decoded = decode(line);
    expect(decoded.kind === "envelope" ? Buffer.from(decoded.bytes).toString() : "").toBe(frame);
    expect(decoded).toMatchObject({
      dialect: "sem",
      type: "llm.delta",
      event_id: "m1",
      identity: "l1",
      item_id: "l1",
      seq: 1795445419018000001n,
      occurred_at_ms: at,
      data: { cumulative: "é" },
    });
  });

  it("with a malformed envelope is stored and marked failed", () => {
    const decoded = decode({ ...line, data: { envelope: frame.slice(0, 40) } });
    expect(decoded).toMatchObject({
      kind: "envelope",
      type: "undecodable",
      decode_status: "failed",
      conv_id: "c1",
    });
    expect(decoded.kind === "envelope" ? Buffer.from(decoded.bytes).toString() : "").toBe(frame.slice(0, 40));
  });
});

describe("a turn.snapshot line", () => {
  it("states turn, snapshot, blocks and their places", () => {
    const blocks = [
      { id: "b1", kind: "user", role: "user", payload: { text: "hi" } },
      { kind: "llm_text", payload: { text: "hello" } },
    ];
    const decoded = decode({
      ...tool,
      type: "turn.snapshot",
      data: { turn_id: "t9", phase: "final", blocks },
    });
    const sets = decoded.kind === "envelope" ? decoded.records.map(({ set }) => set) : [];
    expect(decoded).toMatchObject({ turn_id: "t9", conv_id: "c1" });
    expect(sets.filter((set) => set === "blocks")).toHaveLength(2);
    expect(sets).toEqual(expect.arrayContaining(["turns", "turn_snapshots", "snapshot_blocks", "blocks"]));
  });
});

describe("a header line", () => {
  it("tells the sender's clock and is none of the lines", () => {
    const decoder = new NativeDecoder({ name: "request", source_path: "http_ingest" });
    const header = { type: "ingest.header", sent_at_ms: 1_795_445_419_018 };
    expect(formatOfLine(header)).toBe("native-ndjson");
    expect(decoder.decode(Buffer.from(JSON.stringify(header)), 1)).toEqual([]);
    expect(decoder.sentAtMs).toBe(1_795_445_419_018);
  });
});
