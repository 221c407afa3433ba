import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import type { CallFacts, CallStatus } from "./call-facts";
import { timeOf, type FoldEvent } from "./fold-event";
import type { ModelCalls } from "./model-calls";
import type { Said, ToolCalls } from "./tool-calls";
import type { TurnTracker } from "./turn-tracker";
import { rootOf } from "./sessionstream-timeline";
import { usageOf } from "./usage";

/**
 * Model and tool calls from backend events of the newest runtime. A call is what its `providerCallId` names.
 * The run's root message ties what carries no turn (user message, run start and failure) to the turn that the
 * run's provider events name.
 */
export class SessionstreamCalls {
  /** Root message of the run that has started and whose turn is not known yet, per stream. */
  readonly #waiting = new Map<string, string>();

  constructor(
    private readonly calls: ModelCalls,
    private readonly tools: ToolCalls,
    private readonly turns: TurnTracker,
  ) {}

  apply(event: FoldEvent): void {
    const data = asObject(event.data);
    if (data === undefined) return;
    this.#linkRun(event, data);
    if (event.type === "ChatRunFailed" || event.type === "ChatRunStopped") this.#endCalls(event, data);
    this.#model(event, data);
    this.#tool(event, data);
  }

  #linkRun(event: FoldEvent, data: JsonObject): void {
    const message = asText(data["messageId"]);
    if (event.type === "ChatRunStarted" && message !== undefined) this.#waiting.set(event.stream, message);
    if (event.turn_id === undefined) return;
    const named = message === undefined ? undefined : (rootOf(message) ?? message);
    const root = named ?? this.#waiting.get(event.stream);
    if (root === undefined || this.turns.turnOfSubject(root)?.turn_id === event.turn_id) return;
    if (this.#waiting.get(event.stream) === root) this.#waiting.delete(event.stream);
    for (const subject of [root, `${root}-user`]) {
      this.turns.relink(subject, { turn_id: event.turn_id, how: "derived", rule: "run of the message" });
    }
  }

  #model(event: FoldEvent, data: JsonObject): void {
    const correlation = asObject(data["correlation"]);
    const call_id = asText(correlation?.["providerCallId"]);
    if (call_id === undefined) return;
    const facts = this.calls.facts(call_id, event);
    facts.provider ??= providerOf(call_id);
    switch (event.type) {
      case "ChatProviderCallStarted":
        facts.start(event);
        break;
      case "ChatProviderCallMetadataUpdated":
        noteMetadata(facts, data);
        break;
      case "ChatProviderCallFinished":
        noteMetadata(facts, data);
        finish(facts, event);
        break;
      case "ChatReasoningPatch":
      case "ChatReasoningDelta":
        facts.token(event, "thinking");
        break;
      case "ChatTextPatch":
      case "ChatTextDelta":
        facts.token(event, "content");
        facts.text = `${facts.text ?? ""}${asText(data["text"]) ?? asText(data["delta"]) ?? ""}`.slice(
          0,
          600,
        );
        break;
      case "ChatTextSegmentFinished":
        facts.text = asText(data["text"]) ?? facts.text;
        break;
      default:
        facts.first_byte_at_ms ??= timeOf(event);
    }
  }

  /** A run that ends badly ends its open calls: provider failures leave them without an event of their own. */
  #endCalls(event: FoldEvent, data: JsonObject): void {
    const message = asText(data["messageId"]);
    const turn_id =
      event.turn_id ?? (message === undefined ? undefined : this.turns.turnOfSubject(message)?.turn_id);
    if (turn_id === undefined) return;
    const error = asText(data["error"]);
    const cancelled = event.type === "ChatRunStopped" || error === "context canceled";
    for (const facts of this.calls.unfinishedOf("sessionstream")) {
      if (facts.turn_id !== turn_id) continue;
      facts.touch(event);
      facts.error_message = cancelled ? undefined : error;
      facts.finish(event, cancelled ? "cancelled" : "failed");
      this.calls.changed(facts.call_id);
    }
  }

  #tool(event: FoldEvent, data: JsonObject): void {
    const id = asText(data["toolCallId"]);
    if (id === undefined) return;
    const said: Said = {
      tool_name: asText(data["toolName"]),
      input: data["input"],
      model_call_id: asText(asObject(data["correlation"])?.["providerCallId"]),
      executed_by: event.type.startsWith("ChatFrontendTool") ? "frontend" : undefined,
    };
    const status = asText(data["status"]);
    switch (event.type) {
      case "ChatToolCallStarted":
      case "ChatToolCallRequested":
      case "ChatFrontendToolCallRequested":
        this.tools.requested(id, event, said);
        break;
      case "ChatToolExecutionStarted":
        this.tools.started(id, event, said);
        break;
      case "ChatToolResultReady":
      case "ChatFrontendToolResultReceived":
        this.tools.resulted(id, event, {
          ...said,
          result: data["result"],
          failed: isFailure(status),
          error: asText(data["error"]),
        });
        break;
      case "ChatToolCallFinished":
        this.tools.finished(id, event, isFailure(status) ? "failed" : undefined);
        break;
    }
  }
}

function isFailure(status: string | undefined): boolean {
  return status === "error" || status === "failed";
}

/** Provider in front of a call id: `openai:<run>:provider-call:0`. */
export function providerOf(call_id: string): string | undefined {
  return /^([a-z][\w-]*):.+:provider-call:\d+$/.exec(call_id)?.[1];
}

function noteMetadata(facts: CallFacts, data: JsonObject): void {
  facts.finish_reason = asText(data["stopReason"]) ?? facts.finish_reason;
  facts.finish_class = asText(data["finishClass"]) ?? facts.finish_class;
  facts.stated_duration_ms = asNumber(data["durationMs"]) ?? facts.stated_duration_ms;
  facts.usage = usageOf(data["usage"]) ?? facts.usage;
}

function finish(facts: CallFacts, event: FoldEvent): void {
  // A cancelled run ends before its call does; the call stays cancelled.
  const stated = statusOf(facts.finish_class);
  facts.finish(event, facts.status === "running" || facts.status === "succeeded" ? stated : facts.status);
}

/** Status of a finish class: `failed` and `success` at the August 2026 commit, `error` and `completed` after. */
export function statusOf(finishClass: string | undefined): CallStatus {
  if (finishClass === "failed" || finishClass === "error") return "failed";
  return finishClass === "interrupted" ? "interrupted" : "succeeded";
}
