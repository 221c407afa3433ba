import { desc } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/error";
import { columnsOf } from "../columns";

/**
 * Recorded failures. Those that the settle step found (`rule` set) are replaced whole when their
 * conversation settles; those that a source stated stay. Sort by occurred_at_ms, error_id.
 */
export const errors = sqliteTable("errors", columnsOf(model.errors), (t) => [
  primaryKey({ columns: [t.error_id] }),
  index("errors_by_conversation").on(t.conv_id, t.occurred_at_ms),
  index("errors_by_fingerprint").on(t.fingerprint, desc(t.occurred_at_ms)),
  index("errors_by_ordinal").on(t.event_ordinal),
  index("errors_by_time").on(t.occurred_at_ms),
]);

/** Cause chains, outermost first. */
export const errorCauses = sqliteTable("error_causes", columnsOf(model.errorCauses), (t) => [
  primaryKey({ columns: [t.error_id, t.position] }),
]);

/** Incidents: counts are recomputed for every fingerprint that a settled conversation touches. */
export const incidents = sqliteTable("incidents", columnsOf(model.incidents), (t) => [
  primaryKey({ columns: [t.incident_id] }),
  index("incidents_by_fingerprint").on(t.fingerprint),
  index("incidents_recent").on(desc(t.last_seen_at_ms), t.incident_id),
  index("incidents_by_class").on(t.error_class, desc(t.last_seen_at_ms)),
]);
