import { asText } from "../json/json-access";
import type { RecordIn } from "../model";
import { timeOf, type FoldEvent } from "../projection/fold-event";
import { classify } from "./classify";
import type { ConversationView } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import { fieldsOf, isRunLog } from "./run-evidence";
import { isSocketLog } from "./transport-failures";
import type { TurnIndex } from "./turn-index";

/** Log lines of level warning and above that stand for a failure of their own, and panics. */
export function findLogFailures(view: ConversationView, index: TurnIndex): FailureDraft[] {
  const drafts = view.panics.map(panicDraft);
  for (const event of view.events) {
    if (event.dialect !== "log" || event.type === "log.panic" || isRunLog(event) || isSocketLog(event, view))
      continue;
    const draft = logDraft(event);
    if (draft === undefined) continue;
    const turn = index.get(event.turn_id) ?? index.ofInference(event.run_id) ?? index.at(timeOf(event));
    drafts.push({ ...draft, turn_id: event.turn_id ?? turn?.turn_id });
  }
  return drafts;
}

/** The failure that a log line states; a warning without an error and without a known sign states none. */
export function logDraft(event: FoldEvent): FailureDraft | undefined {
  const fields = fieldsOf(event);
  const message = asText(fields["message"]) ?? "";
  const error = asText(fields["error"]);
  const text = error === undefined || error === message ? message : `${message}: ${error}`;
  const code = classify({ context: "runtime", text });
  const isWarning = /\.(warn|warning|wrn)$/i.test(event.type);
  if (isWarning && error === undefined && code === "runtime.error") return undefined;
  return {
    rule: "log-error",
    subject: String(event.ordinal),
    code,
    message: text,
    severity: isWarning ? "warning" : undefined,
    ordinal: event.ordinal,
    at_ms: timeOf(event),
    session_id: event.session_id,
    run_id: event.run_id,
    phase: asText(fields["phase"]),
  };
}

/** The failure that a panic or a dump of all stacks is. */
export function panicDraft(panic: RecordIn<"panics">): FailureDraft {
  const message = panic.message ?? "panic";
  const hung = classify({ context: "runtime", text: message }) === "runtime.deadlock";
  return {
    rule: "panic",
    subject: panic.panic_id,
    code: hung ? "runtime.deadlock" : "runtime.panic",
    message,
    stack: panic.stack ?? undefined,
    handled: panic.recovered ?? undefined,
    ordinal: panic.ordinal ?? undefined,
    at_ms: panic.occurred_at_ms ?? undefined,
    turn_id: panic.turn_id ?? undefined,
    session_id: panic.session_id ?? undefined,
  };
}
