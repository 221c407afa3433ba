import type { ConversationView } from "@/lib/domain/failures/conversation-view";
import { findFailures } from "@/lib/domain/failures/find-failures";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { sha256 } from "./sample-events";

/** Begin of the conversation, epoch ms. */
export const t0 = 1_795_445_419_000;

/** A conversation with one turn that went well, changed as a test needs it. */
export function view(changes: Partial<ConversationView> = {}): ConversationView {
  return {
    conv_id: "c",
    turns: [turn("t1", t0, "completed")],
    snapshots: [snapshot("t1", "pre_inference", t0), snapshot("t1", "final", t0 + 900)],
    blocks: [],
    model_calls: [],
    tool_calls: [],
    entities: [],
    projection_faults: [],
    anomalies: [],
    ws_sessions: [],
    http_requests: [],
    panics: [],
    stated_errors: [],
    events: [],
    newest_activity_ms: t0 + 600_000,
    is_recording: false,
    sha256,
    ...changes,
  };
}

/** A turn of one second. */
export function turn(turn_id: string, at: number, outcome: "completed" | "open"): RecordIn<"turns"> {
  return {
    conv_id: "c",
    turn_id,
    started_at_ms: at,
    finished_at_ms: at + 1_000,
    outcome,
    inference_id: `i-${turn_id}`,
  };
}

/** A snapshot without blocks. */
export function snapshot(turn_id: string, phase: string, at: number): RecordIn<"turn_snapshots"> {
  return { conv_id: "c", turn_id, phase, snapshot_at_ms: at };
}

/** A line of a log, half a second in. */
export function log(level: string, data: FoldEvent["data"], more: Partial<FoldEvent> = {}): FoldEvent {
  const place = {
    ordinal: 70n,
    dialect: "log",
    regime: "none",
    stream: "log",
    bytes: 0,
    source: "test",
  } as const;
  return { ...place, type: `log.${level}`, occurred_at_ms: t0 + 500, data, ...more };
}

/** A model call that runs, changed as a test needs it. */
export const call = (more: Partial<RecordIn<"model_calls">> = {}): RecordIn<"model_calls"> => ({
  conv_id: "c",
  call_id: "m1",
  turn_id: "t1",
  status: "running",
  provider: "openai",
  request_model: "gpt-5",
  started_at_ms: t0 + 10,
  occurred_at_ms: t0 + 400,
  first_ordinal: 11n,
  last_ordinal: 40n,
  ...more,
});

/** What looking for failures changes. */
export const changesOf = (of: ConversationView) => findFailures(of).changes;
/** The failures among changes. */
export const errorsIn = (changes: readonly RecordChange[]) =>
  changes.flatMap((change) => (change.set === "errors" ? [change.row] : []));
/** The rows of one set among changes. */
export const rowsOf = (changes: readonly RecordChange[], set: RecordChange["set"]) =>
  changes.flatMap((change): RecordChange["row"][] => (change.set === set ? [change.row] : []));
