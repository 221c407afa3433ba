import { sql, type SQL } from "drizzle-orm";
import { incidents } from "../../schema";
import { column, contains, matches, type FieldSql, type ListFields, type TextSql } from "./field-sql";
import { recordsSaying } from "./text-sql";

/** What incidents are found by because of their occurrences: parts of their kept counts. */
const occurrenceParts = {
  tool: { part: "tool", value: sql`n.value` },
  model: { part: "model", value: sql`n.value` },
  provider: { part: "provider", value: sql`n.value` },
  status: { part: "http_status", value: sql`CAST(n.value AS INTEGER)` },
} as const;
export type OccurrenceField = keyof typeof occurrenceParts;

/** Values that occurrences of incidents have, one row per incident and value. Columns value, incident_id. */
export function occurrenceValues(name: OccurrenceField): SQL {
  const { part, value } = occurrenceParts[name];
  return sql`SELECT ${value} AS value, n.incident_id FROM incident_counts n WHERE n.part = ${part}`;
}

function occurrence(name: OccurrenceField): FieldSql {
  return (conditions, context) =>
    sql`EXISTS (${occurrenceValues(name)} AND n.incident_id = ${incidents.incident_id} AND ${matches(occurrenceParts[name].value, conditions, context)})`;
}

/** How the incident list answers the fields of a query. */
export const incidentFields: ListFields<"incidents"> = {
  class: column(incidents.error_class),
  code: column(incidents.error_code),
  state: column(incidents.state),
  tool: occurrence("tool"),
  model: occurrence("model"),
  provider: occurrence("provider"),
  status: occurrence("status"),
  id: column(incidents.incident_id),
  title: contains(incidents.title),
  time: column(sql`+${incidents.last_seen_at_ms}`),
  during: (conditions, context) =>
    sql`EXISTS (SELECT 1 FROM errors e WHERE e.incident_id = ${incidents.incident_id} AND ${matches(sql`e.occurred_at_ms`, conditions, context)})`,
  created: column(incidents.first_seen_at_ms),
  occurrences: column(incidents.occurrence_count),
  conversations: column(incidents.conversation_count),
};

/** An incident says a text when its title, its code or one of its occurrences does. */
export const incidentText: TextSql = (term) =>
  sql`(${incidents.incident_id} IN (SELECT key FROM ${recordsSaying(term, "incident")})
    OR ${incidents.incident_id} IN (SELECT e.incident_id FROM ${recordsSaying(term, "error")} r CROSS JOIN errors e ON e.error_id = r.key))`;
