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
/** States that people give; `regressed` follows from an occurrence. */
export const decidedStates = ["open", "resolved", "ignored"] as const;
/** Parts of an occurrence by which it can be split off. */
export const splitParts = ["tool", "model", "provider", "runtime", "message"] as const;
export type SplitPart = (typeof splitParts)[number];

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
    fingerprint: text("What it has in common with others; made here when the source gives none"),
    fingerprint_version: int("Version of the rules that made it"),
    normalised_message: content("Message with volatile parts replaced: what grouping looked at"),
    grouped_message: content("Text that was grouped by, where it is not the message as recorded"),
    incident_id: text("Incident: short form of the fingerprint, unless a grouping rule says otherwise"),
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
  sources: "computed here from the failures, the grouping rules and the decisions",
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
    state: oneOf(
      incidentStates,
      "What was decided; an occurrence newer than a resolution makes it regressed",
    ),
    state_changed_at_ms: epochMs("When it was decided, or the first occurrence after a resolution"),
    fingerprint: required(text("Fingerprint of the failures that it is named after")),
    fingerprint_version: required(int("Version of the rules that made it")),
    grouped_by: json("What was equal: the parts of the fingerprint"),
    updated_at_ms: epochMs("When this row last changed here"),
  },
});

/** What people decided about incidents: kept apart from what is computed, so that it outlives every recount. */
export const incidentDecisions = recordSet({
  name: "incident_decisions",
  domain: 10,
  doc: "One decision about an incident; the newest is in force.",
  sources: "people, in the console or by the API",
  key: ["incident_id", "decided_at_ms"],
  fields: {
    incident_id: required(text("Incident")),
    state: required(oneOf(decidedStates, "What was decided")),
    note: content("Why"),
    decided_by: text("Who", { sensitivity: "personal" }),
    decided_at_ms: required(epochMs("When, by this store's clock")),
    fingerprint_version: required(int("Version of the grouping rules under which it was decided")),
  },
});

/** How people changed the grouping. Applied whenever failures are grouped, so that it outlives every recount. */
export const incidentRules = recordSet({
  name: "incident_rules",
  domain: 10,
  doc: "A grouping rule: an incident that is part of another, or occurrences that are an incident of their own.",
  sources: "people, in the console or by the API",
  key: ["rule_id"],
  fields: {
    rule_id: required(text("Identity, made of what the rule says")),
    kind: required(oneOf(["merge", "split"] as const, "Into another incident, or out of one")),
    from_incident_id: required(text("Incident whose occurrences move")),
    to_incident_id: required(text("Incident into which they move")),
    part: oneOf(splitParts, "Split: by which part of an occurrence"),
    value: content("Split: value of that part; of a message, text that it contains"),
    note: content("Why"),
    created_by: text("Who", { sensitivity: "personal" }),
    created_at_ms: required(epochMs("When, by this store's clock")),
    fingerprint_version: required(int("Version of the fingerprints that it speaks of")),
  },
});
