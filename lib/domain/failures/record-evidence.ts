import { groupBy } from "../group-by";
import { isLoopPhase } from "../lineage/snapshot-order";
import type { RecordIn } from "../model";
import { classify } from "./classify";
import { type ConversationView } from "./conversation-view";
import type { RunEvidence } from "./run-evidence";
import { failureKinds, type FailureCode } from "./taxonomy";
import type { TurnIndex } from "./turn-index";

type ModelCall = RecordIn<"model_calls">;
type Turn = RecordIn<"turns">;

/** Turns whose stored phases show that they did not come to their end. */
export function turnEvidence(view: ConversationView, index: TurnIndex): RunEvidence[] {
  const phases = groupBy(view.snapshots, (snapshot) => snapshot.turn_id);
  return index.turns.flatMap((turn): RunEvidence[] => {
    const snapshots = phases.get(turn.turn_id) ?? [];
    const newest = snapshots.reduce<(typeof snapshots)[number] | undefined>(
      (a, b) => (a === undefined || b.snapshot_at_ms >= a.snapshot_at_ms ? b : a),
      undefined,
    );
    if (newest === undefined || snapshots.some(({ phase }) => phase === "final")) return [];
    const keys = {
      group: turn.turn_id,
      turn_id: turn.turn_id,
      session_id: turn.session_id ?? undefined,
      run_id: turn.inference_id ?? undefined,
      at_ms: index.lastActivityOf(turn.turn_id) ?? newest.snapshot_at_ms,
      stated: false,
    };
    if (snapshots.some(({ phase }) => phase === "failed")) {
      return [
        {
          ...keys,
          rule: "turn-failed-phase",
          layer: "stored turn",
          code: "runtime.run_unfinished",
          message: "the turn was stored with phase failed",
        },
      ];
    }
    // A turn in a file of its own, or a draft, was never run.
    if (!snapshots.some(({ phase }) => isLoopPhase(phase))) return [];
    const tentative = !index.isOver(turn);
    if (tentative && !view.is_recording) return [];
    const iterations = snapshots.filter(({ phase }) => phase === "pre_inference").length;
    // Five is the runtime's limit; it stops after the tools of the fifth iteration.
    if (iterations >= 5 && newest.phase === "post_tools") {
      return [
        {
          ...keys,
          rule: "turn-loop-limit",
          layer: "stored turn",
          code: "runtime.loop_limit",
          message: `the turn stopped after ${String(iterations)} tool-loop iterations`,
        },
      ];
    }
    return [
      {
        ...keys,
        rule: "turn-without-final",
        layer: "stored turn",
        code: "runtime.run_unfinished",
        tentative,
        message: `the turn has no final snapshot; its last phase is ${newest.phase}`,
      },
    ];
  });
}

/** Model calls that failed, were interrupted, or have no end although they are over. */
export function callEvidence(view: ConversationView, index: TurnIndex): RunEvidence[] {
  return view.model_calls.flatMap((call): RunEvidence[] => {
    const turn = index.get(call.turn_id);
    const keys = {
      group: call.turn_id ?? call.call_id,
      turn_id: call.turn_id ?? undefined,
      session_id: call.session_id ?? undefined,
      run_id: call.run_id ?? undefined,
      model_call_id: call.call_id,
      ordinal: call.last_ordinal ?? call.ordinal ?? undefined,
      at_ms: call.occurred_at_ms ?? call.finished_at_ms ?? call.started_at_ms ?? undefined,
    };
    switch (recordedStatus(call)) {
      case "failed": {
        const message = call.error_message ?? "the model call failed";
        const code = knownCode(call.error_code) ?? classify({ context: "provider", text: message });
        return [
          {
            ...keys,
            rule: "call-failed",
            layer: "model call",
            code,
            message,
            stated: typeof call.error_message === "string",
          },
        ];
      }
      case "interrupted":
      case "cancelled":
        return [
          {
            ...keys,
            rule: "call-interrupted",
            layer: "model call",
            code: "runtime.run_interrupted",
            message: `the model call was ${call.status}`,
            stated: false,
          },
        ];
      case "running":
      case "unfinished":
        // The end of a call whose turn ended well was not recorded; it did not fail.
        if (turn?.outcome === "completed") return [];
        return unfinished(keys, !isOver(call, turn, view, index), view);
      default:
        return [];
    }
  });
}

function unfinished(
  keys: Omit<RunEvidence, "rule" | "layer" | "code" | "message" | "stated">,
  tentative: boolean,
  view: ConversationView,
): RunEvidence[] {
  if (tentative && !view.is_recording) return [];
  const message = "the model call has a start and no end";
  return [
    {
      ...keys,
      rule: "call-unfinished",
      layer: "model call",
      code: "provider.unfinished",
      message,
      stated: false,
      tentative,
    },
  ];
}

/**
 * Status by what was recorded of the call itself. A call made from events that failed without an end got its
 * status from an earlier look at these same signs: it counts as running again. A stream without times says its end by
 * its class alone.
 */
export function recordedStatus(call: ModelCall): ModelCall["status"] {
  const hasEnd = typeof call.finished_at_ms === "number" || call.finish_class === "error";
  const assigned = typeof call.first_ordinal === "bigint" && !hasEnd;
  return assigned && (call.status === "failed" || call.status === "cancelled") ? "running" : call.status;
}

function isOver(call: ModelCall, turn: Turn | undefined, view: ConversationView, index: TurnIndex): boolean {
  if (turn !== undefined && index.isOver(turn)) return true;
  const started = call.started_at_ms ?? call.occurred_at_ms;
  if (typeof started !== "number") return false;
  if (
    view.model_calls.some((other) => other.turn_id !== call.turn_id && (other.started_at_ms ?? 0) > started)
  )
    return true;
  return index.isSilentSince(call.occurred_at_ms ?? started);
}

/** The code if it is one of the list; `in` tells, which the type checker does not follow. */
function knownCode(code: string | null | undefined): FailureCode | undefined {
  return typeof code === "string" && code in failureKinds ? (code as FailureCode) : undefined;
}
