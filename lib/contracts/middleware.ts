import { z } from "zod";
import {
  guardrailDecisions,
  middlewareSteps,
  modeDecisions,
  plannerCandidates,
  promptTransforms,
} from "@/lib/domain/model/middleware";
import { wireSchemaOf } from "./wire";

const withRef = { ref: z.string() };

export const middlewareStepSchema = wireSchemaOf(middlewareSteps).extend(withRef);
export const modeDecisionSchema = wireSchemaOf(modeDecisions).extend(withRef);
export const promptTransformSchema = wireSchemaOf(promptTransforms).extend(withRef);
export const guardrailDecisionSchema = wireSchemaOf(guardrailDecisions).extend(withRef);
/** A planner decision with its candidates in order. */
export const plannerDecisionSchema = z.object({
  ...withRef,
  decision_id: z.string(),
  turn_id: z.string().nullable(),
  occurred_at_ms: z.int().nullable(),
  ordinal: z.string().nullable(),
  chosen: z.string().nullable(),
  candidates: z.array(wireSchemaOf(plannerCandidates)),
});

export type MiddlewareStepRow = z.infer<typeof middlewareStepSchema>;
export type ModeDecisionRow = z.infer<typeof modeDecisionSchema>;
export type PromptTransformRow = z.infer<typeof promptTransformSchema>;
export type GuardrailDecisionRow = z.infer<typeof guardrailDecisionSchema>;
export type PlannerDecisionRow = z.infer<typeof plannerDecisionSchema>;

/** What middleware and agent did in one conversation; each list is cut at 1,000 and says so. */
export const middlewareReportSchema = z.object({
  steps: z.array(middlewareStepSchema),
  modes: z.array(modeDecisionSchema),
  transforms: z.array(promptTransformSchema),
  guardrails: z.array(guardrailDecisionSchema),
  planner: z.array(plannerDecisionSchema),
  /** Names of the lists that were cut. */
  cut: z.array(z.enum(["steps", "modes", "transforms", "guardrails", "planner"])),
});
export type MiddlewareReport = z.infer<typeof middlewareReportSchema>;
