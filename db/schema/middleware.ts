import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/middleware";
import { columnsOf } from "../columns";

/** Middleware steps. Sort by started_at_ms, position. */
export const middlewareSteps = sqliteTable("middleware_steps", columnsOf(model.middlewareSteps), (t) => [
  primaryKey({ columns: [t.conv_id, t.step_id] }),
  index("middleware_steps_by_start").on(t.conv_id, t.started_at_ms, t.position),
]);

/** Mode switches and routing decisions. Sort by occurred_at_ms. */
export const modeDecisions = sqliteTable("mode_decisions", columnsOf(model.modeDecisions), (t) => [
  primaryKey({ columns: [t.conv_id, t.decision_id] }),
  index("mode_decisions_by_time").on(t.conv_id, t.occurred_at_ms),
]);

/** Prompt transforms. Sort by occurred_at_ms. */
export const promptTransforms = sqliteTable("prompt_transforms", columnsOf(model.promptTransforms), (t) => [
  primaryKey({ columns: [t.conv_id, t.transform_id] }),
  index("prompt_transforms_by_time").on(t.conv_id, t.occurred_at_ms),
]);

/** Guardrail decisions. Sort by occurred_at_ms. */
export const guardrailDecisions = sqliteTable(
  "guardrail_decisions",
  columnsOf(model.guardrailDecisions),
  (t) => [
    primaryKey({ columns: [t.conv_id, t.decision_id] }),
    index("guardrail_decisions_by_time").on(t.conv_id, t.occurred_at_ms),
  ],
);

/** Candidates of planner decisions, in order of position. */
export const plannerCandidates = sqliteTable(
  "planner_candidates",
  columnsOf(model.plannerCandidates),
  (t) => [primaryKey({ columns: [t.conv_id, t.decision_id, t.position] })],
);
