import { asc, desc, eq, or } from "drizzle-orm";
import { splitParts, type SplitPart } from "@/lib/domain/model/error";
import { incidentDecisions, incidentRules } from "../schema";
import type { ReadStore } from "../store";

/** Decisions about an incident, newest first. */
export function listIncidentDecisions({ drizzle }: ReadStore, incidentId: string, limit: number) {
  return drizzle
    .select()
    .from(incidentDecisions)
    .where(eq(incidentDecisions.incident_id, incidentId))
    .orderBy(desc(incidentDecisions.decided_at_ms))
    .limit(limit)
    .all();
}

export type IncidentRuleRow = typeof incidentRules.$inferSelect;

/** Rules by which occurrences came into an incident or went out of it, newest first. */
export function listRulesOfIncident(
  { drizzle }: ReadStore,
  incidentId: string,
  limit: number,
): IncidentRuleRow[] {
  return drizzle
    .select()
    .from(incidentRules)
    .where(or(eq(incidentRules.from_incident_id, incidentId), eq(incidentRules.to_incident_id, incidentId)))
    .orderBy(desc(incidentRules.created_at_ms), asc(incidentRules.rule_id))
    .limit(limit)
    .all();
}

/** All rules, newest first: there are as many as people set. */
export function listIncidentRuleRows({ drizzle }: ReadStore, limit: number): IncidentRuleRow[] {
  return drizzle
    .select()
    .from(incidentRules)
    .orderBy(desc(incidentRules.created_at_ms), asc(incidentRules.rule_id))
    .limit(limit)
    .all();
}

export function findIncidentRule({ drizzle }: ReadStore, ruleId: string): IncidentRuleRow | undefined {
  return drizzle.select().from(incidentRules).where(eq(incidentRules.rule_id, ruleId)).get();
}

export interface IncidentGroupRow {
  readonly fingerprint: string;
  readonly fingerprint_version: number;
  readonly error_class: string;
  readonly error_code: string;
  readonly tool_name: string | null;
  readonly message: string | null;
  readonly occurrence_count: number;
}

/** Occurrences that are read to tell what a group is made of: its newest. */
export const toldOccurrences = 5_000;

const newest = (columns: string): string =>
  `(SELECT ${columns} FROM errors WHERE incident_id = ? ORDER BY occurred_at_ms DESC LIMIT ${String(toldOccurrences)})`;

/** Fingerprints of the newest occurrences of an incident, most frequent first. */
export function listIncidentGroups(
  { sqlite }: ReadStore,
  incidentId: string,
  limit: number,
): IncidentGroupRow[] {
  return sqlite
    .prepare(
      `SELECT fingerprint, coalesce(fingerprint_version, 0) AS fingerprint_version, error_class, error_code,
         CASE WHEN error_class = 'tool' THEN tool_name END AS tool_name, normalised_message AS message,
         count(*) AS occurrence_count
       FROM ${newest("*")} GROUP BY fingerprint ORDER BY count(*) DESC, fingerprint LIMIT ?`,
    )
    .all(incidentId, limit)
    .map(groupRow);
}

type Stored<T> = { readonly [K in keyof T]: T[K] extends number ? bigint : T[K] };

/** Row of the groups query, whose columns it names; its numbers are small. */
function groupRow(row: unknown): IncidentGroupRow {
  const { fingerprint_version, occurrence_count, ...group } = row as Stored<IncidentGroupRow>;
  return {
    ...group,
    fingerprint_version: Number(fingerprint_version),
    occurrence_count: Number(occurrence_count),
  };
}

const partColumns: Readonly<Record<SplitPart, string>> = {
  tool: "e.tool_name",
  model: "e.model",
  provider: "e.provider",
  runtime: "c.runtime_key",
  message: "substr(coalesce(e.raw_message, e.safe_message), 1, 1000)",
};

export interface PartValues {
  readonly part: SplitPart;
  readonly values: readonly { readonly value: string; readonly occurrence_count: number }[];
}

/** Parts of which the newest occurrences of an incident have more than one value. One read of them each. */
export function listIncidentParts({ sqlite }: ReadStore, incidentId: string, limit: number): PartValues[] {
  return splitParts.flatMap((part): PartValues[] => {
    const rows = sqlite
      .prepare(
        `SELECT ${partColumns[part]} AS value, count(*) AS n
         FROM ${newest("conv_id, tool_name, model, provider, raw_message, safe_message")} e LEFT JOIN conversations c ON c.conv_id = e.conv_id
         GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?`,
      )
      .all(incidentId, limit + 1)
      .map(partRow);
    if (rows.length < 2) return [];
    const values = rows.flatMap(({ value, n }) =>
      value === null || value === "" ? [] : [{ value, occurrence_count: Number(n) }],
    );
    return [{ part, values: values.slice(0, limit) }];
  });
}

/** Row of the parts query, whose columns it names. */
function partRow(row: unknown): { readonly value: string | null; readonly n: bigint } {
  return row as { value: string | null; n: bigint };
}
