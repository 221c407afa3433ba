import type { JsonObject } from "@/lib/domain/json/json-access";
import type { RecordStatement } from "./native-line";
import type { SimulatedConversation } from "./simulated-conversation";
import type { SimulatedCall } from "./simulated-parts";
import { failTurn, takeSnapshot } from "./turns";

/** What the end of a call says about usage. */
export interface CallEnd {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly reasoning: number | undefined;
  /** Stop reason; `none` for a stream that was cut, which then looks like an end without usage. */
  readonly finish: string;
  /** Text that replaces what was streamed. */
  readonly text: string | undefined;
  readonly losingWrites: boolean;
  readonly bodies: boolean;
}

export interface CallStart {
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly temperature: number | undefined;
}

/** Begins a call and with it the next tool-loop iteration of the turn. */
export function startCall(c: SimulatedConversation, start: CallStart): void {
  const turn = c.turn;
  if (turn === undefined) throw new SyntaxError("a model call needs a turn around it");
  turn.iteration += 1;
  takeSnapshot(c, "pre_inference");
  const parameters = { max_tokens: 4096, temperature: start.temperature ?? 0.7, top_p: 1 };
  const call: SimulatedCall = {
    call_id: c.newId("m"),
    span_id: c.random.hex(16),
    provider: start.provider ?? c.options.provider,
    model: start.model ?? c.options.model,
    parameters,
    startedAtMs: c.now,
    blockIndex: c.blocks.all.length,
    text: "",
    thinking: "",
    firstTokenAtMs: undefined,
    firstContentAtMs: undefined,
    retries: 0,
    backoffCause: undefined,
    running: true,
  };
  c.call = call;
  const data = { id: call.call_id, role: "assistant" };
  c.frames([{ type: "llm.start", id: call.call_id, data, metadata: callMetadata(call) }]);
  stateCall(c, "provider.call.started", call, {
    provider: call.provider,
    request_model: call.model,
    operation: "chat",
    parameters,
    streaming: true,
    status: "running",
    request_hash: c.random.hex(64),
    started_at_ms: call.startedAtMs,
    iteration: turn.iteration,
  });
}

/** One piece of the answer. */
export function streamText(c: SimulatedConversation, call: SimulatedCall, delta: string): void {
  call.text += delta;
  call.firstTokenAtMs ??= c.now;
  call.firstContentAtMs ??= c.now;
  const data = { cumulative: call.text, delta, id: call.call_id };
  c.frames([{ type: "llm.delta", id: call.call_id, data, metadata: callMetadata(call) }]);
}

/** Ends a call well: final frame with usage, the blocks of the answer, the snapshot after it. */
export function finishCall(c: SimulatedConversation, call: SimulatedCall, end: CallEnd): void {
  if (end.text !== undefined) call.text = end.text;
  const usage = usageOf(c, call, end);
  const { maxTokens, model, temperature, topP } = callMetadata(call);
  const known = end.finish !== "none";
  const metadata: JsonObject = {
    durationMs: String(c.now - call.startedAtMs),
    maxTokens,
    model,
    ...(known ? { stopReason: end.finish } : {}),
    temperature,
    topP,
    ...(known ? { usage: wireUsage(usage) } : {}),
  };
  const data: JsonObject = call.text === "" ? { id: call.call_id } : { id: call.call_id, text: call.text };
  c.frames([{ type: "llm.final", id: call.call_id, data, metadata }], end.losingWrites);
  call.running = false;
  addAnswerBlocks(c, call);
  stateCall(c, "provider.call.finished", call, {
    ...(known ? { ...usage, finish_reason: end.finish } : {}),
    finish_class: finishClasses[end.finish] ?? "unknown",
    status: "succeeded",
    response_model: call.model,
    response_id: `resp_${c.random.hex(24)}`,
    response_hash: c.random.hex(64),
    ...latencies(c, call, usage.output_tokens),
    ...(end.bodies ? bodiesOf(c, call) : {}),
    output_preview: call.text.slice(0, 500),
  });
  takeSnapshot(c, "post_inference");
  toolsMayBeDone(c);
}

/** Ends a call by cancellation: the final frame has no metadata, and nothing says why. */
export function interruptCall(c: SimulatedConversation, call: SimulatedCall): void {
  const data: JsonObject = call.text === "" ? { id: call.call_id } : { id: call.call_id, text: call.text };
  c.frames([{ type: "llm.final", id: call.call_id, data }]);
  call.running = false;
  stateCall(c, "provider.call.finished", call, {
    status: "interrupted",
    finish_class: "interrupted",
    finished_at_ms: c.now,
    total_ms: c.now - call.startedAtMs,
  });
  if (c.turn !== undefined) c.turn.outcome = "open";
}

/** A provider failure: no frame tells of it, and the turn ends without a final snapshot. */
export function failCall(c: SimulatedConversation, call: SimulatedCall, row: FailedCall): void {
  call.running = false;
  stateCall(c, "provider.call.finished", call, {
    status: "failed",
    finish_class: "error",
    error_code: row.error_code,
    error_message: row.raw_message,
    finished_at_ms: c.now,
    total_ms: c.now - call.startedAtMs,
    retry_count: call.retries,
    backoff_cause: call.backoffCause,
  });
  const subject = { model_call_id: call.call_id, model: call.model, provider: call.provider };
  c.error({ ...subject, ...row, severity: "error" }, c.childKeys(call.span_id));
  failTurn(c, row.error_code);
}

type FailedCall = RecordStatement<"errors"> & { readonly error_code: string; readonly raw_message: string };

/** Takes the snapshot after tools, once a finished call has no tool running. */
export function toolsMayBeDone(c: SimulatedConversation): void {
  if (c.call?.running !== false || c.tools.size === 0) return;
  if ([...c.tools.values()].some((tool) => tool.running)) return;
  takeSnapshot(c, "post_tools");
  c.tools.clear();
}

/** States fields of a call, unless the runtime does not report its calls. */
export function stateCall(
  c: SimulatedConversation,
  type: string,
  call: SimulatedCall,
  row: RecordStatement<"model_calls">,
): void {
  if (!c.options.calls) return;
  c.record(type, "model_calls", { call_id: call.call_id, ...row }, c.childKeys(call.span_id));
}

/** What every frame of a call says about it. */
export function callMetadata(call: SimulatedCall) {
  const { max_tokens, temperature, top_p } = call.parameters;
  return { maxTokens: max_tokens, model: call.model, temperature, topP: top_p };
}

const finishClasses: Readonly<Record<string, string>> = {
  stop: "completed",
  end_turn: "completed",
  tool_calls: "tool_calls_pending",
  tool_use: "tool_calls_pending",
  length: "max_tokens",
  content_filter: "error",
};

type Usage = ReturnType<typeof usageOf>;

/** Tokens of the call; about four characters each where the scenario states none. */
function usageOf(c: SimulatedConversation, call: SimulatedCall, end: CallEnd) {
  const texts = c.blocks.all.map(({ payload }) => payload["text"] ?? payload["result"]);
  const characters = texts.reduce(
    (sum: number, text) => sum + (typeof text === "string" ? text.length : 40),
    0,
  );
  const input_tokens = end.input ?? 120 + Math.ceil(characters / 4);
  const output_tokens = end.output ?? 8 + Math.ceil((call.text.length + call.thinking.length) / 4);
  return {
    input_tokens,
    output_tokens,
    cache_read_tokens: end.cached ?? 0,
    cache_write_tokens: 0,
    reasoning_tokens: end.reasoning ?? Math.ceil(call.thinking.length / 4),
    total_tokens: input_tokens + output_tokens,
    cost: Math.round(input_tokens * 1.25 + output_tokens * 10) / 1e6,
  };
}

function wireUsage(usage: Usage): JsonObject {
  const { input_tokens: inputTokens, output_tokens: outputTokens, cache_read_tokens: cachedTokens } = usage;
  return cachedTokens === 0 ? { inputTokens, outputTokens } : { cachedTokens, inputTokens, outputTokens };
}

function latencies(
  c: SimulatedConversation,
  call: SimulatedCall,
  outputTokens: number,
): RecordStatement<"model_calls"> {
  const total_ms = c.now - call.startedAtMs;
  const queue_ms = Math.min(total_ms, c.random.int(1, 30));
  const postprocess_ms = Math.min(total_ms - queue_ms, c.random.int(1, 12));
  const first = call.firstTokenAtMs ?? c.now;
  const streaming = c.now - first;
  return {
    finished_at_ms: c.now,
    total_ms,
    queue_ms,
    postprocess_ms,
    provider_ms: total_ms - queue_ms - postprocess_ms,
    first_byte_ms: Math.max(queue_ms, first - call.startedAtMs - c.random.int(1, 20)),
    first_token_ms: first - call.startedAtMs,
    first_content_ms:
      call.firstContentAtMs === undefined ? undefined : call.firstContentAtMs - call.startedAtMs,
    tokens_per_second: streaming > 0 ? Math.round((outputTokens / streaming) * 10_000) / 10 : undefined,
    retry_count: call.retries,
    backoff_cause: call.backoffCause,
  };
}

/** Bodies as a recorder beside the provider client would have them. */
function bodiesOf(c: SimulatedConversation, call: SimulatedCall): RecordStatement<"model_calls"> {
  const messages = c.blocks.all.map(({ role, payload }) => ({
    role: role === "" ? "tool" : role,
    ...payload,
  }));
  return {
    request_body: { model: call.model, messages, ...call.parameters, stream: true },
    response_body: { model: call.model, output: [{ role: "assistant", content: call.text }] },
  };
}

function addAnswerBlocks(c: SimulatedConversation, call: SimulatedCall): void {
  let at = call.blockIndex;
  if (call.thinking !== "") {
    const item_id = `rs_${c.random.hex(24)}`;
    const payload = { encrypted_content: c.random.hex(48), item_id, text: call.thinking };
    c.blocks.insert(at, { id: item_id, kind: "reasoning", role: "", payload });
    at += 1;
  }
  if (call.text === "") return;
  c.blocks.insert(at, {
    id: c.newId("b"),
    kind: "llm_text",
    role: "assistant",
    payload: { text: call.text },
  });
}
