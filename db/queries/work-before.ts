import type { ReadStore } from "../store";

/** A call before a failure. */
export interface CallBefore {
  readonly conv_id: string;
  readonly id: string;
  readonly turn_id: string | null;
  readonly status: string | null;
}

/** How many calls before a failure are looked at: enough to tell a bad day from a first time. */
const lookedAt = 50;

const callsSql = {
  tool: `SELECT conv_id, tool_call_id AS id, turn_id, status FROM tool_calls
    WHERE tool_name = ? AND requested_at_ms < ? ORDER BY requested_at_ms DESC LIMIT ${String(lookedAt)}`,
  model: `SELECT conv_id, call_id AS id, turn_id, status FROM model_calls
    WHERE request_model = ? AND started_at_ms < ? ORDER BY started_at_ms DESC LIMIT ${String(lookedAt)}`,
} as const;

/** The calls of one tool or model that began before a time, newest first; at most 50. */
export function listCallsBefore(
  { sqlite }: ReadStore,
  kind: keyof typeof callsSql,
  name: string,
  beforeMs: number,
): readonly CallBefore[] {
  return sqlite
    .prepare(callsSql[kind])
    .all(name, beforeMs)
    .map((row) => row as CallBefore);
}

/** The last turn of a conversation that began before a time and was completed by another, that of the failure. */
export function findGoodTurnBefore(
  { sqlite }: ReadStore,
  convId: string,
  beganBeforeMs: number,
  endedByMs: number,
): string | undefined {
  const found = sqlite
    .prepare(
      "SELECT turn_id FROM turns WHERE conv_id = ? AND started_at_ms < ? AND outcome = 'completed' AND coalesce(finished_at_ms, started_at_ms) <= ? ORDER BY started_at_ms DESC LIMIT 1",
    )
    .pluck()
    .get(convId, beganBeforeMs, endedByMs);
  return typeof found === "string" ? found : undefined;
}

const decisionsSql = ["mode_decisions", "prompt_transforms", "guardrail_decisions"]
  .map((table) => {
    const id = table === "prompt_transforms" ? "transform_id" : "decision_id";
    const kind =
      table === "mode_decisions" ? "mode" : table === "prompt_transforms" ? "transform" : "guardrail";
    return `SELECT * FROM (SELECT '${kind}' AS kind, ${id} AS id, occurred_at_ms AS at FROM ${table}
      WHERE conv_id = @conv_id AND occurred_at_ms BETWEEN @from_ms AND @to_ms ORDER BY occurred_at_ms DESC LIMIT 2)`;
  })
  .join(" UNION ALL ");

/** A decision of middleware or agent: kind and id, as its reference has them. */
export interface DecisionBefore {
  readonly kind: "mode" | "transform" | "guardrail";
  readonly id: string;
}

/** What middleware and agent decided in a range of time of a conversation, newest first; at most two of each kind. */
export function listDecisionsBetween(
  { sqlite }: ReadStore,
  convId: string,
  fromMs: number,
  toMs: number,
): readonly DecisionBefore[] {
  return sqlite
    .prepare(`${decisionsSql} ORDER BY at DESC`)
    .all({ conv_id: convId, from_ms: fromMs, to_ms: toMs })
    .map((row) => row as DecisionBefore);
}
