import { findIncidentRule, listIncidentRuleRows, type IncidentRuleRow } from "@/db/queries/incident-rules";
import type { IncidentRule } from "@/lib/contracts/error";
import type { IncidentRuleList, RegroupBody, Regrouped, RemovedRule } from "@/lib/contracts/incident-edit";
import { ConsoleError } from "@/lib/domain/console-error";
import { incidentRules } from "@/lib/domain/model/error";
import type { ServiceContext } from "../service-context";
import type { ConsoleRuntime } from "../store/console-runtime";
import { wireFromRecord } from "../wire-from-record";

type EditContext = Pick<ConsoleRuntime, "store" | "writer">;

/** People set few rules; a list beyond this would not be read anyway. */
const listLimit = 500;

/** Grouping rules in force, newest first. */
export function listIncidentRules({ store }: ServiceContext): IncidentRuleList {
  return { items: listIncidentRuleRows(store, listLimit).map(ruleFromRow) };
}

/** Merges incidents or splits one. Throws incident-not-found and incident-rule-refused. */
export async function regroupIncidents(
  { store, writer }: EditContext,
  rule: RegroupBody,
): Promise<Regrouped> {
  const { rule_ids } = await writer.editIncidents({ edit: "regroup", rule });
  return {
    rules: rule_ids.flatMap((id) => {
      const row = findIncidentRule(store, id);
      return row === undefined ? [] : [ruleFromRow(row)];
    }),
  };
}

/** Removes a rule: its occurrences go back to where they came from. Throws incident-rule-not-found. */
export async function removeIncidentRule(
  { store, writer }: EditContext,
  ruleId: string,
): Promise<RemovedRule> {
  const row = findIncidentRule(store, ruleId);
  if (row === undefined)
    throw new ConsoleError("incident-rule-not-found", "There is no such grouping rule.", {
      details: { rule_id: ruleId },
    });
  await writer.editIncidents({ edit: "remove-rule", rule_id: ruleId });
  return { rule: ruleFromRow(row) };
}

function ruleFromRow(row: IncidentRuleRow): IncidentRule {
  return wireFromRecord(incidentRules, row);
}
