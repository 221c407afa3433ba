import { asc, eq } from "drizzle-orm";
import type { ReadStore } from "../store";
import {
  guardrailDecisions,
  middlewareSteps,
  modeDecisions,
  plannerCandidates,
  promptTransforms,
} from "../schema";

/** What middleware and agent did in a conversation, each list in order of time and cut at `limit`. */
export function listControl({ drizzle }: ReadStore, convId: string, limit: number) {
  return {
    steps: drizzle
      .select()
      .from(middlewareSteps)
      .where(eq(middlewareSteps.conv_id, convId))
      .orderBy(asc(middlewareSteps.started_at_ms), asc(middlewareSteps.position))
      .limit(limit)
      .all(),
    modes: drizzle
      .select()
      .from(modeDecisions)
      .where(eq(modeDecisions.conv_id, convId))
      .orderBy(asc(modeDecisions.occurred_at_ms))
      .limit(limit)
      .all(),
    transforms: drizzle
      .select()
      .from(promptTransforms)
      .where(eq(promptTransforms.conv_id, convId))
      .orderBy(asc(promptTransforms.occurred_at_ms))
      .limit(limit)
      .all(),
    guardrails: drizzle
      .select()
      .from(guardrailDecisions)
      .where(eq(guardrailDecisions.conv_id, convId))
      .orderBy(asc(guardrailDecisions.occurred_at_ms))
      .limit(limit)
      .all(),
    planner: drizzle
      .select()
      .from(plannerCandidates)
      .where(eq(plannerCandidates.conv_id, convId))
      .orderBy(asc(plannerCandidates.decision_id), asc(plannerCandidates.position))
      .limit(limit)
      .all(),
  };
}
