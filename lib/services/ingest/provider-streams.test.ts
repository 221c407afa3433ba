import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordRef } from "@/lib/contracts/record-ref";
import { createProviderStreamDecoder } from "@/lib/ingest/provider-stream";
import { createSemLogDecoder, createSemNdjsonDecoder } from "@/lib/ingest/sem-decoder";
import { createServerLogDecoder } from "@/lib/ingest/server-log";
import type { LineDecoderFactory } from "@/lib/ingest/format";
import { decodeLines, readSample } from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getRelated } from "../related/get-related";
import { IngestEngine } from "./ingest-engine";

const start = Date.parse("2026-11-24T10:00:00Z");

let store: TemporaryStore;
let engine: IngestEngine;
let now: number;
beforeEach(() => {
  store = temporaryStore();
  now = start + 3_600_000;
  engine = new IngestEngine(store.writer, store.folder, () => now);
});
afterEach(() => {
  store.close();
});

function take(create: LineDecoderFactory, lines: readonly (string | object)[], name = "x.ndjson"): void {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const items = decodeLines(create, Buffer.from(text), { name, conv_id: "c" });
  const outcomes = engine.commit(items.map((item) => ({ source: name, item, delivery: name })));
  expect(outcomes.map(({ status }) => status)).toEqual(items.map(() => "accepted"));
}

const stream = (lines: readonly (string | object)[], name?: string): void => {
  take(createProviderStreamDecoder, lines, name);
};

const rows = (sql: string): unknown[] => store.reader.sqlite.prepare(sql).all();
const calls = (columns: string): unknown[] => {
  engine.settle(true);
  return rows(`SELECT ${columns} FROM model_calls ORDER BY started_at_ms, call_id`);
};

/** A line of a recorder that notes times, `at` ms after the start. */
const at = (ms: number, event: string, data: object): object => ({
  ts: new Date(start + ms).toISOString(),
  event,
  data,
});

const response = (id: string, more: object = {}): object => ({
  response: { id, model: "gpt-5-2025-08-07", created_at: start / 1000, temperature: 1, error: null, ...more },
});

/** An answer of OpenAI that thinks for a while and speaks, asked for nothing. */
function answer(id: string, from: number): object[] {
  const usage = {
    input_tokens: 100,
    output_tokens: 40,
    input_tokens_details: { cached_tokens: 64 },
    output_tokens_details: { reasoning_tokens: 30 },
  };
  return [
    at(from, "response.created", response(id)),
    at(from + 300, "response.reasoning_summary_text.delta", { item_id: "rs", delta: "Hm" }),
    at(from + 700, "response.output_text.delta", { item_id: "m", output_index: 1, delta: "Good " }),
    at(from + 800, "response.output_text.delta", { item_id: "m", output_index: 1, delta: "day." }),
    at(from + 1_000, "response.completed", response(id, { usage })),
  ];
}

describe("streams of providers as calls of their own", () => {
  test("OpenAI's Responses: model, parameters, tokens with cache and reasoning, times from its first byte", () => {
    stream(answer("resp_1", 0));
    expect(
      calls(
        `call_id, provider, response_model, status, input_tokens, output_tokens, cache_read_tokens, reasoning_tokens,
         first_byte_ms, first_token_ms, first_content_ms, total_ms, finish_class, output_preview, parameters ->> 'temperature' AS t`,
      ),
    ).toEqual([
      {
        call_id: "resp_1",
        provider: "openai",
        response_model: "gpt-5-2025-08-07",
        status: "succeeded",
        input_tokens: 100n,
        output_tokens: 40n,
        cache_read_tokens: 64n,
        reasoning_tokens: 30n,
        first_byte_ms: null,
        first_token_ms: 300,
        first_content_ms: 700,
        total_ms: 1_000,
        finish_class: "completed",
        output_preview: "Good day.",
        t: 1n,
      },
    ]);
  });

  test("a failed response is a failed call and a failure of its kind, though nothing has a time", () => {
    const error = { code: "insufficient_quota", message: "You exceeded your current quota" };
    stream([
      { type: "response.created", ...response("resp_1", { created_at: null }) },
      { type: "error", error },
      { type: "response.failed", ...response("resp_1", { created_at: null, error }) },
    ]);
    expect(calls("status, error_message")).toEqual([
      { status: "failed", error_message: "insufficient_quota: You exceeded your current quota" },
    ]);
    expect(rows("SELECT error_code, model_call_id FROM errors")).toEqual([
      { error_code: "provider.quota_exceeded", model_call_id: "resp_1" },
    ]);
  });

  test("an answer that was cut off for its length says so", () => {
    const cut = { incomplete_details: { reason: "max_output_tokens" } };
    stream([
      at(0, "response.created", response("resp_1")),
      at(9, "response.incomplete", response("resp_1", cut)),
    ]);
    expect(calls("status, finish_reason, finish_class")).toEqual([
      { status: "succeeded", finish_reason: "max_output_tokens", finish_class: "max_tokens" },
    ]);
    expect(rows("SELECT error_code FROM errors")).toEqual([{ error_code: "provider.max_tokens" }]);
  });

  test("chat completions as server-sent events: a tool call in pieces, reasoning that its completion leaves out", () => {
    const chunk = (delta: object, more: object = {}): string =>
      `data: ${JSON.stringify({ id: "cc-1", object: "chat.completion.chunk", created: start / 1000, model: "grok-3-mini", choices: [{ index: 0, delta, ...more }] })}`;
    stream([
      chunk({ role: "assistant", reasoning_content: "Hm" }),
      chunk({
        tool_calls: [{ index: 0, id: "call_1", function: { name: "weather", arguments: '{"pla' } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: 'ce":"Rome"}' } }] }),
      chunk({}, { finish_reason: "tool_calls" }),
      `data: ${JSON.stringify({ id: "cc-1", model: "grok-3-mini", choices: [], usage: { prompt_tokens: 307, completion_tokens: 26, total_tokens: 560, completion_tokens_details: { reasoning_tokens: 227 } } })}`,
      "data: [DONE]",
    ]);
    expect(calls("provider, status, input_tokens, output_tokens, reasoning_tokens, finish_class")).toEqual([
      {
        provider: "x_ai",
        status: "succeeded",
        input_tokens: 307n,
        output_tokens: 253n,
        reasoning_tokens: 227n,
        finish_class: "tool_calls_pending",
      },
    ]);
    expect(rows("SELECT tool_call_id, tool_name, arguments, model_call_id FROM tool_calls")).toEqual([
      {
        tool_call_id: "call_1",
        tool_name: "weather",
        arguments: '{"place":"Rome"}',
        model_call_id: "cc-1",
      },
    ]);
  });

  test("Anthropic's Messages: usage that counts up, input apart from its cache, a tool's arguments in pieces", () => {
    stream([
      {
        type: "message_start",
        message: {
          id: "msg_1",
          model: "claude-sonnet-4-5",
          usage: { input_tokens: 12, cache_read_input_tokens: 80, output_tokens: 1 },
        },
      },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello" } },
      { type: "content_block_stop", index: 0 },
      { type: "ping" },
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id: "toolu_1", name: "find" },
      },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"q":' } },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: "1}" } },
      { type: "content_block_stop", index: 1 },
      { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 30 } },
      { type: "message_stop" },
    ]);
    expect(
      calls("call_id, provider, input_tokens, output_tokens, cache_read_tokens, finish_reason, status"),
    ).toEqual([
      {
        call_id: "msg_1",
        provider: "anthropic",
        input_tokens: 92n,
        output_tokens: 30n,
        cache_read_tokens: 80n,
        finish_reason: "tool_use",
        status: "succeeded",
      },
    ]);
    expect(rows("SELECT tool_call_id, arguments FROM tool_calls")).toEqual([
      { tool_call_id: "toolu_1", arguments: '{"q":1}' },
    ]);
  });

  test("Gemini: whole parts, thoughts, calls without an id of their own", () => {
    const chunk = (parts: readonly object[], more: object = {}): object => ({
      responseId: "g-1",
      modelVersion: "gemini-2.5-flash",
      candidates: [{ content: { role: "model", parts }, ...more }],
      usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 5, thoughtsTokenCount: 20 },
    });
    stream([
      chunk([{ text: "Hm", thought: true }]),
      chunk([{ text: "Well" }]),
      chunk([{ functionCall: { name: "find", args: { q: 1 } } }], { finishReason: "STOP" }),
    ]);
    expect(calls("provider, output_tokens, reasoning_tokens, finish_reason, output_preview")).toEqual([
      {
        provider: "gcp.gemini",
        output_tokens: 25n,
        reasoning_tokens: 20n,
        finish_reason: "stop",
        output_preview: "Well",
      },
    ]);
    expect(rows("SELECT tool_call_id, tool_name, arguments FROM tool_calls")).toEqual([
      { tool_call_id: "g-1:call:0", tool_name: "find", arguments: '{"q":1}' },
    ]);
  });

  test("a stream that breaks off is a call without an end", () => {
    stream(answer("resp_1", 0).slice(0, 3));
    expect(calls("status")).toEqual([{ status: "running" }]);
    now += 600_000;
    expect(calls("status")).toEqual([{ status: "unfinished" }]);
    expect(rows("SELECT error_code FROM errors")).toEqual([{ error_code: "provider.unfinished" }]);
  });
});

/** Frames of one model call as a browser got them: message `id`, seq from the server's clock. */
function frames(id: string, from: number, more: readonly object[] = []): object[] {
  let count = 0;
  const frame = (ms: number, type: string, data: object, metadata?: object): object => ({
    sem: true,
    event: { type, id, seq: `${String(start + ms)}${String((count += 1)).padStart(6, "0")}`, data, metadata },
  });
  const usage = { inputTokens: 100, outputTokens: 40 };
  return [
    frame(from + 310, "llm.thinking.delta", { id: `${id}:thinking`, delta: "Hm", cumulative: "Hm" }),
    frame(from + 710, "llm.delta", { id, delta: "Good ", cumulative: "Good " }),
    ...more,
    frame(from + 1_020, "llm.final", { id, text: "Good day." }, { model: "gpt-5", usage }),
  ];
}

describe("streams of providers beside the runtime's own events", () => {
  const placed =
    "call_id, response_id, key_origins ->> '$.response_id.how' AS how, provider_ms, output_tokens";

  test.each(["stream first", "frames first", "stream first, settled between"])(
    "an answer is put to the only call at its time, and says that this is inferred: %s",
    (order) => {
      if (order === "frames first") take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
      stream(answer("resp_1", 0));
      if (order === "stream first, settled between") {
        expect(calls("call_id")).toEqual([{ call_id: "resp_1" }]);
      }
      if (order !== "frames first") take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
      expect(calls(placed)).toEqual([
        { call_id: "m1", response_id: "resp_1", how: "inferred", provider_ms: 1_000, output_tokens: 40n },
      ]);
      // A fold that is made from the log again says the same.
      const again = new IngestEngine(store.writer, store.folder, () => now);
      store.writer.sqlite.exec("INSERT INTO unsettled_conversations (conv_id, due_at_ms) VALUES ('c', 0)");
      again.settle(true);
      expect(calls(placed)).toHaveLength(1);
    },
  );

  test("each of several answers goes to its own call", () => {
    stream([...answer("resp_1", 0), ...answer("resp_2", 10_000)]);
    take(createSemNdjsonDecoder, [...frames("m1", 0), ...frames("m2", 10_000)], "ws.ndjson");
    expect(calls("call_id, response_id")).toEqual([
      { call_id: "m1", response_id: "resp_1" },
      { call_id: "m2", response_id: "resp_2" },
    ]);
  });

  test("where two calls may be meant, or the tokens differ, the answer stays by itself", () => {
    stream(answer("resp_1", 0));
    take(createSemNdjsonDecoder, frames("m1", 100), "a.ndjson");
    take(createSemNdjsonDecoder, frames("m2", 150), "b.ndjson");
    const others = JSON.stringify(frames("m3", 20_000)).replaceAll('"outputTokens":40', '"outputTokens":41');
    stream(answer("resp_3", 20_000), "later.ndjson");
    take(createSemNdjsonDecoder, JSON.parse(others) as object[], "c.ndjson");
    expect(calls("call_id, response_id")).toEqual(
      expect.arrayContaining([
        { call_id: "m1", response_id: null },
        { call_id: "m2", response_id: null },
        { call_id: "m3", response_id: null },
        { call_id: "resp_1", response_id: "resp_1" },
        { call_id: "resp_3", response_id: "resp_3" },
      ]),
    );
  });

  test("the log of the server says when a call began whose first frames nobody recorded, and that it failed", () => {
    const line = (ms: number, type: string, id: string): object => ({
      level: "debug",
      component: "web_forwarder",
      event_type: `*events.Event${type}`,
      event_id: id,
      session_id: "s",
      inference_id: `i-${id}`,
      turn_id: `t-${id}`,
      conv_id: "c",
      time: new Date(start + ms).toISOString(),
      message: "received event (SEM)",
    });
    take(createSemNdjsonDecoder, frames("m1", 0), "ws.ndjson");
    stream(answer("resp_1", 0));
    take(
      createServerLogDecoder,
      [
        line(-200, "PartialCompletionStart", "m1"),
        line(310, "ThinkingPartial", "m1"),
        line(710, "PartialCompletion", "m1"),
        line(1_020, "Final", "m1"),
        line(2_000, "PartialCompletionStart", "m2"),
        line(2_400, "Error", "m2"),
      ],
      "server.log",
    );
    expect(
      calls("call_id, turn_id, status, first_byte_ms, first_token_ms, provider_ms, postprocess_ms, total_ms"),
    ).toEqual([
      {
        call_id: "m1",
        turn_id: "t-m1",
        status: "succeeded",
        first_byte_ms: 200,
        first_token_ms: 510,
        provider_ms: 1_000,
        postprocess_ms: 20,
        total_ms: 1_220,
      },
      {
        call_id: "m2",
        turn_id: "t-m2",
        status: "failed",
        first_byte_ms: null,
        first_token_ms: null,
        provider_ms: null,
        postprocess_ms: null,
        total_ms: 400,
      },
    ]);
  });
});

describe.skipIf(!haveSamples)("the recording hc53", () => {
  const decoders: readonly (readonly [string, LineDecoderFactory])[] = [
    ["provider-sse.ndjson", createProviderStreamDecoder],
    ["sem-frames-reconstructed.ndjson", createSemLogDecoder],
    ["server-log.ndjson", createServerLogDecoder],
  ];
  const conv_id = "6ac68635-37bc-4f4d-9657-dfc96df3c5c6";

  test.each([decoders, [...decoders].reverse()])(
    "joins stream, frames and log into one account of each call, whichever comes first",
    (...files) => {
      for (const [name, create] of files) {
        const items = decodeLines(create, readSample(`pinocchio/hc53/${name}`), { name, conv_id });
        engine.commit(items.map((item) => ({ source: name, item, delivery: name })));
        engine.settle(true);
      }
      const told = `call_id, turn_id, first_byte_ms, first_token_ms, first_content_ms, provider_ms, postprocess_ms, total_ms,
        input_tokens, output_tokens, reasoning_tokens, substr(response_id, 1, 10) AS response`;
      expect(calls(told)).toEqual([
        {
          call_id: "843f3c5d-08b4-4147-885a-d56fb9ec4e33",
          turn_id: "7f1dac3d-80c6-4de3-85cc-1af584ff482f",
          first_byte_ms: 264,
          first_token_ms: 3_706,
          first_content_ms: 3_706,
          provider_ms: 4_421,
          postprocess_ms: 1,
          total_ms: 4_686,
          input_tokens: 3_320n,
          output_tokens: 229n,
          reasoning_tokens: 128n,
          response: "resp_06d0e",
        },
        {
          call_id: "dcce2010-8ce4-434d-a6b4-8c7fa1e72899",
          turn_id: "405203e6-4026-4668-a030-43a52d818cc3",
          first_byte_ms: 240,
          first_token_ms: 4_257,
          first_content_ms: 9_224,
          provider_ms: 9_272,
          postprocess_ms: 3,
          total_ms: 9_515,
          input_tokens: 3_408n,
          output_tokens: 433n,
          reasoning_tokens: 320n,
          response: "resp_06d0e",
        },
      ]);
      expect(rows("SELECT DISTINCT error_code, turn_id FROM errors")).toEqual([
        { error_code: "projection.write_after_final", turn_id: "405203e6-4026-4668-a030-43a52d818cc3" },
      ]);
      // Neither a store of turns nor a user's message is in the recording: the log alone names them.
      expect(
        rows(
          "SELECT turn_id, started_at_ms, finished_at_ms, substr(answer_text, 1, 4) AS answer FROM turns ORDER BY started_at_ms",
        ),
      ).toEqual([
        {
          turn_id: "7f1dac3d-80c6-4de3-85cc-1af584ff482f",
          started_at_ms: 1_771_453_357_939n,
          finished_at_ms: 1_771_453_362_625n,
          answer: "Hi! ",
        },
        {
          turn_id: "405203e6-4026-4668-a030-43a52d818cc3",
          started_at_ms: 1_771_453_368_473n,
          finished_at_ms: 1_771_453_377_988n,
          answer: "Sure",
        },
      ]);
    },
  );

  test("links an envelope of the provider's stream to its call and back, and says how that is known", () => {
    for (const [name, create] of decoders) {
      const items = decodeLines(create, readSample(`pinocchio/hc53/${name}`), { name, conv_id });
      engine.commit(items.map((item) => ({ source: name, item, delivery: name })));
    }
    engine.settle(true);
    const call = recordRef("model_call", conv_id, "dcce2010-8ce4-434d-a6b4-8c7fa1e72899");
    const first = rows(
      `SELECT min(e.ordinal) FROM events e JOIN subjects s USING (subject_key) JOIN model_calls c ON c.response_id = s.name
       WHERE c.call_id = 'dcce2010-8ce4-434d-a6b4-8c7fa1e72899'`,
    );
    const [[ordinal] = []] = first.map((row) => Object.values(row as Record<string, bigint>));
    const chunk = recordRef("event", ordinal ?? 0n);
    const linked = (from: string, to: string): unknown =>
      getRelated({ store: store.reader, now: () => now }, from).items.find(({ ref }) => ref === to)?.how;
    expect(linked(chunk, call)).toBe("inferred");
    expect(linked(call, chunk)).toBe("inferred");
  });
});
