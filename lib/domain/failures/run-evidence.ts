import { asObject, asText, type JsonObject } from "../json/json-access";
import { timeOf, type FoldEvent } from "../projection/fold-event";
import { classify } from "./classify";
import { type ConversationView } from "./conversation-view";
import type { FailureCode } from "./taxonomy";
import type { TurnIndex } from "./turn-index";

/** A sign that a run failed, from one layer. */
export interface RunEvidence {
  readonly rule: string;
  /** Where the sign was seen, in words. */
  readonly layer: string;
  readonly code: FailureCode;
  readonly message: string;
  /** Turn, or what stands for it: run, model call. */
  readonly group: string;
  readonly turn_id?: string | undefined;
  readonly turn_rule?: string | undefined;
  readonly run_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly model_call_id?: string | undefined;
  readonly ordinal?: bigint | undefined;
  readonly at_ms?: number | undefined;
  /** Whether the message is the source's own text rather than a sentence of the console. */
  readonly stated: boolean;
  /** Whether the run may still have been under way when the recording ended. */
  readonly tentative?: boolean | undefined;
}

/** The store stamps a turn when it saves it, a little before or after the run's own events. */
const aroundRun_ms = 1_000;

/** Messages under which servers log the end of a run that failed, or a provider request that did. */
const runLog =
  /inference loop error|run loop error|runner completed with error|maximum iterations|request failed|stream receive failed|HTTP error/i;

/** Whether a log line is about a run as a whole; other lines are failures of their own. */
export function isRunLog(event: FoldEvent): boolean {
  return event.dialect === "log" && runLog.test(asText(fieldsOf(event)["message"]) ?? "");
}

export function fieldsOf(event: FoldEvent): JsonObject {
  return asObject(event.data) ?? {};
}

/** What log lines, engine events and run events say about failed runs. */
export function statedEvidence(view: ConversationView, index: TurnIndex): RunEvidence[] {
  const evidence: RunEvidence[] = [];
  for (const event of view.events) {
    if (isRunLog(event)) evidence.push(fromLog(event, index));
    else if (event.dialect === "geppetto") evidence.push(...fromEngine(event, index));
  }
  return [...evidence, ...fromRuns(view, index)];
}

function fromLog(event: FoldEvent, index: TurnIndex): RunEvidence {
  const fields = fieldsOf(event);
  const message = asText(fields["error"]) ?? asText(fields["error_body"]) ?? asText(fields["message"]) ?? "";
  const named =
    index.get(event.turn_id) ??
    index.ofInference(asText(fields["inference_id"])) ??
    index.ofInference(event.run_id);
  const turn = named ?? index.at(timeOf(event));
  return {
    rule: "log-run-error",
    layer: "server log",
    code: classify({ context: "provider", text: message }),
    message,
    group: turn?.turn_id ?? event.run_id ?? `log ${String(event.ordinal)}`,
    turn_id: turn?.turn_id ?? event.turn_id,
    turn_rule:
      named === undefined && turn !== undefined ? "turn under way at the time of the log line" : undefined,
    run_id: event.run_id,
    session_id: event.session_id,
    ordinal: event.ordinal,
    at_ms: timeOf(event),
    stated: true,
  };
}

function fromEngine(event: FoldEvent, index: TurnIndex): RunEvidence[] {
  const data = fieldsOf(event);
  const interrupted = event.type === "interrupt" || event.type === "run-stopped";
  const message =
    asText(data["error_string"]) ??
    asText(data["reason"]) ??
    (interrupted ? "interrupted" : "error event without a text");
  const turn_id = event.turn_id ?? index.at(timeOf(event))?.turn_id;
  return [
    {
      rule: interrupted ? "engine-interrupt" : "engine-error",
      layer: "engine event",
      code: interrupted ? "runtime.run_interrupted" : classify({ context: "provider", text: message }),
      message,
      group: turn_id ?? event.event_id ?? `event ${String(event.ordinal)}`,
      turn_id,
      run_id: event.run_id,
      session_id: event.session_id,
      model_call_id: asText(asObject(data["correlation"])?.["provider_call_id"]) ?? event.event_id,
      ordinal: event.ordinal,
      at_ms: timeOf(event),
      stated: true,
    },
  ];
}

interface Run {
  readonly root: string;
  readonly start: FoldEvent;
  end: FoldEvent | undefined;
  next: FoldEvent | undefined;
}

/** Runs of the newest runtime: one that failed, was stopped, or has no end although it is over. */
function fromRuns(view: ConversationView, index: TurnIndex): RunEvidence[] {
  return runsOf(view).flatMap((run): RunEvidence[] => {
    const turn_id = turnOfRun(run, view);
    const from = run.end ?? run.start;
    const keys = {
      group: turn_id ?? `${run.root} ${String(run.start.seq ?? run.start.ordinal)}`,
      turn_id,
      session_id: run.start.session_id,
      run_id: run.root,
      ordinal: from.ordinal,
      at_ms: timeOf(from),
    };
    if (run.end === undefined) {
      const last = lastSignOf(run, view) ?? timeOf(run.start) ?? 0;
      const tentative = run.next === undefined && !index.isSilentSince(last);
      if (tentative && !view.is_recording) return [];
      const message = "the run has no terminal event";
      return [
        {
          ...keys,
          rule: "run-without-end",
          layer: "run event",
          code: "runtime.run_unfinished",
          message,
          stated: false,
          tentative,
        },
      ];
    }
    const message = asText(fieldsOf(run.end)["error"]) ?? "";
    if (run.end.type === "ChatRunStopped") {
      return [
        {
          ...keys,
          rule: "run-stopped",
          layer: "run event",
          code: "runtime.run_interrupted",
          message: message || "the run was stopped",
          stated: message !== "",
        },
      ];
    }
    if (run.end.type !== "ChatRunFailed") return [];
    return [
      {
        ...keys,
        rule: "run-failed",
        layer: "run event",
        code: classify({ context: "provider", text: message }),
        message,
        stated: true,
      },
    ];
  });
}

function runsOf(view: ConversationView): Run[] {
  const runs: Run[] = [];
  const open = new Map<string, Run>();
  const seen = new Set<string>();
  for (const event of view.events) {
    if (event.dialect !== "sessionstream") continue;
    const root = asText(fieldsOf(event)["messageId"]);
    // The socket and the store tell the same event twice.
    const identity = `${String(event.seq)}|${event.type}|${root ?? ""}`;
    if (root === undefined || (event.seq !== undefined && seen.has(identity))) continue;
    seen.add(identity);
    if (event.type === "ChatRunStarted") {
      const before = runs.at(-1);
      if (before !== undefined) before.next = event;
      const run = { root, start: event, end: undefined, next: undefined };
      runs.push(run);
      open.set(root, run);
    } else if (event.type.startsWith("ChatRun")) {
      const run = open.get(root);
      if (run !== undefined) run.end = event;
      open.delete(root);
    }
  }
  return runs;
}

/**
 * The turn of a run: the one whose model calls lie inside it, by their place in the stream. A request that
 * the provider refused leaves no call; then it is the turn that was stored around the run and has none.
 */
function turnOfRun(run: Run, view: ConversationView): string | undefined {
  const from = run.start.seq;
  const to = run.end?.seq ?? run.next?.seq;
  if (from === undefined) return undefined;
  const call = view.model_calls.find(
    ({ seq }) => typeof seq === "bigint" && seq > from && (to === undefined || seq < to),
  );
  if (typeof call?.turn_id === "string") return call.turn_id;
  const claimed = new Set(
    view.model_calls.flatMap(({ seq, turn_id }) => (typeof seq === "bigint" ? [turn_id] : [])),
  );
  const began = (timeOf(run.start) ?? 0) - aroundRun_ms;
  const ended = (timeOf(run.end ?? run.start) ?? 0) + aroundRun_ms;
  const around = view.turns.filter(
    ({ started_at_ms: at }) => typeof at === "number" && at >= began && at <= ended,
  );
  return around.find(({ turn_id }) => !claimed.has(turn_id))?.turn_id;
}

function lastSignOf(run: Run, view: ConversationView): number | undefined {
  const from = timeOf(run.start);
  const times = view.model_calls.flatMap(({ started_at_ms, occurred_at_ms }) =>
    typeof started_at_ms === "number" && from !== undefined && started_at_ms >= from
      ? [occurred_at_ms ?? started_at_ms]
      : [],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}
