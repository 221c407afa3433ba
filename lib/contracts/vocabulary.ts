/**
 * Closed lists of words of the API, without any schema, so that browser code can import them for nothing.
 */

/** Columns by which conversations sort; a leading `-` means descending. */
export const conversationSorts = [
  "last_activity",
  "created",
  "duration",
  "events",
  "turns",
  "tokens",
  "errors",
] as const;
export type ConversationSort = (typeof conversationSorts)[number];

export const incidentSorts = ["last_seen", "first_seen", "occurrences", "conversations"] as const;
export type IncidentSort = (typeof incidentSorts)[number];

/** What a record reference names: `kind:id`, see `record-ref.ts`. */
export const recordKinds = [
  "conversation",
  "event",
  "entity",
  "entity_version",
  "turn",
  "snapshot",
  "model_call",
  "tool_call",
  "middleware",
  "mode",
  "transform",
  "guardrail",
  "planner",
  "http",
  "ws",
  "error",
  "incident",
  "anomaly",
  "fault",
  "panic",
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Kinds of the joined list. `log` and `record` are envelopes too: log lines and state rows. A turn stands where it began. */
export const joinedKinds = [
  "turn",
  "event",
  "entity",
  "snapshot",
  "model_call",
  "tool_call",
  "middleware",
  "mode",
  "transform",
  "guardrail",
  "planner",
  "http",
  "ws",
  "error",
  "anomaly",
  "fault",
  "panic",
  "log",
  "record",
] as const;
export type JoinedKind = (typeof joinedKinds)[number];

/**
 * Kinds shown when none are named: everything but state rows, which only repeat what entities and snapshots say, and
 * turns, which stand for what happened in them.
 */
export const defaultJoinedKinds: readonly JoinedKind[] = joinedKinds.filter(
  (kind) => kind !== "record" && kind !== "turn",
);

/** How a link between two records is known. */
export const linkKinds = ["explicit", "derived", "inferred"] as const;
export type LinkKind = (typeof linkKinds)[number];
