import { listControl } from "@/db/queries/control";
import type { MiddlewareReport, PlannerDecisionRow } from "@/lib/contracts/middleware";
import { recordRef } from "@/lib/contracts/record-ref";
import { groupBy } from "@/lib/domain/group-by";
import {
  guardrailDecisions,
  middlewareSteps,
  modeDecisions,
  plannerCandidates,
  promptTransforms,
} from "@/lib/domain/model/middleware";
import { requireConversation } from "../conversations/require-conversation";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";

const shown = 1000;

/** Middleware steps and agent decisions of a conversation; lists that were cut are named. */
export function listMiddleware({ store }: ServiceContext, convId: string): MiddlewareReport {
  requireConversation(store, convId);
  const all = listControl(store, convId, shown + 1);
  const lists = ["steps", "modes", "transforms", "guardrails", "planner"] as const;
  return {
    steps: all.steps.slice(0, shown).map((row) => ({
      ...wireFromRecord(middlewareSteps, row),
      ref: recordRef("middleware", convId, row.step_id),
    })),
    modes: all.modes.slice(0, shown).map((row) => ({
      ...wireFromRecord(modeDecisions, row),
      ref: recordRef("mode", convId, row.decision_id),
    })),
    transforms: all.transforms.slice(0, shown).map((row) => ({
      ...wireFromRecord(promptTransforms, row),
      ref: recordRef("transform", convId, row.transform_id),
    })),
    guardrails: all.guardrails.slice(0, shown).map((row) => ({
      ...wireFromRecord(guardrailDecisions, row),
      ref: recordRef("guardrail", convId, row.decision_id),
    })),
    planner: plannerDecisions(convId, all.planner.slice(0, shown)),
    cut: lists.filter((name) => all[name].length > shown),
  };
}

function plannerDecisions(
  convId: string,
  rows: ReturnType<typeof listControl>["planner"],
): PlannerDecisionRow[] {
  const decisions = [...groupBy(rows, (row) => row.decision_id)].map(([decision_id, candidates]) => {
    const [first] = candidates;
    return {
      ref: recordRef("planner", convId, decision_id),
      decision_id,
      turn_id: first?.turn_id ?? null,
      occurred_at_ms: first?.occurred_at_ms ?? null,
      ordinal: first?.ordinal == null ? null : String(first.ordinal),
      chosen: candidates.find((row) => row.chosen === true)?.candidate ?? null,
      candidates: candidates.map((row) => wireFromRecord(plannerCandidates, row)),
    };
  });
  return decisions.sort((a, b) => (a.occurred_at_ms ?? -1) - (b.occurred_at_ms ?? -1));
}
