import { asObject, asText } from "../json/json-access";
import type { RecordChange } from "../model";
import { timeOf, type FoldEvent } from "./fold-event";
import { titleOf } from "./turn-tracker";

/** What can be opened, as the other projections know it. */
export interface Holdings {
  readonly has_timeline: boolean;
  readonly has_model_calls: boolean;
  readonly has_tool_calls: boolean;
}

interface Session {
  first_at_ms: number | undefined;
  last_at_ms: number | undefined;
}

/** First and last sign, runtime, sessions and title of a conversation. */
export class ConversationFacts {
  #created_at_ms: number | undefined;
  #last_activity_ms: number | undefined;
  #runtime_key: string | undefined;
  #title: string | undefined;
  #titleIsGiven = false;
  #hasRawEvents = false;
  #dirty = false;
  readonly #sessions = new Map<string, Session>();
  readonly #dirtySessions = new Set<string>();

  constructor(private readonly conv_id: string) {}

  apply(event: FoldEvent): void {
    this.#dirty = true;
    const at = timeOf(event);
    if (at !== undefined) {
      this.#created_at_ms = Math.min(this.#created_at_ms ?? at, at);
      this.#last_activity_ms = Math.max(this.#last_activity_ms ?? at, at);
    }
    if (event.dialect !== "log" && event.dialect !== "state") this.#hasRawEvents = true;
    if (event.session_id !== undefined) this.#noteSession(event.session_id, at);
    this.#noteText(event);
  }

  drain(holdings: Holdings): RecordChange[] {
    if (!this.#dirty) return [];
    this.#dirty = false;
    const changes: RecordChange[] = [
      {
        set: "conversations",
        row: {
          conv_id: this.conv_id,
          created_at_ms: this.#created_at_ms,
          last_activity_ms: this.#last_activity_ms,
          occurred_at_ms: this.#last_activity_ms,
          runtime_key: this.#runtime_key,
          title: this.#titleIsGiven ? undefined : this.#title,
          has_raw_events: this.#hasRawEvents || undefined,
          // Absent rather than false: another source may hold what the events do not.
          has_timeline: holdings.has_timeline || undefined,
          has_model_calls: holdings.has_model_calls || undefined,
          has_tool_calls: holdings.has_tool_calls || undefined,
        },
      },
    ];
    for (const session_id of this.#dirtySessions) {
      const session = this.#sessions.get(session_id);
      changes.push({
        set: "conversation_sessions",
        row: {
          conv_id: this.conv_id,
          session_id,
          first_seen_at_ms: session?.first_at_ms,
          last_seen_at_ms: session?.last_at_ms,
        },
      });
    }
    this.#dirtySessions.clear();
    return changes;
  }

  #noteSession(session_id: string, at: number | undefined): void {
    const session = this.#sessions.get(session_id) ?? { first_at_ms: at, last_at_ms: at };
    if (at !== undefined) {
      session.first_at_ms = Math.min(session.first_at_ms ?? at, at);
      session.last_at_ms = Math.max(session.last_at_ms ?? at, at);
    }
    this.#sessions.set(session_id, session);
    this.#dirtySessions.add(session_id);
  }

  #noteText(event: FoldEvent): void {
    const data = asObject(event.data);
    switch (event.type) {
      case "ws.hello":
        this.#runtime_key = asText(data?.["runtimeKey"]) ?? this.#runtime_key;
        break;
      case "chat.message":
        this.#title ??= titleOf(asText(data?.["content"]) ?? "");
        break;
      case "ChatUserMessageAccepted":
        this.#title ??= titleOf(asText(data?.["text"]) ?? asText(data?.["content"]) ?? "");
        break;
      case "timeline.upsert":
        this.#title ??= titleOf(userTextOf(event) ?? "");
        break;
      case "conversation.updated":
        // A title that somebody gave stands in a record of its own; the first prompt must not replace it.
        if (asText(data?.["title"]) !== undefined) this.#titleIsGiven = true;
        break;
    }
  }
}

function userTextOf(event: FoldEvent): string | undefined {
  if (event.event_id?.startsWith("user-") !== true) return undefined;
  const entity = asObject(asObject(event.data)?.["entity"]);
  const props = asObject(entity?.["props"]) ?? asObject(entity?.["message"]);
  return props?.["role"] === "user" ? asText(props["content"]) : undefined;
}
