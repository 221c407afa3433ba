import type { SetName } from "@/lib/domain/model";

/**
 * Types of the native NDJSON ingest and the record set that the members of `data` belong to. `sem.event`
 * carries a SEM envelope verbatim in `data.envelope`; `turn.snapshot` carries `blocks`, from which several
 * sets are filled. Types not named here are stored raw and reported with a warning.
 */
export const nativeTypes: Readonly<Record<string, SetName | "envelope" | "snapshot">> = {
  "sem.event": "envelope",
  "conversation.updated": "conversations",
  "timeline.entity": "entities",
  "timeline.entity_version": "entity_versions",
  "timeline.projector": "projectors",
  "timeline.fault": "projection_faults",
  "turn.updated": "turns",
  "turn.snapshot": "snapshot",
  "provider.call.started": "model_calls",
  "provider.call.updated": "model_calls",
  "provider.call.finished": "model_calls",
  "provider.call.retried": "model_call_retries",
  "tool.call.requested": "tool_calls",
  "tool.call.started": "tool_calls",
  "tool.call.finished": "tool_calls",
  "tool.side_effect": "tool_side_effects",
  "middleware.step": "middleware_steps",
  "agent.mode": "mode_decisions",
  "prompt.transform": "prompt_transforms",
  "guardrail.decision": "guardrail_decisions",
  "planner.candidate": "planner_candidates",
  "transport.http": "http_requests",
  "transport.ws": "ws_sessions",
  "transport.ping": "ws_pings",
  "runtime.process": "processes",
  "runtime.sample": "runtime_samples",
  "runtime.panic": "panics",
  "runtime.dependency": "dependency_health",
  error: "errors",
  "error.cause": "error_causes",
};

/** Field by which a set names its record, filled from the line's id where the sender gives none. */
export const idFieldOf: Readonly<Partial<Record<SetName, string>>> = {
  model_calls: "call_id",
  tool_calls: "tool_call_id",
  entities: "entity_id",
  middleware_steps: "step_id",
  mode_decisions: "decision_id",
  guardrail_decisions: "decision_id",
  prompt_transforms: "transform_id",
  projection_faults: "fault_id",
  http_requests: "http_id",
  ws_sessions: "socket_id",
  panics: "panic_id",
  errors: "error_id",
};

/** What the name of a type says already about the record's state and times; `row` is what the sender gave. */
export function statedByType(
  type: string,
  occurred_at_ms: number | undefined,
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const hasFailed =
    row["error_code"] !== undefined || row["error_text"] !== undefined || row["error_message"] !== undefined;
  switch (type) {
    case "provider.call.started":
      return { status: "running", started_at_ms: occurred_at_ms };
    case "provider.call.finished":
    case "tool.call.finished":
      return { status: hasFailed ? "failed" : "succeeded", finished_at_ms: occurred_at_ms };
    case "tool.call.requested":
      return { status: "requested", requested_at_ms: occurred_at_ms };
    case "tool.call.started":
      return { status: "running", started_at_ms: occurred_at_ms };
    default:
      return {};
  }
}

/** Lists inside `data` that state records of their own, children of the line's record. */
export interface ChildList {
  readonly member: string;
  readonly set: SetName;
  /** Field that takes the place in the list, with the number of the first place. */
  readonly place?: readonly [field: string, first: number];
  /** Fields that the child takes over from its parent. */
  readonly keys: readonly string[];
}

export const childLists: Readonly<Partial<Record<SetName, ChildList>>> = {
  tool_calls: {
    member: "side_effects",
    set: "tool_side_effects",
    place: ["position", 0],
    keys: ["conv_id", "tool_call_id", "occurred_at_ms"],
  },
  model_calls: {
    member: "retries",
    set: "model_call_retries",
    place: ["attempt", 1],
    keys: ["conv_id", "call_id", "occurred_at_ms"],
  },
  ws_sessions: { member: "pings", set: "ws_pings", keys: ["conv_id", "socket_id"] },
  errors: { member: "causes", set: "error_causes", place: ["position", 0], keys: ["error_id"] },
};
