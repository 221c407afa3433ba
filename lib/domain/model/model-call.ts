import { bool, content, epochMs, int, int64, json, label, ms, oneOf, real, recordSet, required, text, type RecordOf } from "./field";
import { keysAndClocks } from "./keys";

export const callStatuses = ["running", "succeeded", "failed", "cancelled", "interrupted", "unfinished"] as const;

/** One request to a model provider. */
export const modelCalls = recordSet({
  name: "model_calls",
  domain: 5,
  doc: "A call to a model provider. unfinished means that no end was ever recorded.",
  sources: "llm.* frames and their metadata, geppetto events, ChatProviderCall* events, turn metadata, native model.call",
  key: ["conv_id", "call_id"],
  stated_wins: true,
  fields: {
    conv_id: required(text("Conversation")),
    call_id: required(text("Identity: message id, provider call id or the id that the source gives")),
    provider: label("Provider name"),
    request_model: label("Model asked for"),
    response_model: label("Model that answered"),
    model_version: label("Version of the model"),
    operation: label("chat, embeddings, ... (OpenTelemetry gen_ai.operation.name)"),
    parameters: json("Sampling parameters and settings", { sensitivity: "operational" }),
    streaming: bool("Whether the answer was streamed"),
    status: oneOf(callStatuses, "State of the call"),
    request_hash: text("SHA-256 of the request body"),
    response_hash: text("SHA-256 of the response body"),
    request_body: json("Request as recorded, after redaction"),
    response_body: json("Response as recorded, after redaction"),
    input_tokens: int("Input tokens, cache reads included", { unit: "tokens" }),
    output_tokens: int("Output tokens, reasoning included", { unit: "tokens" }),
    cache_read_tokens: int("Input tokens read from a cache", { unit: "tokens" }),
    cache_write_tokens: int("Input tokens written to a cache", { unit: "tokens" }),
    reasoning_tokens: int("Output tokens spent on reasoning", { unit: "tokens" }),
    total_tokens: int("Input plus output", { unit: "tokens" }),
    cost: real("Cost of the call", { unit: "USD" }),
    finish_reason: label("Why the model stopped; several are joined by a comma"),
    finish_class: label("completed, max_tokens, tool_calls_pending, interrupted, error, unknown"),
    response_id: text("Identity of the response at the provider"),
    retry_count: int("Retries after the first attempt"),
    backoff_cause: label("Why the last retry waited"),
    started_at_ms: epochMs("Start of the call", { merge: "min" }),
    finished_at_ms: epochMs("End of the call", { merge: "max" }),
    queue_ms: ms("Time before the request left"),
    provider_ms: ms("Time at the provider"),
    postprocess_ms: ms("Time after the last byte"),
    total_ms: ms("Whole time"),
    first_byte_ms: ms("Time to the first byte"),
    first_token_ms: ms("Time to the first token, reasoning counted"),
    first_content_ms: ms("Time to the first token of the answer"),
    tokens_per_second: real("Output tokens per second of streaming", { unit: "1/s" }),
    error_code: label("Code of the failure"),
    error_message: content("Message of the failure"),
    output_preview: content("First 500 characters of the answer"),
    iteration: int("1-based tool-loop iteration"),
    first_ordinal: int64("Envelope in which the call began"),
    last_ordinal: int64("Envelope in which the call ended"),
    ...keysAndClocks,
  },
});
export type ModelCall = RecordOf<typeof modelCalls.fields>;

/** Attempts of a model call after the first. */
export const modelCallRetries = recordSet({
  name: "model_call_retries",
  domain: 5,
  doc: "One retry of a model call.",
  sources: "native model.retry; provider logs",
  key: ["conv_id", "call_id", "attempt"],
  fields: {
    conv_id: required(text("Conversation")),
    call_id: required(text("Model call")),
    attempt: required(int("1 is the first retry")),
    status: label("HTTP status or error of the attempt that failed"),
    cause: label("Why it was retried: rate_limit, overloaded, timeout, ..."),
    backoff_ms: ms("Wait before this attempt"),
    occurred_at_ms: epochMs("When"),
    ordinal: int64("Envelope that stated it"),
  },
});
export type ModelCallRetry = RecordOf<typeof modelCallRetries.fields>;
