/** Every record set of the data model, in the order of the domain list. */
import { conversationFacets, conversations, conversationSessions, conversationSources } from "./conversation";
import { errorCauses, errors, incidentDecisions, incidentRules, incidents } from "./error";
import { eventConflicts, orderingAnomalies } from "./event";
import {
  guardrailDecisions,
  middlewareSteps,
  modeDecisions,
  plannerCandidates,
  promptTransforms,
} from "./middleware";
import { modelCallRetries, modelCalls, providerItems } from "./model-call";
import {
  fieldPolicies,
  notes,
  redactionReports,
  removals,
  savedViews,
  sourceProfiles,
  vaultEntries,
} from "./privacy";
import { dependencyHealth, panics, processes, runtimeSamples } from "./runtime";
import { auditLog, drops, imports, receipts, rollups } from "./storage";
import { entities, entityVersions, projectionFaults, projectors } from "./timeline";
import { toolCalls, toolSideEffects } from "./tool-call";
import { httpRequests, wsPings, wsSessions } from "./transport";
import { blocks, snapshotBlocks, turns, turnSnapshots, turnWarnings } from "./turn";
import type { RecordOf } from "./field";

export const recordSets = {
  conversations,
  conversation_sessions: conversationSessions,
  conversation_sources: conversationSources,
  conversation_facets: conversationFacets,
  entities,
  entity_versions: entityVersions,
  projectors,
  projection_faults: projectionFaults,
  turns,
  turn_snapshots: turnSnapshots,
  snapshot_blocks: snapshotBlocks,
  blocks,
  turn_warnings: turnWarnings,
  ordering_anomalies: orderingAnomalies,
  event_conflicts: eventConflicts,
  model_calls: modelCalls,
  model_call_retries: modelCallRetries,
  provider_items: providerItems,
  tool_calls: toolCalls,
  tool_side_effects: toolSideEffects,
  middleware_steps: middlewareSteps,
  mode_decisions: modeDecisions,
  prompt_transforms: promptTransforms,
  guardrail_decisions: guardrailDecisions,
  planner_candidates: plannerCandidates,
  http_requests: httpRequests,
  ws_sessions: wsSessions,
  ws_pings: wsPings,
  processes,
  runtime_samples: runtimeSamples,
  panics,
  dependency_health: dependencyHealth,
  errors,
  error_causes: errorCauses,
  incidents,
  incident_decisions: incidentDecisions,
  incident_rules: incidentRules,
  receipts,
  drops,
  imports,
  rollups,
  audit_log: auditLog,
  field_policies: fieldPolicies,
  source_profiles: sourceProfiles,
  redaction_reports: redactionReports,
  vault_entries: vaultEntries,
  removals,
  notes,
  saved_views: savedViews,
} as const;

export type RecordSets = typeof recordSets;
export type SetName = keyof RecordSets;
/** The record type of a set: `RecordIn<"tool_calls">`. */
export type RecordIn<N extends SetName> = RecordOf<RecordSets[N]["fields"]>;
/** A statement about one record: `{ set, row }`, merged into the store by key. */
export type RecordChange = { [N in SetName]: { readonly set: N; readonly row: RecordIn<N> } }[SetName];
