import { content, epochMs, int, int64, json, label, ms, oneOf, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";

export const toolStatuses = [
  "requested",
  "running",
  "succeeded",
  "failed",
  "timed_out",
  "cancelled",
  "rejected",
] as const;
export const sideEffectKinds = ["file", "database_write", "outbound_request", "process", "other"] as const;

/** One tool call from request to result. */
export const toolCalls = recordSet({
  name: "tool_calls",
  domain: 6,
  doc: "A tool call through its whole life.",
  sources:
    "tool.* frames, tool blocks of turns, ChatToolCall* events, geppetto tool events, native tool.call",
  key: ["conv_id", "tool_call_id"],
  stated_wins: true,
  fields: {
    conv_id: required(text("Conversation")),
    tool_call_id: required(text("Call id that the provider gave")),
    tool_name: label("Name of the tool"),
    tool_type: label("function, builtin, mcp, ..."),
    tool_version: label("Version of the tool"),
    executed_by: oneOf(["client", "provider", "frontend"] as const, "Who ran it"),
    model_call_id: text("Model call that asked for it"),
    arguments: json("Input after redaction"),
    arguments_raw: content("Input as received, where the profile allowed it"),
    result: json("Result after redaction"),
    result_raw: content("Result as received, where the profile allowed it"),
    error_text: content("Error text"),
    error_code: label("Code of the failure"),
    status: oneOf(toolStatuses, "State of the call"),
    requested_at_ms: epochMs("When the model asked for it", { merge: "min" }),
    started_at_ms: epochMs("When execution began", { merge: "min" }),
    finished_at_ms: epochMs("When the result was there", { merge: "max" }),
    duration_ms: ms("Execution time"),
    retry_count: int("Retries"),
    timeout_ms: ms("Time allowed"),
    cancel_cause: content("Why it was cancelled"),
    approval: label("Approval decision and by whom"),
    iteration: int("1-based tool-loop iteration"),
    first_ordinal: int64("Envelope in which the call began"),
    last_ordinal: int64("Envelope in which the call ended"),
    ...keysAndClocks,
  },
});

/** What a tool call changed outside the conversation. */
export const toolSideEffects = recordSet({
  name: "tool_side_effects",
  domain: 6,
  doc: "One side effect of a tool call.",
  sources: "native tool.call",
  key: ["conv_id", "tool_call_id", "position"],
  fields: {
    conv_id: required(text("Conversation")),
    tool_call_id: required(text("Tool call")),
    position: required(int("Place in the list")),
    kind: required(oneOf(sideEffectKinds, "What was touched")),
    target: content("Path, table, address or command"),
    action: label("read, write, delete, GET, POST, spawn, ..."),
    occurred_at_ms: epochMs("When"),
  },
});
