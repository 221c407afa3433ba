import { content, epochMs, int, int64, json, label, ms, oneOf, recordSet, required, text } from "./field";
import { keysAndClocks } from "./keys";

export const entityOrigins = ["stored", "projected"] as const;
export const projectionFaultKinds = [
  "version_gap",
  "duplicate_write",
  "decode_failure",
  "transform_failure",
  "drift",
  "missing_in_store",
  "missing_in_frames",
  "lost_delta",
  "write_after_final",
] as const;

/** Timeline entities: what the runtime stored and what recomputation gives are kept side by side. */
export const entities = recordSet({
  name: "entities",
  domain: 2,
  doc: "A timeline entity in its last state, once as the runtime stored it and once as recomputed from events.",
  sources:
    "timeline_entities, sessionstream_entities, timeline snapshots and exports (stored); projection of SEM frames and sessionstream events (projected); native timeline.entity",
  key: ["conv_id", "entity_id", "kind", "origin"],
  newest_by: ["entity_updated_at_ms", "last_seen_version"],
  fields: {
    conv_id: required(text("Conversation")),
    entity_id: required(text("Identity inside the conversation")),
    kind: required(label("message, tool_call, tool_result, ChatMessage, ... ; unknown kinds are kept")),
    origin: required(
      oneOf(entityOrigins, "Who made this state: the observed runtime's store, or projection here"),
    ),
    created_at_ms: epochMs("Creation by the source", { merge: "first" }),
    entity_updated_at_ms: epochMs("Last change by the source", { merge: "max" }),
    first_seen_version: int64("Version of the first write", { merge: "min" }),
    last_seen_version: int64("Version of the last write"),
    props: json("State of the entity"),
    summary: content("One line for lists"),
    status: label("streaming, running, completed, failed, ... where the kind has one"),
    first_ordinal: int64("Envelope that created the entity", { merge: "min" }),
    ...keysAndClocks,
  },
});

/** History of an entity. Runs of streaming writes that change the same fields are one row. */
export const entityVersions = recordSet({
  name: "entity_versions",
  domain: 2,
  doc: "One write to an entity, or a run of streaming writes that changed the same fields.",
  sources: "sessionstream_entity_versions, timeline.upsert frames, projection",
  key: ["conv_id", "entity_id", "kind", "origin", "version"],
  fields: {
    conv_id: required(text("Conversation")),
    entity_id: required(text("Entity")),
    kind: required(label("Kind of the entity")),
    origin: required(oneOf(entityOrigins, "Whose write")),
    version: required(int64("Version of the first write of the run")),
    last_version: int64("Version of the last write of the run"),
    writes: int("Writes in the run"),
    ordinal: int64("Envelope that caused the first write"),
    last_ordinal: int64("Envelope that caused the last write"),
    changed_fields: json("Names of the fields that changed", { sensitivity: "structural" }),
    summary: content("One line of the state after the run"),
    occurred_at_ms: epochMs("When, by the source's clock"),
  },
});

/** What one projection handler did to one conversation. */
export const projectors = recordSet({
  name: "projectors",
  domain: 2,
  doc: "Work and internals of a projection handler per conversation.",
  sources: "projection here; native timeline.projector for a runtime that measures itself",
  key: ["conv_id", "handler"],
  fields: {
    conv_id: required(text("Conversation")),
    handler: required(label("Name of the projection handler")),
    handler_version: label("Version of the handler"),
    upsert_count: int("Upserts done"),
    upsert_latency_sum_ms: ms("Sum of upsert latencies"),
    upsert_latency_max_ms: ms("Longest upsert"),
    upsert_latency_histogram: json("Counts by upper bound in ms", { sensitivity: "structural" }),
    drop_count: int("Upserts dropped"),
    throttle_count: int("Upserts held back"),
    cursor_ordinal: int64("Last envelope folded in"),
    updated_at_ms: epochMs("When this row last changed here"),
    source: label("Emitter or import"),
  },
});

/** Integrity findings of the projection. */
export const projectionFaults = recordSet({
  name: "projection_faults",
  domain: 2,
  doc: "A finding about the projection: where, what, how often, and the neighbours.",
  sources: "computed here by comparing stored with recomputed entities and versions; native timeline.fault",
  key: ["fault_id"],
  fields: {
    fault_id: required(text("Identity, derived from rule and place")),
    conv_id: required(text("Conversation")),
    kind: required(oneOf(projectionFaultKinds, "What is wrong")),
    entity_id: text("Entity concerned"),
    entity_kind: label("Kind of that entity"),
    field: label("Property that differs"),
    count: int("How often"),
    detail: content("What was found, in words"),
    stored_value: json("Value as stored by the runtime"),
    recomputed_value: json("Value as recomputed"),
    previous_ordinal: int64("Neighbouring envelope before"),
    next_ordinal: int64("Neighbouring envelope after"),
    ...keysAndClocks,
  },
});
