import { groupBy } from "../group-by";
import type { RecordChange, RecordIn } from "../model";
import { statusIn } from "./classify";
import type { ConversationView } from "./conversation-view";
import type { CauseDraft, FailureDraft } from "./failure-book";
import { callEvidence, recordedStatus, turnEvidence } from "./record-evidence";
import { statedEvidence, type RunEvidence } from "./run-evidence";
import type { TurnIndex } from "./turn-index";

type ModelCall = RecordIn<"model_calls">;

/** Failures of runs, and what they mean for the calls and turns concerned. */
export interface RunFailures {
  readonly drafts: readonly FailureDraft[];
  readonly changes: readonly RecordChange[];
  /** Turns that failed: what is unfinished in them is a consequence, not a failure of its own. */
  readonly failedTurns: ReadonlySet<string>;
}

/**
 * One failed run is one failure, however many layers show it: a log line, an engine event, a model call
 * without an end, a turn without a final snapshot. The most specific sign is the failure, the others are its
 * causes.
 */
export function findRunFailures(view: ConversationView, index: TurnIndex): RunFailures {
  const all = [...statedEvidence(view, index), ...turnEvidence(view, index), ...callEvidence(view, index)];
  const groups = groupBy(all, (evidence) => evidence.group);
  const drafts: FailureDraft[] = [];
  const changes: RecordChange[] = [];
  const failedTurns = new Set<string>();
  for (const [group, signs] of groups) {
    const evidence = withCutOff(signs, index);
    const main = mostSpecific(evidence);
    if (main === undefined) continue;
    const call = callOf(evidence, group, view);
    const tentative = evidence.every((sign) => sign.tentative === true);
    const draft = { ...draftOf(main, evidence, call), ...(tentative ? cutShort : {}) };
    drafts.push(draft);
    changes.push(...consequences(draft, group, view, tentative));
    if (draft.turn_id !== undefined) failedTurns.add(draft.turn_id);
  }
  return { drafts, changes, failedTurns };
}

/** How a run is reported that may have been under way when the recording ended. */
const cutShort = {
  code: "runtime.run_unfinished",
  message: "the recording ends before the run does",
  severity: "warning",
} as const satisfies Partial<FailureDraft>;

/** What has no end and no stated cause, when all sockets were cut off just then, ended with its process. */
function withCutOff(evidence: readonly RunEvidence[], index: TurnIndex): readonly RunEvidence[] {
  const [first] = evidence;
  const open = evidence.every(
    ({ code }) => code === "provider.unfinished" || code === "runtime.run_unfinished",
  );
  if (first?.at_ms === undefined || !open || !index.wasCutOff(first.at_ms)) return evidence;
  const message = "the run ended with its process: every socket was cut off just after its last sign";
  return [
    ...evidence,
    {
      ...first,
      rule: "process-gone",
      layer: "sockets",
      code: "runtime.run_unfinished",
      message,
      stated: true,
    },
  ];
}

/** Rank of a sign: a named cause, then a limit, then an interruption, then that something has no end. */
function rankOf({ code, rule, stated }: RunEvidence): number {
  if (code === "provider.unknown" || code === "runtime.error") return stated ? 3 : 6;
  if (code === "runtime.run_interrupted") return stated ? 2 : 4;
  if (code === "provider.unfinished") return 5;
  if (code === "runtime.run_unfinished") return stated ? 2 : rule === "run-without-end" ? 4 : 6;
  return stated ? 0 : 1;
}

function mostSpecific(evidence: readonly RunEvidence[]): RunEvidence | undefined {
  return evidence.reduce<RunEvidence | undefined>((best, next) => {
    if (best === undefined || rankOf(next) < rankOf(best)) return next;
    // Of equal signs, the one that an event of the conversation shows beats the log.
    return rankOf(next) === rankOf(best) && best.rule.startsWith("log") && !next.rule.startsWith("log")
      ? next
      : best;
  }, undefined);
}

/** The call that failed: the one a sign names, else the last of the turn that has no good end. */
function callOf(
  evidence: readonly RunEvidence[],
  group: string,
  view: ConversationView,
): ModelCall | undefined {
  const named = evidence.find(({ model_call_id }) => model_call_id !== undefined)?.model_call_id;
  const ofTurn = view.model_calls.filter((call) => call.turn_id === group || call.call_id === group);
  return (
    view.model_calls.find((call) => call.call_id === named) ??
    ofTurn.findLast((call) => call.status !== "succeeded")
  );
}

function draftOf(
  main: RunEvidence,
  evidence: readonly RunEvidence[],
  call: ModelCall | undefined,
): FailureDraft {
  const first = <K extends keyof RunEvidence>(key: K) =>
    main[key] ?? evidence.find((other) => other[key] !== undefined)?.[key];
  return {
    rule: "failed-run",
    subject: main.group,
    code: main.code,
    message: main.message,
    at_ms: first("at_ms"),
    session_id: first("session_id"),
    turn_id: first("turn_id"),
    run_id: first("run_id"),
    ordinal: first("ordinal") ?? call?.first_ordinal ?? undefined,
    model_call_id: call?.call_id,
    model: call?.response_model ?? call?.request_model ?? undefined,
    provider: call?.provider ?? undefined,
    http_status: statusIn(main.message),
    severity: isShutdown(main) ? "warning" : undefined,
    key_origins:
      main.turn_rule === undefined ? undefined : { turn_id: { how: "inferred", rule: main.turn_rule } },
    causes: otherSigns(main, evidence),
  };
}

/** A run that its server took along was not stopped by anyone's wish. */
function isShutdown({ code, message }: RunEvidence): boolean {
  return code === "runtime.run_interrupted" && message.includes("signal received");
}

/** The other signs of the same failure, one per layer, named by the layer that shows them. */
function otherSigns(main: RunEvidence, evidence: readonly RunEvidence[]): CauseDraft[] {
  const byLayer = new Map<string, CauseDraft>();
  for (const other of evidence) {
    if (other.rule === main.rule) continue;
    const message =
      other.message === main.message
        ? `${other.layer}: the same message`
        : `${other.layer}: ${other.message}`;
    if (!byLayer.has(other.rule)) byLayer.set(other.rule, { message, code: other.code });
  }
  return [...byLayer.values()];
}

/** The calls of a failed run that have no end get one, and the turn its outcome. */
function consequences(
  draft: FailureDraft,
  group: string,
  view: ConversationView,
  tentative: boolean,
): RecordChange[] {
  const changes: RecordChange[] = [];
  const interrupted = draft.code === "runtime.run_interrupted";
  for (const call of view.model_calls) {
    const concerned = call.call_id === draft.model_call_id || call.turn_id === group;
    const recorded = recordedStatus(call);
    if (!concerned || (recorded !== "running" && recorded !== "unfinished" && recorded !== "failed"))
      continue;
    const unexplained = draft.code === "provider.unfinished" || draft.code === "runtime.run_unfinished";
    const status =
      recorded === "failed" ? "failed" : unexplained ? "unfinished" : interrupted ? "cancelled" : "failed";
    const why =
      status === "failed"
        ? { error_code: draft.code, error_message: call.error_message ?? draft.message }
        : {};
    changes.push({
      set: "model_calls",
      row: { conv_id: view.conv_id, call_id: call.call_id, status, ...why },
    });
  }
  const turn = view.turns.find(({ turn_id }) => turn_id === draft.turn_id);
  if (!tentative && turn !== undefined && turn.outcome !== "completed") {
    changes.push({
      set: "turns",
      row: { conv_id: view.conv_id, turn_id: turn.turn_id, outcome: "failed", failure_code: draft.code },
    });
  }
  return changes;
}
