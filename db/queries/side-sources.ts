import { storedTwin } from "./stored-twin";
import type { JoinedKind, RecordKind } from "@/lib/contracts/vocabulary";

/** A kind of record on the joined axis: where its rows are and where they stand. */
export interface SideSource {
  readonly kind: JoinedKind;
  readonly record_kind: RecordKind;
  readonly table: string;
  /** Where `table` is a view: the one to ask for ids, and the table of the rows, which has the key of their conversation. */
  readonly view?: { readonly by_id: string; readonly rows: string };
  /** Up to four expressions: the key parts of the reference. */
  readonly parts: readonly string[];
  readonly at: string;
  readonly ordinal: string;
  readonly turn_id: string;
  readonly subject: string;
  readonly where?: string;
  /**
   * Of what a conversation may have tens of thousands: the column that its place begins with, by which an index orders the rows of a
   * conversation. Only rows without it are read with everything else. Its subject is a key, so that an index has it too.
   */
  readonly crowded_by?: string;
}

const storedVersion = `EXISTS (${storedTwin("x.entity_key", "entity_version_rows")})`;
const control = { at: "occurred_at_ms", ordinal: "ordinal", turn_id: "turn_id" } as const;

/**
 * Every kind of record but envelopes, with its place. Calls stand where they ended, because only then their
 * figures are known. An entity shows the history that its runtime stored, else the recomputed one, else
 * just its creation.
 */
export const sideSources: readonly SideSource[] = [
  {
    kind: "turn",
    record_kind: "turn",
    table: "turns",
    parts: ["turn_id"],
    at: "coalesce(started_at_ms, occurred_at_ms)",
    ordinal: "NULL",
    turn_id: "turn_id",
    subject: "turn_id",
    crowded_by: "started_at_ms",
  },
  {
    kind: "entity",
    record_kind: "entity_version",
    table: "entity_versions",
    view: { by_id: "entity_versions_by_id", rows: "entity_version_rows" },
    parts: ["entity_id", "kind", "origin", "version"],
    at: "occurred_at_ms",
    ordinal: "ordinal",
    turn_id:
      "(SELECT e.turn_id FROM entities_by_id e WHERE e.conv_id = x.conv_id AND e.entity_id = x.entity_id AND e.kind = x.kind AND e.origin = x.origin)",
    subject: "entity_id",
    where: `(origin = 'stored' OR NOT ${storedVersion})`,
    crowded_by: "occurred_at_ms",
  },
  {
    kind: "entity",
    record_kind: "entity",
    table: "entities",
    view: { by_id: "entities_by_id", rows: "entity_rows" },
    parts: ["entity_id", "kind", "origin"],
    at: "coalesce(created_at_ms, occurred_at_ms)",
    ordinal: "coalesce(first_ordinal, ordinal)",
    turn_id: "turn_id",
    subject: "entity_id",
    where:
      "NOT EXISTS (SELECT 1 FROM entity_versions_by_id s WHERE s.conv_id = x.conv_id AND s.entity_id = x.entity_id AND s.kind = x.kind) AND (origin = 'stored' OR NOT EXISTS (SELECT 1 FROM entities_by_id s WHERE s.conv_id = x.conv_id AND s.entity_id = x.entity_id AND s.kind = x.kind AND s.origin = 'stored'))",
    crowded_by: "created_at_ms",
  },
  {
    kind: "snapshot",
    record_kind: "snapshot",
    table: "turn_snapshots",
    parts: ["turn_id", "phase", "snapshot_at_ms"],
    at: "snapshot_at_ms",
    ordinal: "ordinal",
    turn_id: "turn_id",
    subject: "turn_id",
    crowded_by: "snapshot_at_ms",
  },
  {
    kind: "model_call",
    record_kind: "model_call",
    table: "model_calls",
    parts: ["call_id"],
    at: "coalesce(finished_at_ms, started_at_ms, occurred_at_ms)",
    ordinal: "coalesce(last_ordinal, first_ordinal, ordinal)",
    turn_id: "turn_id",
    subject: "call_id",
    crowded_by: "finished_at_ms",
  },
  {
    kind: "tool_call",
    record_kind: "tool_call",
    table: "tool_calls",
    parts: ["tool_call_id"],
    at: "coalesce(finished_at_ms, started_at_ms, requested_at_ms, occurred_at_ms)",
    ordinal: "coalesce(last_ordinal, first_ordinal, ordinal)",
    turn_id: "turn_id",
    subject: "tool_call_id",
    crowded_by: "finished_at_ms",
  },
  {
    kind: "middleware",
    record_kind: "middleware",
    table: "middleware_steps",
    parts: ["step_id"],
    at: "coalesce(started_at_ms, occurred_at_ms)",
    ordinal: "ordinal",
    turn_id: "turn_id",
    subject: "step_id",
    crowded_by: "started_at_ms",
  },
  {
    kind: "mode",
    record_kind: "mode",
    table: "mode_decisions",
    parts: ["decision_id"],
    subject: "decision_id",
    ...control,
    crowded_by: "occurred_at_ms",
  },
  {
    kind: "transform",
    record_kind: "transform",
    table: "prompt_transforms",
    parts: ["transform_id"],
    subject: "transform_id",
    ...control,
    crowded_by: "occurred_at_ms",
  },
  {
    kind: "guardrail",
    record_kind: "guardrail",
    table: "guardrail_decisions",
    parts: ["decision_id"],
    subject: "decision_id",
    ...control,
    crowded_by: "occurred_at_ms",
  },
  {
    kind: "planner",
    record_kind: "planner",
    table: "planner_candidates",
    parts: ["decision_id"],
    subject: "decision_id",
    ...control,
    where:
      "position = (SELECT min(p.position) FROM planner_candidates p WHERE p.conv_id = x.conv_id AND p.decision_id = x.decision_id)",
  },
  {
    kind: "http",
    record_kind: "http",
    table: "http_requests",
    parts: ["http_id"],
    subject: "http_id",
    ...control,
    crowded_by: "occurred_at_ms",
  },
  {
    kind: "ws",
    record_kind: "ws",
    table: "ws_sessions",
    parts: ["socket_id"],
    at: "coalesce(connected_at_ms, occurred_at_ms)",
    ordinal: "NULL",
    turn_id: "turn_id",
    subject: "socket_id",
  },
  {
    kind: "ws",
    record_kind: "ws",
    table: "ws_sessions",
    parts: ["socket_id", "'close'"],
    at: "disconnected_at_ms",
    ordinal: "ordinal",
    turn_id: "turn_id",
    subject: "socket_id",
    where: "(disconnected_at_ms IS NOT NULL OR close_code IS NOT NULL)",
  },
  {
    kind: "error",
    record_kind: "error",
    table: "errors",
    parts: ["error_id"],
    at: "occurred_at_ms",
    ordinal: "coalesce(event_ordinal, ordinal)",
    turn_id: "turn_id",
    subject: "coalesce(tool_call_id, model_call_id, entity_id)",
  },
  {
    kind: "anomaly",
    record_kind: "anomaly",
    table: "ordering_anomalies",
    parts: ["anomaly_id"],
    at: "coalesce(occurred_at_ms, ingested_at_ms)",
    ordinal: "ordinal",
    turn_id: "NULL",
    subject: "stream",
  },
  {
    kind: "fault",
    record_kind: "fault",
    table: "projection_faults",
    parts: ["fault_id"],
    at: "occurred_at_ms",
    ordinal: "coalesce(ordinal, next_ordinal, previous_ordinal)",
    turn_id: "turn_id",
    subject: "entity_id",
  },
  {
    kind: "panic",
    record_kind: "panic",
    table: "panics",
    parts: ["panic_id"],
    at: "occurred_at_ms",
    ordinal: "ordinal",
    turn_id: "turn_id",
    subject: "process_key",
  },
];
