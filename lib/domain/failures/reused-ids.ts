import { asText } from "../json/json-access";
import { timeOf } from "../projection/fold-event";
import type { ConversationView } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import { fieldsOf } from "./run-evidence";

/**
 * Message ids that two runs of a session used: older runtimes count them from 1 per process, and the second
 * run overwrites the entities of the first.
 */
export function findReusedIds(view: ConversationView): FailureDraft[] {
  const first = new Map<string, bigint>();
  const drafts: FailureDraft[] = [];
  for (const event of view.events) {
    if (event.dialect !== "sessionstream" || event.type !== "ChatRunStarted" || event.seq === undefined)
      continue;
    const id = asText(fieldsOf(event)["messageId"]);
    if (id === undefined) continue;
    const before = first.get(id);
    if (before === undefined) first.set(id, event.seq);
    else if (before !== event.seq) {
      drafts.push({
        rule: "reused-message-id",
        subject: `${id} ${String(event.seq)}`,
        code: "runtime.id_reused",
        message: `message id ${id} names the runs that began at ${String(before)} and at ${String(event.seq)}`,
        grouped_by: "message id of a run used again after a restart",
        ordinal: event.ordinal,
        at_ms: timeOf(event),
        session_id: event.session_id,
        entity_id: id,
      });
    }
  }
  return drafts;
}
