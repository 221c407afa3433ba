import { and, asc, desc, eq, gt, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import type { IncidentSort } from "@/lib/contracts/vocabulary";
import type { ReadStore } from "../store";
import { incidents } from "../schema";
import { containsPattern } from "./like-pattern";

export type IncidentRow = typeof incidents.$inferSelect;

/** Columns of occurrences by which incidents are filtered, per parameter. */
const occurrenceColumns = {
  tool: "tool_name",
  model: "model",
  provider: "provider",
  status: "http_status",
} as const;
export type OccurrenceFacet = keyof typeof occurrenceColumns;
export const occurrenceFacets = [
  "tool",
  "model",
  "provider",
  "status",
] as const satisfies readonly OccurrenceFacet[];

type Alternatives = readonly (readonly string[])[];
export type IncidentFilter = Readonly<
  Partial<Record<OccurrenceFacet | "class" | "code" | "state", Alternatives>>
> & {
  readonly q?: string | undefined;
};

const sortColumns = {
  last_seen: incidents.last_seen_at_ms,
  first_seen: incidents.first_seen_at_ms,
  occurrences: incidents.occurrence_count,
  conversations: incidents.conversation_count,
} as const;

export interface IncidentListParams {
  readonly filter: IncidentFilter;
  readonly by: IncidentSort;
  readonly descending: boolean;
  readonly after?: { readonly value: number; readonly incident_id: string } | undefined;
  readonly limit: number;
}

/** One page of incidents. There are as many incidents as causes, so a filtered sort stays small. */
export function listIncidentRows({ drizzle }: ReadStore, params: IncidentListParams): IncidentRow[] {
  const { filter, by, descending, after, limit } = params;
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
    .where(and(incidentConditions(filter), beyond))
    .orderBy(descending ? desc(column) : asc(column), asc(incidents.incident_id))
    .limit(limit)
    .all();
}

export function countIncidents({ drizzle }: ReadStore, filter: IncidentFilter): number {
  const row = drizzle
    .select({ n: sql<bigint>`count(*)` })
    .from(incidents)
    .where(incidentConditions(filter))
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

/** Conditions of a filter; undefined when it lets everything through. */
export function incidentConditions(filter: IncidentFilter): SQL | undefined {
  const conditions: (SQL | undefined)[] = [
    ...(filter.class ?? []).map((values) => inArray(sql`${incidents.error_class}`, [...values])),
    ...(filter.code ?? []).map((values) => inArray(incidents.error_code, [...values])),
    ...(filter.state ?? []).map((values) => inArray(sql`${incidents.state}`, [...values])),
    ...occurrenceFacets.flatMap((facet) =>
      (filter[facet] ?? []).map((values) => hasOccurrence(facet, values)),
    ),
  ];
  if (filter.q !== undefined) conditions.push(matchesText(filter.q));
  return and(...conditions);
}

function hasOccurrence(facet: OccurrenceFacet, values: readonly string[]): SQL {
  const column = sql.raw(`CAST(e.${occurrenceColumns[facet]} AS TEXT)`);
  return sql`EXISTS (SELECT 1 FROM errors e WHERE e.fingerprint = ${incidents.fingerprint} AND ${column} IN ${[...values]})`;
}

function matchesText(text: string): SQL {
  const pattern = containsPattern(text);
  return sql`(${incidents.title} LIKE ${pattern} ESCAPE '\\' OR ${incidents.error_code} LIKE ${pattern} ESCAPE '\\' OR ${incidents.incident_id} = ${text})`;
}

/** Values of one column over the occurrences of the matching incidents, with the number of incidents. */
export function countIncidentFacet(
  { drizzle }: ReadStore,
  name: OccurrenceFacet | "class" | "code" | "state",
  filter: IncidentFilter,
): { value: string; count: number }[] {
  const where = incidentConditions(filter) ?? sql`1`;
  const query =
    name === "class" || name === "code" || name === "state"
      ? sql`SELECT ${sql.raw(name === "state" ? "state" : `error_${name}`)} AS value, count(*) AS n FROM ${incidents} WHERE ${where} GROUP BY 1`
      : sql`SELECT CAST(${sql.raw(`e.${occurrenceColumns[name]}`)} AS TEXT) AS value, count(DISTINCT ${incidents.incident_id}) AS n
            FROM ${incidents} JOIN errors e ON e.fingerprint = ${incidents.fingerprint} WHERE ${where} GROUP BY 1`;
  const rows = drizzle.all<{ value: string | null; n: bigint }>(sql`${query} ORDER BY n DESC, value`);
  return rows.flatMap(({ value, n }) => (value === null ? [] : [{ value, count: Number(n) }]));
}
