import { and, asc, desc, eq, gt, lt, or, sql, type SQL } from "drizzle-orm";
import type { IncidentSort } from "@/lib/contracts/vocabulary";
import type { Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { incidents } from "../schema";
import { conditionsOf, type FilterContext } from "./filter/field-sql";
import { incidentFields, incidentText } from "./filter/incident-fields";

export type IncidentRow = typeof incidents.$inferSelect;

const sortColumns = {
  last_seen: incidents.last_seen_at_ms,
  first_seen: incidents.first_seen_at_ms,
  occurrences: incidents.occurrence_count,
  conversations: incidents.conversation_count,
} as const;

export interface IncidentListParams extends FilterContext {
  readonly query: Query;
  readonly by: IncidentSort;
  readonly descending: boolean;
  readonly after?: { readonly value: number; readonly incident_id: string } | undefined;
  readonly limit: number;
}

/** One page of incidents. There are as many incidents as causes, so a filtered sort stays small. */
export function listIncidentRows({ drizzle }: ReadStore, params: IncidentListParams): IncidentRow[] {
  const { query, by, descending, after, limit } = params;
  const column = sortColumns[by];
  const beyond =
    after === undefined
      ? undefined
      : or(
          descending ? lt(column, after.value) : gt(column, after.value),
          and(eq(column, after.value), gt(incidents.incident_id, after.incident_id)),
        );
  return drizzle
    .select()
    .from(incidents)
    .where(and(incidentConditions(query, params), beyond))
    .orderBy(descending ? desc(column) : asc(column), asc(incidents.incident_id))
    .limit(limit)
    .all();
}

export function countIncidents({ drizzle }: ReadStore, query: Query, context: FilterContext): number {
  const row = drizzle
    .select({ n: sql<bigint>`count(*)` })
    .from(incidents)
    .where(incidentConditions(query, context))
    .get();
  return Number(row?.n ?? 0);
}

export function findIncidentRow({ drizzle }: ReadStore, incidentId: string): IncidentRow | undefined {
  return drizzle.select().from(incidents).where(eq(incidents.incident_id, incidentId)).get();
}

/** Value by which a row is sorted: what its cursor holds. */
export function incidentSortValue(row: IncidentRow, by: IncidentSort): number {
  const value = {
    last_seen: row.last_seen_at_ms,
    first_seen: row.first_seen_at_ms,
    occurrences: row.occurrence_count,
    conversations: row.conversation_count,
  }[by];
  return value ?? 0;
}

/** Conditions of a query; undefined when it lets everything through. */
export function incidentConditions(query: Query, context: FilterContext): SQL | undefined {
  return and(...conditionsOf(query, incidentFields, incidentText, context));
}
