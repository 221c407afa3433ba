import type { KeyOrigin } from "../envelope";
import { groupBy } from "../group-by";
import { asObject } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import type { ConversationView } from "./conversation-view";

type Turn = RecordIn<"turns">;

const origin: KeyOrigin = { how: "derived", rule: "how the calls of the turn ended" };

/** A turn as its source tells it: an outcome that was derived here before is no evidence of anything. */
export function withoutOwnOutcome(turn: Turn): Turn {
  return isOwn(turn) ? { ...turn, outcome: undefined } : turn;
}

/**
 * Outcomes of turns of which no phases were stored, as frames alone tell them: completed when all their calls ended well
 * and the last asked for nothing more, else open. Said anew whenever something comes, so that a late call opens a turn
 * again. What a source, its phases or a failure says stays.
 */
export function findTurnOutcomes(given: ConversationView, failedTurns: ReadonlySet<string>): RecordChange[] {
  const phased = new Set(given.snapshots.map(({ turn_id }) => turn_id));
  const calls = groupBy(given.model_calls, ({ turn_id }) => turn_id);
  const tools = groupBy(given.tool_calls, ({ turn_id }) => turn_id);
  return given.turns.flatMap((turn): RecordChange[] => {
    const { conv_id, turn_id } = turn;
    const own = calls.get(turn_id) ?? [];
    if (phased.has(turn_id) || own.length === 0 || (isKnown(turn) && !isOwn(turn))) return [];
    const isComplete = !failedTurns.has(turn_id) && haveEnded(own, tools.get(turn_id) ?? []);
    const outcome = isComplete ? "completed" : "open";
    if (turn.outcome === outcome) return [];
    const key_origins = { ...asObject(turn.key_origins ?? undefined), outcome: { ...origin } };
    return [{ set: "turns", row: { conv_id, turn_id, outcome, key_origins } }];
  });
}

function haveEnded(
  calls: readonly RecordIn<"model_calls">[],
  tools: readonly RecordIn<"tool_calls">[],
): boolean {
  const last = calls.reduce((a, b) => ((b.started_at_ms ?? 0) >= (a.started_at_ms ?? 0) ? b : a));
  return (
    calls.every(({ status }) => status === "succeeded") &&
    last.finish_class !== "tool_calls_pending" &&
    tools.every(({ status }) => status !== "requested" && status !== "running")
  );
}

function isKnown({ outcome }: Turn): boolean {
  return outcome !== undefined && outcome !== null;
}

/** A failure is said by the rules of failures, whatever was said before. */
function isOwn({ outcome, key_origins }: Turn): boolean {
  return outcome !== "failed" && asObject(key_origins ?? undefined)?.["outcome"] !== undefined;
}
