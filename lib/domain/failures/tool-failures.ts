import { groupBy } from "../group-by";
import { asObject, asText } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import { errorOfResult, parsedResult } from "../projection/tool-calls";
import { classify } from "./classify";
import type { ConversationView, TurnBlock } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import { firstKnown } from "./first-known";
import type { TurnIndex } from "./turn-index";

type ToolCall = RecordIn<"tool_calls">;

/** What is known of one tool call from its record and from the blocks of the turns. */
interface Joined {
  readonly id: string;
  readonly call: ToolCall | undefined;
  readonly asked: TurnBlock | undefined;
  readonly answered: TurnBlock | undefined;
}

/**
 * Tool calls that failed or never got a result, one failure per call; and the records of calls that only the
 * turns know, or whose error only the turns know (an unknown tool sends no event).
 */
export function findToolFailures(
  view: ConversationView,
  index: TurnIndex,
  failedTurns: ReadonlySet<string>,
): { readonly drafts: readonly FailureDraft[]; readonly changes: readonly RecordChange[] } {
  const drafts: FailureDraft[] = [];
  const changes: RecordChange[] = [];
  for (const joined of join(view)) {
    const error = errorOf(joined);
    const draft = error === undefined ? withoutResult(joined, index, failedTurns) : failed(joined, error);
    if (draft !== undefined) drafts.push(draft);
    const change = recordOf(joined, error, draft, view.conv_id);
    if (change !== undefined) changes.push(change);
  }
  return { drafts, changes };
}

function join(view: ConversationView): Joined[] {
  const calls = new Map(view.tool_calls.map((call) => [call.tool_call_id, call]));
  const blocks = groupBy(
    view.blocks.filter((block) => typeof block.tool_call_id === "string"),
    (block) => block.tool_call_id ?? "",
  );
  return [...new Set([...calls.keys(), ...blocks.keys()])].map((id) => ({
    id,
    call: calls.get(id),
    asked: blocks.get(id)?.find((block) => block.kind === "tool_call"),
    answered: blocks.get(id)?.find((block) => block.kind === "tool_use"),
  }));
}

/** Error of a call: what the turn says first, because frames leave out what was never executed. */
function errorOf({ call, answered }: Joined): string | undefined {
  if (typeof answered?.error_text === "string" && answered.error_text !== "") return answered.error_text;
  const said = errorOfResult(asObject(answered?.payload)?.["result"]);
  if (said !== undefined) return said;
  if (call?.status !== "failed" && call?.status !== "timed_out") return undefined;
  return call.error_text ?? (call.status === "timed_out" ? "timed out" : "the tool call failed");
}

function failed(joined: Joined, error: string): FailureDraft {
  const { call, asked } = joined;
  const input = call?.arguments ?? asObject(asked?.payload)?.["args"];
  const misfit = input === undefined || input === null || asObject(input) === undefined;
  const code = call?.status === "timed_out" ? "tool.timeout" : classify({ context: "tool", text: error });
  return {
    ...keysOf(joined),
    rule: "failed-tool-call",
    code,
    message: error,
    handled: true,
    causes:
      misfit && code === "tool.failed"
        ? [{ message: "the arguments are no JSON object", code: "validation.tool_arguments" }]
        : [],
  };
}

/** A call that has no result although it is over; calls of a failed run fell with it. */
function withoutResult(
  joined: Joined,
  index: TurnIndex,
  failedTurns: ReadonlySet<string>,
): FailureDraft | undefined {
  const { call, answered } = joined;
  const keys = keysOf(joined);
  if (call?.status === "cancelled" || call?.status === "rejected") {
    const code = call.status === "cancelled" ? "tool.cancelled" : "tool.rejected";
    return {
      ...keys,
      rule: "ended-tool-call",
      code,
      message: firstKnown(call.cancel_cause, call.approval),
      handled: true,
    };
  }
  const pending =
    answered === undefined &&
    (call === undefined || call.status === "requested" || call.status === "running");
  const fellWithRun = keys.turn_id !== undefined && failedTurns.has(keys.turn_id);
  if (!pending || fellWithRun || keys.at_ms === undefined || !isOver(keys.turn_id, keys.at_ms, index))
    return undefined;
  return {
    ...keys,
    rule: "tool-call-without-result",
    code: "tool.no_result",
    message: "the tool call has no result",
  };
}

function isOver(turn_id: string | undefined, at_ms: number, index: TurnIndex): boolean {
  const turn = index.get(turn_id) ?? index.at(at_ms);
  if (turn !== undefined && (turn.outcome === "completed" || index.isOver(turn))) return true;
  return index.isSilentSince(at_ms);
}

function keysOf({ id, call, asked, answered }: Joined) {
  return {
    subject: id,
    tool_call_id: id,
    tool_name: firstKnown(call?.tool_name, asked?.tool_name),
    turn_id: firstKnown(call?.turn_id, asked?.turn_id, answered?.turn_id),
    session_id: firstKnown(call?.session_id),
    run_id: firstKnown(call?.run_id),
    model_call_id: firstKnown(call?.model_call_id),
    ordinal: firstKnown(call?.last_ordinal, call?.first_ordinal),
    at_ms: firstKnown(
      call?.finished_at_ms,
      call?.occurred_at_ms,
      answered?.first_seen_at_ms,
      asked?.first_seen_at_ms,
    ),
  };
}

/** The record of the call with what the turns add to it; undefined when they add nothing. */
function recordOf(
  joined: Joined,
  error: string | undefined,
  draft: FailureDraft | undefined,
  conv_id: string,
): RecordChange | undefined {
  const { id, call, asked, answered } = joined;
  const settled = call?.status === "succeeded" || call?.status === "failed" || call?.status === "timed_out";
  if (typeof call?.tool_name === "string" && settled && draft === undefined) return undefined;
  return {
    set: "tool_calls",
    row: {
      conv_id,
      tool_call_id: id,
      status: statusOf(joined, error),
      error_text: error,
      error_code: error === undefined ? undefined : draft?.code,
      ...(call === undefined ? fromBlocks(asked, answered) : {}),
      tool_name: firstKnown(call?.tool_name, asText(asObject(asked?.payload)?.["name"]), asked?.tool_name),
    },
  };
}

function statusOf({ call, answered }: Joined, error: string | undefined): ToolCall["status"] {
  if (call?.status === "timed_out") return "timed_out";
  if (error !== undefined) return "failed";
  return answered === undefined ? (call?.status ?? "requested") : "succeeded";
}

/** Times of blocks are those of the snapshots that show them first: not before, perhaps a little after. */
function fromBlocks(asked: TurnBlock | undefined, answered: TurnBlock | undefined) {
  return {
    tool_type: "function",
    executed_by: "client" as const,
    arguments: asObject(asked?.payload)?.["args"],
    result: parsedResult(asObject(answered?.payload)?.["result"]),
    turn_id: firstKnown(asked?.turn_id, answered?.turn_id),
    requested_at_ms: asked?.first_seen_at_ms,
    finished_at_ms: answered?.first_seen_at_ms,
    occurred_at_ms: firstKnown(answered?.first_seen_at_ms, asked?.first_seen_at_ms),
    key_origins: { tool_call_id: { how: "derived", rule: "tool blocks of the turn" } },
  };
}
