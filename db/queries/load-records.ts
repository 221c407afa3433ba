import { and, inArray, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { ReadStore } from "../store";
import {
  conversations,
  entitiesById,
  entityVersionsById,
  errors,
  guardrailDecisions,
  httpRequests,
  incidents,
  middlewareSteps,
  modeDecisions,
  modelCalls,
  orderingAnomalies,
  panics,
  plannerCandidates,
  projectionFaults,
  promptTransforms,
  toolCalls,
  turns,
  turnSnapshots,
  wsSessions,
} from "../schema";
import {
  entityColumnsById,
  modelCallColumns,
  snapshotColumns,
  toolCallColumns,
  turnColumns,
} from "./light-columns";

/** Key parts of a record in the order of its reference, as text. */
export type RecordKey = readonly string[];

/**
 * Loads records by key, without payloads, one statement per kind. The order is the store's; records that
 * are gone are left out. Keys of several conversations may come back mixed: the caller matches them.
 */
export const recordLoaders = {
  conversation: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(conversations)
      .where(among([conversations.conv_id], keys))
      .all(),
  entity: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select(entityColumnsById)
      .from(entitiesById)
      .where(
        among([entitiesById.conv_id, entitiesById.entity_id, entitiesById.kind, entitiesById.origin], keys),
      )
      .all(),
  entity_version: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(entityVersionsById)
      .where(
        among(
          [
            entityVersionsById.conv_id,
            entityVersionsById.entity_id,
            entityVersionsById.kind,
            entityVersionsById.origin,
            entityVersionsById.version,
          ],
          keys,
        ),
      )
      .all(),
  turn: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select(turnColumns)
      .from(turns)
      .where(among([turns.conv_id, turns.turn_id], keys))
      .all(),
  snapshot: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select(snapshotColumns)
      .from(turnSnapshots)
      .where(
        among(
          [turnSnapshots.conv_id, turnSnapshots.turn_id, turnSnapshots.phase, turnSnapshots.snapshot_at_ms],
          keys,
        ),
      )
      .all(),
  model_call: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select(modelCallColumns)
      .from(modelCalls)
      .where(among([modelCalls.conv_id, modelCalls.call_id], keys))
      .all(),
  tool_call: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select(toolCallColumns)
      .from(toolCalls)
      .where(among([toolCalls.conv_id, toolCalls.tool_call_id], keys))
      .all(),
  middleware: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(middlewareSteps)
      .where(among([middlewareSteps.conv_id, middlewareSteps.step_id], keys))
      .all(),
  mode: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(modeDecisions)
      .where(among([modeDecisions.conv_id, modeDecisions.decision_id], keys))
      .all(),
  transform: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(promptTransforms)
      .where(among([promptTransforms.conv_id, promptTransforms.transform_id], keys))
      .all(),
  guardrail: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(guardrailDecisions)
      .where(among([guardrailDecisions.conv_id, guardrailDecisions.decision_id], keys))
      .all(),
  planner: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(plannerCandidates)
      .where(among([plannerCandidates.conv_id, plannerCandidates.decision_id], keys))
      .orderBy(plannerCandidates.position)
      .all(),
  http: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(httpRequests)
      .where(among([httpRequests.http_id], keys))
      .all(),
  ws: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(wsSessions)
      .where(among([wsSessions.socket_id], keys))
      .all(),
  error: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(errors)
      .where(among([errors.error_id], keys))
      .all(),
  incident: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(incidents)
      .where(among([incidents.incident_id], keys))
      .all(),
  anomaly: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(orderingAnomalies)
      .where(among([orderingAnomalies.anomaly_id], keys))
      .all(),
  fault: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(projectionFaults)
      .where(among([projectionFaults.fault_id], keys))
      .all(),
  panic: ({ drizzle }: ReadStore, keys: readonly RecordKey[]) =>
    drizzle
      .select()
      .from(panics)
      .where(among([panics.panic_id], keys))
      .all(),
};

/** Row of a kind as its loader gives it. */
export type LoadedRow<K extends keyof typeof recordLoaders> = ReturnType<(typeof recordLoaders)[K]>[number];

/**
 * Each key column among the values that the keys have there. Wider than the keys themselves when several
 * columns vary, but each column is a list of constants, so that the primary key serves it.
 */
function among(columns: readonly SQLiteColumn[], keys: readonly RecordKey[]): SQL | undefined {
  return and(
    ...columns.map((column, i) => {
      const values = [...new Set(keys.map((key) => key[i] ?? ""))];
      return inArray(column, column.columnType === "SQLiteText" ? values : values.map(integerOf));
    }),
  );
}

/** A part of a reference that names an integer column; text that is none matches nothing. */
function integerOf(text: string): bigint {
  return /^-?\d{1,19}$/.test(text) ? BigInt.asIntN(64, BigInt(text)) : -1n;
}
