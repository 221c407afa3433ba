import type { RecordChange, RecordIn } from "../model";
import { callsFromTurns, findDoubtfulEnds } from "./call-notes";
import type { ConversationView } from "./conversation-view";
import { failureRows, type FailureDraft } from "./failure-book";
import { fingerprintOf, fingerprintVersion } from "./fingerprint";
import { findLogFailures } from "./log-failures";
import { findProjectionFailures } from "./projection-failures";
import { findReusedIds } from "./reused-ids";
import { findRunFailures } from "./run-failures";
import { findToolFailures } from "./tool-failures";
import { findTransportFailures } from "./transport-failures";
import { TurnIndex } from "./turn-index";
import { findTurnOutcomes, withoutOwnOutcome } from "./turn-outcomes";

/** What the failure rules state about one conversation. */
export interface Findings {
  /** `errors` with their `error_causes`, and what follows from them for `model_calls`, `tool_calls`, `turns`, `projection_faults`; outcomes of turns. */
  readonly changes: readonly RecordChange[];
  /** Whether something has no end yet: the rules may find more after `silence_ms` without a sign of life. */
  readonly isUndecided: boolean;
}

/**
 * Recorded failures of one conversation. Deterministic: the same
 * view gives the same rows with the same ids, and a view that already holds the rows gives them again. The
 * caller replaces the failures that rules found before (`errors.rule` is set) by these. O(records).
 */
export function findFailures(stored: ConversationView): Findings {
  const given: ConversationView = { ...stored, turns: stored.turns.map(withoutOwnOutcome) };
  const index = new TurnIndex(given);
  const enriched = callsFromTurns(given, index);
  const view: ConversationView = { ...given, model_calls: merged(given.model_calls, enriched) };
  const runs = findRunFailures(view, index);
  const tools = findToolFailures(view, index, runs.failedTurns);
  const projection = findProjectionFailures(view, index);
  const drafts = [
    ...runs.drafts,
    ...tools.drafts,
    ...findDoubtfulEnds(view),
    ...projection.drafts,
    ...findTransportFailures(view, index),
    ...findLogFailures(view, index),
    ...findReusedIds(view),
  ].filter((draft) => !isStated(draft, view) && !isEcho(draft, runs.drafts));
  const changes = [
    ...enriched,
    // Before the failures, which have the last word on a turn.
    ...findTurnOutcomes({ ...view, turns: stored.turns }, runs.failedTurns),
    ...runs.changes,
    ...tools.changes,
    ...projection.changes,
    ...drafts.flatMap((draft) => failureRows(view.conv_id, draft, view.sha256)),
    ...groupStated(view),
  ];
  return { changes, isUndecided: index.isUndecided };
}

/** Calls with the changes that were found for them; absent values change nothing. */
function merged(
  calls: ConversationView["model_calls"],
  changes: readonly RecordChange[],
): ConversationView["model_calls"] {
  const byId = new Map<string, RecordIn<"model_calls">>();
  for (const change of changes) if (change.set === "model_calls") byId.set(change.row.call_id, change.row);
  return calls.map((call) => {
    const change = byId.get(call.call_id);
    if (change === undefined) return call;
    const said = Object.entries(change).filter(
      ([, value]: readonly [string, unknown]) => value !== undefined && value !== null,
    );
    return { ...call, ...Object.fromEntries(said) };
  });
}

/** Whether an outbound request failed that ended a run: the run is the failure, the request how it looked. */
function isEcho(draft: FailureDraft, runs: readonly FailureDraft[]): boolean {
  if (draft.rule !== "failed-request" || !draft.code.startsWith("provider.") || draft.turn_id === undefined)
    return false;
  return runs.some((run) => run.turn_id === draft.turn_id && run.code.startsWith("provider."));
}

/** Whether a source stated this failure itself: about the same call or entity, or as the failure of the turn. */
function isStated(draft: FailureDraft, { stated_errors }: ConversationView): boolean {
  return stated_errors.some((stated) => {
    if (draft.rule === "failed-run") {
      const sameCall = draft.model_call_id !== undefined && stated.model_call_id === draft.model_call_id;
      const endsTurns = stated.error_class === "provider" || stated.error_class === "runtime";
      return (
        sameCall ||
        (endsTurns && draft.turn_id !== undefined && stated.turn_id === draft.turn_id && !stated.tool_call_id)
      );
    }
    if (draft.tool_call_id !== undefined && draft.code.startsWith("tool."))
      return stated.tool_call_id === draft.tool_call_id;
    if (draft.code.startsWith("projection."))
      return draft.entity_id !== undefined && stated.entity_id === draft.entity_id;
    if (draft.rule === "failed-request") return isSameRequest(draft, stated);
    if (draft.rule === "doubtful-end") return stated.model_call_id === draft.model_call_id;
    // A panic record and an error about it come from the same line or sender.
    return draft.rule === "panic" && stated.error_code === draft.code && stated.raw_message === draft.message;
  });
}

/** By the request's id, else by time: the handler that refuses a request states why at the same moment. */
function isSameRequest(draft: FailureDraft, stated: RecordIn<"errors">): boolean {
  if (draft.request_id !== undefined && stated.request_id === draft.request_id) return true;
  const apart = Math.abs(
    (stated.occurred_at_ms ?? Number.NEGATIVE_INFINITY) - (draft.at_ms ?? Number.POSITIVE_INFINITY),
  );
  return (
    apart < 1_000 &&
    (stated.error_class === "validation" ||
      stated.error_class === "transport" ||
      stated.http_status === draft.http_status)
  );
}

/** Stated failures come without a fingerprint: senders do not know the grouping rules of this console. */
function groupStated({ stated_errors, sha256 }: ConversationView): RecordChange[] {
  return stated_errors.flatMap((stated): RecordChange[] => {
    if (typeof stated.fingerprint === "string" && stated.fingerprint_version === fingerprintVersion)
      return [];
    const message = stated.raw_message ?? stated.safe_message ?? undefined;
    const { fingerprint, parts } = fingerprintOf(
      { code: stated.error_code, tool_name: stated.tool_name ?? undefined, message },
      sha256,
    );
    const { error_id, error_code, error_class } = stated;
    return [
      {
        set: "errors",
        row: {
          error_id,
          error_code,
          error_class,
          fingerprint,
          fingerprint_version: fingerprintVersion,
          normalised_message: parts.message,
        },
      },
    ];
  });
}
