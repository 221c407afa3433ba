import type { RecordChange, RecordIn } from "../model";
import type { FoldEvent } from "../projection/fold-event";
import { failureRows, type FailureDraft } from "./failure-book";
import { logDraft, panicDraft } from "./log-failures";
import { isRunLog } from "./run-evidence";

/** What belongs to no conversation: panics and notable log lines of servers as a whole. */
export interface ProcessView {
  readonly panics: readonly RecordIn<"panics">[];
  /** Log lines for which `isNotable` holds and that name no conversation. */
  readonly events: readonly FoldEvent[];
  readonly sha256: (text: string) => string;
}

/**
 * Recorded failures that belong to no conversation. What an engine logs about one request without naming the
 * conversation is left out: the run that failed by it is found with its conversation. Rows have no `conv_id`.
 */
export function findProcessFailures(view: ProcessView): RecordChange[] {
  const drafts: FailureDraft[] = view.panics
    .filter(({ conv_id }) => typeof conv_id !== "string")
    .map(panicDraft);
  for (const event of view.events) {
    if (event.dialect !== "log" || event.type === "log.panic" || isRunLog(event)) continue;
    const draft = logDraft(event);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts.flatMap((draft) => failureRows(undefined, draft, view.sha256));
}
