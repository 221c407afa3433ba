import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  LineRecorder,
  openAiAnswer,
  openAiResponse,
  recordedFrom,
  recordedLine,
} from "@/lib/testing/line-recorder";

let recorder: LineRecorder;
beforeEach(() => {
  recorder = new LineRecorder();
});
afterEach(() => {
  recorder.close();
});

describe("streams of providers as calls of their own", () => {
  test("OpenAI's Responses: model, parameters, tokens with cache and reasoning, times from its first byte", () => {
    recorder.stream(openAiAnswer("resp_1", 0));
    expect(
      recorder.calls(
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
    recorder.stream([
      { type: "response.created", ...openAiResponse("resp_1", { created_at: null }) },
      { type: "error", error },
      { type: "response.failed", ...openAiResponse("resp_1", { created_at: null, error }) },
    ]);
    expect(recorder.calls("status, error_message")).toEqual([
      { status: "failed", error_message: "insufficient_quota: You exceeded your current quota" },
    ]);
    expect(recorder.rows("SELECT error_code, model_call_id FROM errors")).toEqual([
      { error_code: "provider.quota_exceeded", model_call_id: "resp_1" },
    ]);
  });

  test("an answer that was cut off for its length says so", () => {
    const cut = { incomplete_details: { reason: "max_output_tokens" } };
    recorder.stream([
      recordedLine(0, "response.created", openAiResponse("resp_1")),
      recordedLine(9, "response.incomplete", openAiResponse("resp_1", cut)),
    ]);
    expect(recorder.calls("status, finish_reason, finish_class")).toEqual([
      { status: "succeeded", finish_reason: "max_output_tokens", finish_class: "max_tokens" },
    ]);
    expect(recorder.rows("SELECT error_code FROM errors")).toEqual([{ error_code: "provider.max_tokens" }]);
  });

  test("chat completions as server-sent events: a tool call in pieces, reasoning that its completion leaves out", () => {
    const chunk = (delta: object, more: object = {}): string =>
      `data: ${JSON.stringify({ id: "cc-1", object: "chat.completion.chunk", created: recordedFrom / 1000, model: "grok-3-mini", choices: [{ index: 0, delta, ...more }] })}`;
    recorder.stream([
      chunk({ role: "assistant", reasoning_content: "Hm" }),
      chunk({
        tool_calls: [{ index: 0, id: "call_1", function: { name: "weather", arguments: '{"pla' } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: 'ce":"Rome"}' } }] }),
      chunk({}, { finish_reason: "tool_calls" }),
      `data: ${JSON.stringify({ id: "cc-1", model: "grok-3-mini", choices: [], usage: { prompt_tokens: 307, completion_tokens: 26, total_tokens: 560, completion_tokens_details: { reasoning_tokens: 227 } } })}`,
      "data: [DONE]",
    ]);
    expect(
      recorder.calls("provider, status, input_tokens, output_tokens, reasoning_tokens, finish_class"),
    ).toEqual([
      {
        provider: "x_ai",
        status: "succeeded",
        input_tokens: 307n,
        output_tokens: 253n,
        reasoning_tokens: 227n,
        finish_class: "tool_calls_pending",
      },
    ]);
    expect(recorder.rows("SELECT tool_call_id, tool_name, arguments, model_call_id FROM tool_calls")).toEqual(
      [
        {
          tool_call_id: "call_1",
          tool_name: "weather",
          arguments: '{"place":"Rome"}',
          model_call_id: "cc-1",
        },
      ],
    );
  });

  test("Anthropic's Messages: usage that counts up, input apart from its cache, a tool's arguments in pieces", () => {
    recorder.stream([
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
      recorder.calls(
        "call_id, provider, input_tokens, output_tokens, cache_read_tokens, finish_reason, status",
      ),
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
    expect(recorder.rows("SELECT tool_call_id, arguments FROM tool_calls")).toEqual([
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
    recorder.stream([
      chunk([{ text: "Hm", thought: true }]),
      chunk([{ text: "Well" }]),
      chunk([{ functionCall: { name: "find", args: { q: 1 } } }], { finishReason: "STOP" }),
    ]);
    expect(
      recorder.calls("provider, output_tokens, reasoning_tokens, finish_reason, output_preview"),
    ).toEqual([
      {
        provider: "gcp.gemini",
        output_tokens: 25n,
        reasoning_tokens: 20n,
        finish_reason: "stop",
        output_preview: "Well",
      },
    ]);
    expect(recorder.rows("SELECT tool_call_id, tool_name, arguments FROM tool_calls")).toEqual([
      { tool_call_id: "g-1:call:0", tool_name: "find", arguments: '{"q":1}' },
    ]);
  });

  test("a stream that breaks off is a call without an end", () => {
    recorder.stream(openAiAnswer("resp_1", 0).slice(0, 3));
    expect(recorder.calls("status")).toEqual([{ status: "running" }]);
    recorder.now += 600_000;
    expect(recorder.calls("status")).toEqual([{ status: "unfinished" }]);
    expect(recorder.rows("SELECT error_code FROM errors")).toEqual([{ error_code: "provider.unfinished" }]);
  });
});
