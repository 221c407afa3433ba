import { sql } from "drizzle-orm";
import { index, primaryKey, sqliteTable, sqliteView, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/timeline";
import { columnsOf, int53, int64, jsonText } from "../columns";
import { viewOf } from "./record-view";

/**
 * Dictionary of entities: a message or tool call as one side has it. The id is a subject, as the log names it; the kind
 * a word; the origin its place in `entityOrigins`. A key stays with its entity however often its rows are stated anew.
 */
export const entityKeys = sqliteTable(
  "entity_keys",
  {
    entity_key: int53("entity_key").primaryKey(),
    subject_key: int53("subject_key").notNull(),
    kind_key: int53("kind_key").notNull(),
    origin: int53("origin").notNull(),
  },
  (t) => [uniqueIndex("entity_keys_by_subject").on(t.subject_key, t.kind_key, t.origin)],
);

/**
 * Timeline entities as they lie (`db/records/record-forms.ts`): integers for repeated texts. What both sides tell alike
 * lies with one of them: then `props_of` of the other names it, whose `props` and `summary` are NULL
 * (`db/records/shared-texts.ts`).
 */
export const entityRows = sqliteTable(
  "entity_rows",
  {
    entity_key: int53("entity_key").primaryKey(),
    conv_key: int53("conv_key").notNull(),
    origin: int53("origin").notNull(),
    created_at_ms: int53("created_at_ms"),
    entity_updated_at_ms: int53("entity_updated_at_ms"),
    first_seen_version: int64("first_seen_version"),
    last_seen_version: int64("last_seen_version"),
    status_key: int53("status_key"),
    first_ordinal: int64("first_ordinal"),
    ordinal: int64("ordinal"),
    session_id_key: int53("session_id_key"),
    turn_id_key: int53("turn_id_key"),
    key_origins_key: int53("key_origins_key"),
    ingested_at_ms: int53("ingested_at_ms"),
    occurred_at_ms: int53("occurred_at_ms"),
    version: int64("version"),
    updated_at_ms: int53("updated_at_ms"),
    props_of: int53("props_of"),
    summary: text("summary"),
    props: jsonText("props"),
    source_key: int53("source_key"),
    run_id_key: int53("run_id_key"),
    request_id: text("request_id"),
    idempotency_key: text("idempotency_key"),
    stream_id: text("stream_id"),
    event_id: text("event_id"),
    seq: int64("seq"),
    trace_id: text("trace_id"),
    span_id: text("span_id"),
    parent_span_id: text("parent_span_id"),
  },
  (t) => [index("entity_rows_by_created").on(t.conv_key, t.created_at_ms, t.origin)],
);

/**
 * Timeline entities. `stored` rows come from the observed runtime, `projected` rows from recomputation;
 * both exist side by side so that they can be compared. Sort for display by created_at_ms,
 * first_seen_version, entity_id. Found by conversation and time; whoever only counts asks `entity_rows`.
 */
export const entities = sqliteView("entities", columnsOf(model.entities)).as(
  sql.raw(viewOf("entities", "conversation")),
);

/** The same rows, for whoever names their ids: never walks a conversation. */
export const entitiesById = sqliteView("entities_by_id", columnsOf(model.entities)).as(
  sql.raw(viewOf("entities", "id")),
);

/**
 * History of entities as it lies: one row per run of like writes. `tells_state` is 1 where the summary is that of the
 * entity as it stands, which is the case of all but the first rows of what streams.
 */
export const entityVersionRows = sqliteTable(
  "entity_version_rows",
  {
    conv_key: int53("conv_key").notNull(),
    entity_key: int53("entity_key").notNull(),
    version: int64("version").notNull(),
    last_version: int64("last_version"),
    writes: int53("writes"),
    ordinal: int64("ordinal"),
    last_ordinal: int64("last_ordinal"),
    changed_fields_key: int53("changed_fields_key"),
    occurred_at_ms: int53("occurred_at_ms"),
    tells_state: int53("tells_state").notNull().default(0),
    summary: text("summary"),
  },
  (t) => [
    primaryKey({ columns: [t.entity_key, t.version] }),
    index("entity_versions_by_time").on(t.conv_key, t.occurred_at_ms),
    index("entity_versions_by_ordinal").on(t.conv_key, t.ordinal),
  ],
);

/** History of entities, one row per run of like writes. Sort by (entity, version). */
export const entityVersions = sqliteView("entity_versions", columnsOf(model.entityVersions)).as(
  sql.raw(viewOf("entity_versions", "conversation")),
);

/** The same rows, for whoever names the ids of their entities. */
export const entityVersionsById = sqliteView("entity_versions_by_id", columnsOf(model.entityVersions)).as(
  sql.raw(viewOf("entity_versions", "id")),
);

/** Projection handlers per conversation. */
export const projectors = sqliteTable("projectors", columnsOf(model.projectors), (t) => [
  primaryKey({ columns: [t.conv_id, t.handler] }),
]);

/** Integrity findings of the projection, replaced whole when a conversation settles. */
export const projectionFaults = sqliteTable("projection_faults", columnsOf(model.projectionFaults), (t) => [
  primaryKey({ columns: [t.fault_id] }),
  index("projection_faults_by_conversation").on(t.conv_id, t.kind),
]);
