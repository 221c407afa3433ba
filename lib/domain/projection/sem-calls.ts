import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import type { JsonValue } from "../model/field";
import type { CallFacts } from "./call-facts";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ModelCalls } from "./model-calls";
import type { ToolCalls } from "./tool-calls";
import { usageOf } from "./usage";

/**
 * Model and tool calls from SEM frames. One model call per message id, thinking included; tool calls belong
 * to the model call that is current in the stream, because a call's tool frames come before its final.
 */
export class SemCalls {
  constructor(
    private readonly calls: ModelCalls,
    private readonly tools: ToolCalls,
  ) {}

  apply(event: FoldEvent): void {
    const id = event.event_id;
    if (id === undefined || id === "") return;
    if (event.type.startsWith("llm."))
      this.#model(event, id.replace(/:thinking$/, ""), asObject(event.data) ?? {});
    else if (event.type.startsWith("tool.")) this.#tool(event, id, asObject(event.data) ?? {});
  }

  #model(event: FoldEvent, call_id: string, data: JsonObject): void {
    const facts = this.calls.facts(call_id, event);
    noteMetadata(facts, asObject(event.metadata));
    switch (event.type) {
      case "llm.start":
        facts.start(event);
        break;
      case "llm.thinking.start":
        facts.first_byte_at_ms ??= timeOf(event);
        break;
      case "llm.thinking.delta":
        facts.token(event, "thinking");
        break;
      case "llm.delta":
        facts.token(event, "content");
        facts.text = asText(data["cumulative"]) ?? `${facts.text ?? ""}${asText(data["delta"]) ?? ""}`;
        break;
      case "llm.final":
        this.#final(facts, event, data);
        break;
    }
  }

  /** A final without metadata is how an interrupt looks, when the frames before it had metadata. */
  #final(facts: CallFacts, event: FoldEvent, data: JsonObject): void {
    facts.text = asText(data["text"]) ?? facts.text;
    const interrupted = facts.hasMetadata && event.metadata === undefined;
    facts.finish(event, interrupted ? "interrupted" : "succeeded");
    if (interrupted) facts.finish_class = "interrupted";
  }

  #tool(event: FoldEvent, tool_call_id: string, data: JsonObject): void {
    switch (event.type) {
      case "tool.start":
        this.tools.requested(tool_call_id, event, {
          tool_name: asText(data["name"]),
          input: data["input"],
          model_call_id: this.calls.currentIn(event.stream),
        });
        break;
      case "tool.delta":
        this.tools.started(tool_call_id, event, { input: asObject(data["patch"])?.["input"] });
        break;
      case "tool.result":
        this.tools.resulted(tool_call_id, event, { result: data["result"], tool_name: asText(data["name"]) });
        break;
      case "tool.done":
        this.tools.finished(tool_call_id, event);
        break;
    }
  }
}

function noteMetadata(facts: CallFacts, metadata: JsonObject | undefined): void {
  if (metadata === undefined) return;
  facts.hasMetadata = true;
  facts.request_model = asText(metadata["model"]) ?? facts.request_model;
  for (const [name, key] of parameterNames) {
    const value: JsonValue | undefined = metadata[name];
    if (value !== undefined) facts.parameters[key] = value;
  }
  facts.finish_reason = asText(metadata["stopReason"]) ?? facts.finish_reason;
  facts.stated_duration_ms = asNumber(metadata["durationMs"]) ?? facts.stated_duration_ms;
  facts.usage = usageOf(metadata["usage"]) ?? facts.usage;
}

const parameterNames = [
  ["temperature", "temperature"],
  ["topP", "top_p"],
  ["maxTokens", "max_tokens"],
] as const;
