import { asObject, asText } from "../json/json-access";
import type { FoldEvent } from "./fold-event";
import { nilMessageId } from "./geppetto-calls";
import type { ModelCalls } from "./model-calls";

/** What a server that logs at its most detailed level says of every engine event that it turns into frames. */
const receivedEvent = "received event (SEM)";

/**
 * Model calls from the log of the server. It names the engine's events by type and message and says nothing of their
 * content, but has what frames leave out: where a recording of frames begins in the middle, when the call began; and
 * that it failed.
 */
export class LogCalls {
  constructor(private readonly calls: ModelCalls) {}

  apply(event: FoldEvent): void {
    const fields = asObject(event.data);
    const call_id = event.event_id;
    if (asText(fields?.["message"]) !== receivedEvent) return;
    if (call_id === undefined || call_id === nilMessageId) return;
    const type = asText(fields?.["event_type"])?.replace(/^\*events\.Event/, "");
    switch (type) {
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
