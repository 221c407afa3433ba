import { bool, bytes, content, epochMs, int, label, oneOf, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";
import { errorClasses } from "./error";

export const conversationStatuses = ["active", "idle", "closed", "evicted", "error"] as const;
export const integrityStates = ["clean", "gap", "duplicate", "disorder", "drift", "damaged"] as const;

/** One row per conversation: the index from which lists, filters and sorting are served. */
export const conversations = recordSet({
  name: "conversations",
  domain: 1,
  doc: "One conversation as the console knows it, live or historical.",
  sources:
    "timeline_conversations, debug API, ws.hello, sessions of the hydration store, native conversation.updated; counts are computed here",
  key: ["conv_id"],
  newest_by: ["last_activity_ms"],
  fields: {
    conv_id: required(text("Identity of the conversation")),
    runtime_key: label("Runtime that serves the conversation"),
    runtime_fingerprint: label("Build or composition of that runtime"),
    profile_slug: label("Profile in use"),
    profile_version: label("Version of that profile"),
    title: content("Given title, else the first user text"),
    created_at_ms: epochMs("First sign of the conversation", { merge: "min" }),
    last_activity_ms: epochMs("Last sign of the conversation", { merge: "max" }),
    closed_at_ms: epochMs("When it was closed"),
    evicted_at_ms: epochMs("When the runtime dropped it from memory"),
    status: oneOf(conversationStatuses, "Lifecycle state; error when its newest turn failed"),
    reported_status: label("Lifecycle state as a source last stated it; status is computed from it"),
    active_request_key: text("Idempotency key of the request now running"),
    stream_running: bool("Whether the runtime's stream is running"),
    websocket_count: int("Sockets attached now"),
    websocket_high_water: int("Most sockets attached at once", { merge: "max" }),
    queue_depth: int("Prompts waiting now"),
    queue_high_water: int("Most prompts waiting at once", { merge: "max" }),
    buffered_event_count: int("Frames in the runtime's memory buffer"),
    has_timeline: bool("Projected entities can be opened"),
    has_turns: bool("Turn snapshots can be opened"),
    has_raw_events: bool("Raw envelopes can be opened"),
    has_model_calls: bool("Model calls can be opened"),
    has_tool_calls: bool("Tool calls can be opened"),
    has_transport: bool("HTTP or WebSocket records can be opened"),
    last_error_code: label("Code of the newest recorded failure"),
    last_error_class: oneOf(errorClasses, "Class of the newest recorded failure"),
    last_error_message: content("Message of the newest recorded failure"),
    has_panic: bool("A panic was recorded"),
    open_incident_count: int("Incidents of this conversation that are not resolved"),
    integrity_state: oneOf(integrityStates, "Worst integrity finding"),
    anomaly_count: int("Ordering and projection findings"),
    event_count: int("Events in the log, each counted once however often it was seen"),
    turn_count: int("Turns"),
    entity_count: int("Timeline entities"),
    model_call_count: int("Model calls"),
    tool_call_count: int("Tool calls"),
    error_count: int("Recorded failures"),
    input_tokens: int("Input tokens of all model calls", { unit: "tokens" }),
    output_tokens: int("Output tokens of all model calls", { unit: "tokens" }),
    total_tokens: int("Tokens of all model calls", { unit: "tokens" }),
    bytes_received: bytes("Envelope bytes received"),
    bytes_stored: bytes("Envelope bytes on disk after packing"),
    is_demo: bool("Belongs to the demo recording"),
    ...keysAndClocks,
  },
});

/** Sessions of a conversation: a restart or a revival starts a new one. */
export const conversationSessions = recordSet({
  name: "conversation_sessions",
  domain: 1,
  doc: "Sessions seen in a conversation.",
  sources: "every record that names a session",
  key: ["conv_id", "session_id"],
  fields: {
    conv_id: required(text("Conversation")),
    session_id: required(text("Session")),
    first_seen_at_ms: epochMs("First record of the session", { merge: "min" }),
    last_seen_at_ms: epochMs("Last record of the session", { merge: "max" }),
  },
});

/** Sources that told something about a conversation. */
export const conversationSources = recordSet({
  name: "conversation_sources",
  domain: 1,
  doc: "Sources that contributed to a conversation.",
  sources: "the ingest pipeline",
  key: ["conv_id", "source"],
  fields: {
    conv_id: required(text("Conversation")),
    source: required(label("Emitter or import")),
    item_count: int("Envelopes received from it"),
    first_seen_at_ms: epochMs("First envelope from it, by this store's clock", { merge: "min" }),
    last_seen_at_ms: epochMs("Last envelope from it, by this store's clock", { merge: "max" }),
  },
});

/** Values by which a conversation is found: tool, model, provider, error class and so on. */
export const conversationFacets = recordSet({
  name: "conversation_facets",
  domain: 1,
  doc: "Facet values of a conversation with their counts, rebuilt when it changes.",
  sources: "computed here",
  key: ["conv_id", "facet", "value"],
  fields: {
    conv_id: required(text("Conversation")),
    facet: required(
      text("Name of the facet: tool, model, provider, class, code, runtime, source, integrity"),
    ),
    value: required(label("Value")),
    count: required(int("Records of the conversation with that value")),
  },
});
