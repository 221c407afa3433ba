import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/timeline";
import { columnsOf } from "../columns";

/**
 * Timeline entities. `stored` rows come from the observed runtime, `projected` rows from recomputation;
 * both exist side by side so that they can be compared. Sort for display by created_at_ms,
 * first_seen_version, entity_id.
 */
export const entities = sqliteTable("entities", columnsOf(model.entities), (t) => [
  primaryKey({ columns: [t.conv_id, t.entity_id, t.kind, t.origin] }),
  index("entities_by_created").on(t.conv_id, t.created_at_ms, t.entity_id),
  index("entities_by_id").on(t.entity_id),
]);

/** History of entities, one row per run of like writes. Sort by (entity, version). */
export const entityVersions = sqliteTable("entity_versions", columnsOf(model.entityVersions), (t) => [
  primaryKey({ columns: [t.conv_id, t.entity_id, t.kind, t.origin, t.version] }),
  index("entity_versions_by_time").on(t.conv_id, t.occurred_at_ms, t.version),
  index("entity_versions_by_ordinal").on(t.conv_id, t.ordinal),
]);

/** Projection handlers per conversation. */
export const projectors = sqliteTable("projectors", columnsOf(model.projectors), (t) => [
  primaryKey({ columns: [t.conv_id, t.handler] }),
]);

/** Integrity findings of the projection, replaced whole when a conversation settles. */
export const projectionFaults = sqliteTable("projection_faults", columnsOf(model.projectionFaults), (t) => [
  primaryKey({ columns: [t.fault_id] }),
  index("projection_faults_by_conversation").on(t.conv_id, t.kind),
]);
