import { bool, content, epochMs, int, int64, json, label, oneOf, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";

export const errorClasses = [
  "validation",
  "provider",
  "tool",
  "projection",
  "storage",
  "transport",
  "runtime",
] as const;
export type ErrorClass = (typeof errorClasses)[number];

export const severities = ["info", "warning", "error", "critical"] as const;
export const incidentStates = ["open", "resolved", "ignored", "regressed"] as const;

/** Recorded failures of the observed runtime. They are data; the console's own errors are not here. */
export const errors = recordSet({
  name: "errors",
  domain: 10,
  doc: "One recorded failure.",
  sources: "rules over every layer: events, turns, tool blocks, logs, integrity findings; native error",
  key: ["error_id"],
  fields: {
    error_id: required(text("Identity, derived from rule and subject where the source gives none")),
    conv_id: text("Conversation"),
    error_code: required(label("Stable code: class.slug")),
    error_class: required(oneOf(errorClasses, "Layer that failed")),
    safe_message: label("Message without content, made from the code"),
    raw_message: content("Message as recorded"),
    stack: content("Stack trace"),
    rule: label("Rule that found it; empty when the source stated it"),
    event_ordinal: int64("Envelope that shows it"),
    model_call_id: text("Model call"),
    tool_call_id: text("Tool call"),
    entity_id: text("Timeline entity"),
    phase: label("Turn phase"),
    tool_name: label("Tool concerned"),
    model: label("Model concerned"),
    provider: label("Provider concerned"),
    http_status: int("HTTP status where there was one"),
    fingerprint: text("Grouping key; made here when the source gives none"),
    fingerprint_version: int("Version of the rules that made it"),
    normalised_message: content("Message with volatile parts replaced: what grouping looked at"),
    retryable: bool("Whether a repeat can help"),
    handled: bool("Whether the runtime dealt with it"),
    severity: oneOf(severities, "How bad"),
    ...keysAndClocks,
  },
});

/** Cause chain of a failure, outermost first. */
export const errorCauses = recordSet({
  name: "error_causes",
  domain: 10,
  doc: "One link of a cause chain.",
  sources: "error texts with nested causes, native error",
  key: ["error_id", "position"],
  fields: {
    error_id: required(text("Failure")),
    position: required(int("0 is the outermost cause")),
    message: content("Message of the cause"),
    code: label("Code or type of the cause"),
    stack: content("Stack trace of the cause"),
  },
});

/** Failures grouped by cause. */
export const incidents = recordSet({
  name: "incidents",
  domain: 10,
  doc: "A group of failures with one cause.",
  sources: "computed here by fingerprint",
  key: ["incident_id"],
  fields: {
    incident_id: required(text("Identity: short form of the fingerprint")),
    title: content("Normalised message"),
    error_class: required(oneOf(errorClasses, "Class")),
    error_code: required(label("Code")),
    first_seen_at_ms: epochMs("First occurrence", { merge: "min" }),
    last_seen_at_ms: epochMs("Last occurrence", { merge: "max" }),
    occurrence_count: int("Occurrences"),
    conversation_count: int("Conversations touched"),
    state: oneOf(incidentStates, "State; a new occurrence after resolution regresses it"),
    state_changed_at_ms: epochMs("When the state changed"),
    fingerprint: required(text("Grouping key")),
    fingerprint_version: required(int("Version of the rules that made it")),
    grouped_by: json("What was equal: the parts of the fingerprint"),
    updated_at_ms: epochMs("When this row last changed here"),
  },
});
