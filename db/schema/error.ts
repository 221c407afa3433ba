import { desc } from "drizzle-orm";
import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/error";
import { columnsOf, int53 } from "../columns";

/**
 * Recorded failures. Those that the settle step found (`rule` set) are replaced whole when their
 * conversation settles; those that a source stated stay. Sort by occurred_at_ms, error_id.
 */
export const errors = sqliteTable("errors", columnsOf(model.errors), (t) => [
  primaryKey({ columns: [t.error_id] }),
  index("errors_by_conversation").on(t.conv_id, t.occurred_at_ms),
  index("errors_by_incident").on(t.incident_id, desc(t.occurred_at_ms)),
  index("errors_by_ordinal").on(t.event_ordinal),
  index("errors_by_time").on(t.occurred_at_ms),
]);

/** Cause chains, outermost first. */
export const errorCauses = sqliteTable("error_causes", columnsOf(model.errorCauses), (t) => [
  primaryKey({ columns: [t.error_id, t.position] }),
]);

/** Incidents: said anew for every one that a settled conversation or a grouping rule touches. */
export const incidents = sqliteTable("incidents", columnsOf(model.incidents), (t) => [
  primaryKey({ columns: [t.incident_id] }),
  index("incidents_recent").on(desc(t.last_seen_at_ms), t.incident_id),
  index("incidents_by_class").on(t.error_class, desc(t.last_seen_at_ms)),
]);

/**
 * What the failures of an incident have in common, kept with them by triggers (`db/records/incident-counts.ts`): an incident
 * of a million failures costs no more to count or to list than one of ten.
 */
export const incidentCounts = sqliteTable(
  "incident_counts",
  {
    incident_id: text("incident_id").notNull(),
    part: text("part").notNull(),
    value: text("value").notNull(),
    count: int53("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.incident_id, t.part, t.value] })],
);

/** What people decided. Read with the incident, newest first; the newest is in force. */
export const incidentDecisions = sqliteTable(
  "incident_decisions",
  columnsOf(model.incidentDecisions),
  (t) => [primaryKey({ columns: [t.incident_id, t.decided_at_ms] })],
);

/** Grouping rules. The writer holds all of them in memory: there are as many as people set. */
export const incidentRules = sqliteTable("incident_rules", columnsOf(model.incidentRules), (t) => [
  primaryKey({ columns: [t.rule_id] }),
  index("incident_rules_from").on(t.from_incident_id),
  index("incident_rules_to").on(t.to_incident_id),
]);
