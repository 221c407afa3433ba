import { z } from "zod";
import { decidedStates, splitParts } from "@/lib/domain/model/error";
import { incidentDecisionSchema, incidentRuleSchema, incidentSchema } from "./error";

const byWhom = {
  /** Why. */
  note: z.string().trim().max(2_000).optional(),
  /** Who, as people call themselves: the console has no accounts. */
  by: z.string().trim().max(100).optional(),
};
const incidentId = z.string().min(1).max(64);

/** What to decide about an incident. */
export const decideIncidentBodySchema = z.strictObject({ state: z.enum(decidedStates), ...byWhom });
export type DecideIncidentBody = z.infer<typeof decideIncidentBodySchema>;

/** The incident as it stands after a decision was made or taken back. */
export const decidedIncidentSchema = z.object({
  incident: incidentSchema,
  /** The decision in force; null when none is left. */
  decision: incidentDecisionSchema.nullable(),
});
export type DecidedIncident = z.infer<typeof decidedIncidentSchema>;

/** How to change the grouping. */
export const regroupBodySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("merge"),
    /** Incidents that become part of the other. */
    from: z.array(incidentId).min(1).max(100),
    into: incidentId,
    ...byWhom,
  }),
  z.strictObject({
    kind: z.literal("split"),
    from: incidentId,
    part: z.enum(splitParts),
    /** Value of the part; of a message, a text that it contains. */
    value: z.string().min(1).max(1_000),
    ...byWhom,
  }),
]);
export type RegroupBody = z.infer<typeof regroupBodySchema>;

/** Rules in force, newest first. */
export const incidentRuleListSchema = z.object({ items: z.array(incidentRuleSchema) });
export type IncidentRuleList = z.infer<typeof incidentRuleListSchema>;

/** Rules that a change of the grouping made. */
export const regroupedSchema = z.object({ rules: z.array(incidentRuleSchema) });
export type Regrouped = z.infer<typeof regroupedSchema>;

/** The rule that was removed. */
export const removedRuleSchema = z.object({ rule: incidentRuleSchema });
export type RemovedRule = z.infer<typeof removedRuleSchema>;
