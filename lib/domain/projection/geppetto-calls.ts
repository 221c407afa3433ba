import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import type { CallFacts } from "./call-facts";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ModelCalls } from "./model-calls";
import { providerOf, statusOf } from "./sessionstream-calls";
import type { ToolCalls } from "./tool-calls";
import { usageOf } from "./usage";

/** Message of events that belong to none. */
export const nilMessageId = "00000000-0000-0000-0000-000000000000";

/**
 * Model and tool calls from events of the inference engine, of both generations: the older has one message
 * id per call, the newer a provider call id. They carry what frames leave out: errors, reasoning tokens,
 * settings.
 */
export class GeppettoCalls {
  constructor(
    private readonly calls: ModelCalls,
    private readonly tools: ToolCalls,
  ) {}

  apply(event: FoldEvent): void {
    const data = asObject(event.data);
    if (data === undefined) return;
    const meta = asObject(event.metadata) ?? asObject(data["meta"]) ?? {};
    const call_id = engineCallOf(data, meta);
    if (call_id !== undefined) this.#model(this.calls.facts(call_id, event), event, data, meta);
    this.#tool(event, data, call_id);
  }

  #model(facts: CallFacts, event: FoldEvent, data: JsonObject, meta: JsonObject): void {
    facts.provider ??= providerOf(facts.call_id);
    noteMeta(facts, meta);
    switch (event.type) {
      case "start":
      case "provider-call-started":
        facts.start(event);
        break;
      case "partial-thinking":
      case "reasoning-delta":
        facts.token(event, "thinking");
        break;
      case "partial":
      case "text-delta":
        facts.token(event, "content");
        facts.text =
          asText(data["completion"]) ??
          asText(data["text"]) ??
          `${facts.text ?? ""}${asText(data["delta"]) ?? ""}`;
        break;
      case "text-segment-finished":
        facts.text = asText(data["text"]) ?? facts.text;
        break;
      case "final":
        facts.text = asText(data["text"]) ?? facts.text;
        facts.finish(event, "succeeded");
        break;
      case "interrupt":
        facts.text = asText(data["text"]) ?? facts.text;
        facts.finish_class = "interrupted";
        facts.finish(event, "interrupted");
        break;
      case "error":
      case "run-failed":
        facts.error_message = asText(data["error_string"]) ?? facts.error_message;
        facts.finish(event, "failed");
        break;
      case "provider-call-metadata-updated":
        noteEnd(facts, data);
        break;
      case "provider-call-finished":
        noteEnd(facts, data);
        if (facts.status !== "failed") facts.finish(event, statusOf(facts.finish_class));
        break;
      default:
        facts.first_byte_at_ms ??= timeOf(event);
    }
  }

  #tool(event: FoldEvent, data: JsonObject, call_id: string | undefined): void {
    const call = asObject(data["tool_call"]) ?? asObject(data["tool_result"]);
    const id =
      asText(call?.["id"]) ??
      asText(data["tool_call_id"]) ??
      asText(asObject(data["correlation"])?.["tool_call_id"]);
    if (id === undefined) return;
    const said = {
      tool_name: asText(call?.["name"]) ?? asText(data["tool_name"]),
      input: call?.["input"] ?? data["input"] ?? argumentsOf(event, data),
      model_call_id: call_id,
    };
    const result = call?.["result"] ?? data["result"];
    switch (event.type) {
      case "tool-call":
      case "tool-call-started":
      case "tool-call-arguments-delta":
      case "tool-call-requested":
        this.tools.requested(id, event, said);
        break;
      case "tool-call-execute":
      case "tool-execution-started":
        this.tools.started(id, event, { tool_name: said.tool_name, input: said.input });
        break;
      case "tool-result":
      case "tool-call-execution-result":
      case "tool-result-ready":
        this.tools.resulted(id, event, {
          tool_name: said.tool_name,
          result,
          failed: asText(data["status"]) === "error",
        });
        break;
      case "tool-call-finished":
        this.tools.finished(id, event, asText(data["status"]) === "error" ? "failed" : undefined);
        break;
    }
  }
}

/** The model call that an event of the engine is about: by its own id since there is one, before by its message. */
export function engineCallOf(
  data: JsonValue | undefined,
  metadata: JsonValue | undefined,
): string | undefined {
  const event = asObject(data);
  const meta = asObject(metadata) ?? asObject(event?.["meta"]);
  const message = asText(meta?.["message_id"]);
  return (
    asText(asObject(event?.["correlation"])?.["provider_call_id"]) ??
    (message === nilMessageId ? undefined : message)
  );
}

function argumentsOf(event: FoldEvent, data: JsonObject): JsonValue | undefined {
  return event.type === "tool-call-arguments-delta" ? data["arguments"] : undefined;
}

function noteMeta(facts: CallFacts, meta: JsonObject): void {
  const extra = asObject(meta["extra"]);
  const settings = asObject(extra?.["settings"]);
  facts.hasMetadata = true;
  facts.request_model = asText(meta["model"]) ?? facts.request_model ?? asText(settings?.["ai-engine"]);
  facts.provider = asText(settings?.["ai-api-type"]) ?? facts.provider;
  for (const name of ["temperature", "top_p", "max_tokens"] as const) {
    const value = meta[name];
    if (value !== undefined) facts.parameters[name] = value;
  }
  noteEnd(facts, meta);
  facts.reasoning_tokens =
    asNumber(extra?.["reasoning_tokens"]) ??
    asNumber(extra?.["thoughts_token_count"]) ??
    facts.reasoning_tokens;
  facts.response_id = asText(extra?.["response_id"]) ?? facts.response_id;
}

function noteEnd(facts: CallFacts, said: JsonObject): void {
  facts.finish_reason = asText(said["stop_reason"]) ?? facts.finish_reason;
  facts.finish_class = asText(said["finish_class"]) ?? facts.finish_class;
  facts.stated_duration_ms = asNumber(said["duration_ms"]) ?? facts.stated_duration_ms;
  facts.usage = usageOf(said["usage"]) ?? facts.usage;
}
