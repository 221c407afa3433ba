import type { FoldEvent } from "./fold-event";
import { nilMessageId } from "./geppetto-calls";
import { loggedEventType } from "./logged-event";
import type { ModelCalls } from "./model-calls";

/**
 * Model calls from the log of the server. It names the engine's events by type and message and says nothing of their
 * content, but has what frames leave out: where a recording of frames begins in the middle, when the call began; and
 * that it failed.
 */
export class LogCalls {
  constructor(private readonly calls: ModelCalls) {}

  apply(event: FoldEvent): void {
    const call_id = event.event_id;
    if (call_id === undefined || call_id === nilMessageId) return;
    switch (loggedEventType(event)) {
      case "PartialCompletionStart":
        this.calls.facts(call_id, event).start(event);
        break;
      case "ThinkingPartial":
        this.calls.facts(call_id, event).token(event, "thinking");
        break;
      case "PartialCompletion":
        this.calls.facts(call_id, event).token(event, "content");
        break;
      case "Final":
        this.calls.facts(call_id, event).finish(event, "succeeded");
        break;
      case "Interrupt":
        this.calls.facts(call_id, event).finish(event, "interrupted");
        break;
      case "Error":
        this.calls.facts(call_id, event).finish(event, "failed");
        break;
      default:
        // Tool events carry no message; other types say nothing of the call.
        break;
    }
  }
}
