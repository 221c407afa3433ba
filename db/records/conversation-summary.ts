import type Database from "better-sqlite3";
import { stampConversation } from "./list-versions";
import { countTold } from "./entity-rows";

/**
 * Brings the index row and the facets of a conversation up to date with its records. Counts of the log
 * (events, bytes) are kept by the counters and not touched here. A handful of indexed reads.
 */
export class ConversationSummary {
  readonly #statements: readonly Database.Statement[];

  constructor(sqlite: Database.Database) {
    this.#statements = [
      ensureRow,
      countRecords,
      describeState,
      dropFacets,
      fillFacets,
      stampConversation,
    ].map((sql) => sqlite.prepare(sql));
  }

  refresh(convId: string, nowMs: number): void {
    for (const statement of this.#statements) statement.run({ conv: convId, now: nowMs });
  }
}

const ensureRow = `
  INSERT INTO conversations (conv_id, event_count, bytes_received, ingested_at_ms, updated_at_ms)
  VALUES (@conv, 0, 0, @now, @now) ON CONFLICT DO NOTHING`;

/** Stored entities count where there is a stored timeline; else what projection made of the events. */
const countRecords = `
  WITH
    calls AS (
      SELECT count(*) AS n, sum(input_tokens) AS input, sum(output_tokens) AS output,
        sum(coalesce(total_tokens, coalesce(input_tokens, 0) + coalesce(output_tokens, 0))) AS total
      FROM model_calls WHERE conv_id = @conv),
    stored AS (SELECT ${countTold("stored", "@conv")} AS n),
    projected AS (SELECT ${countTold("projected", "@conv")} AS n),
    orders AS (
      SELECT count(*) AS n FROM ordering_anomalies
      WHERE conv_id = @conv AND NOT (kind = 'gap' AND coalesce(missing_count, 1) = 0)),
    faults AS (SELECT count(*) AS n FROM projection_faults WHERE conv_id = @conv)
  UPDATE conversations SET
    event_count = coalesce(event_count, 0),
    bytes_received = coalesce(bytes_received, 0),
    turn_count = (SELECT count(*) FROM turns WHERE conv_id = @conv),
    entity_count = CASE WHEN stored.n > 0 THEN stored.n ELSE projected.n END,
    model_call_count = calls.n,
    tool_call_count = (SELECT count(*) FROM tool_calls WHERE conv_id = @conv),
    error_count = (SELECT count(*) FROM errors WHERE conv_id = @conv),
    anomaly_count = orders.n + faults.n,
    input_tokens = coalesce(calls.input, 0),
    output_tokens = coalesce(calls.output, 0),
    total_tokens = coalesce(calls.total, 0),
    has_timeline = stored.n + projected.n > 0,
    has_turns = EXISTS (SELECT 1 FROM turn_snapshots WHERE conv_id = @conv),
    has_raw_events = coalesce(event_count, 0) > 0,
    has_model_calls = calls.n > 0,
    has_tool_calls = EXISTS (SELECT 1 FROM tool_calls WHERE conv_id = @conv),
    has_transport = EXISTS (SELECT 1 FROM ws_sessions WHERE conv_id = @conv)
      OR EXISTS (SELECT 1 FROM http_requests WHERE conv_id = @conv),
    has_panic = EXISTS (SELECT 1 FROM panics WHERE conv_id = @conv)
      OR EXISTS (SELECT 1 FROM errors WHERE conv_id = @conv AND error_code = 'runtime.panic'),
    open_incident_count = (
      SELECT count(DISTINCT e.incident_id) FROM errors e
      LEFT JOIN incidents i ON i.incident_id = e.incident_id
      WHERE e.conv_id = @conv AND coalesce(i.state, 'open') IN ('open', 'regressed')),
    updated_at_ms = @now
  FROM calls, stored, projected, orders, faults
  WHERE conv_id = @conv`;

/** The last error is a warning only where nothing worse is recorded: a list that shows none while the conversation has some would be wrong. A gap that was filled later is none. Closed and evicted are the source's word; a failed newest turn makes error; else the source's word, or idle. */
const describeState = `
  WITH
    newest AS (
      SELECT outcome FROM turns WHERE conv_id = @conv
      ORDER BY started_at_ms DESC, turn_id DESC LIMIT 1),
    failure AS (
      SELECT error_code, error_class, coalesce(raw_message, safe_message) AS message FROM errors
      WHERE conv_id = @conv
      ORDER BY coalesce(severity, 'error') IN ('error', 'critical') DESC, occurred_at_ms DESC, error_id DESC
      LIMIT 1),
    orders AS (
      SELECT max(kind IN ('out_of_order', 'late', 'regression')) AS disorder,
        max(kind IN ('duplicate_same', 'duplicate_other')) AS duplicate, max(kind = 'gap' AND coalesce(missing_count, 1) > 0) AS gap
      FROM ordering_anomalies WHERE conv_id = @conv),
    faults AS (SELECT count(*) AS n FROM projection_faults WHERE conv_id = @conv)
  UPDATE conversations SET
    last_error_code = (SELECT error_code FROM failure),
    last_error_class = (SELECT error_class FROM failure),
    last_error_message = (SELECT message FROM failure),
    status = CASE
      WHEN reported_status IN ('closed', 'evicted') THEN reported_status
      WHEN (SELECT outcome FROM newest) = 'failed' THEN 'error'
      WHEN reported_status IN ('active', 'idle', 'error') THEN reported_status
      WHEN stream_running = 1 THEN 'active'
      ELSE 'idle' END,
    integrity_state = CASE
      WHEN faults.n > 0 THEN 'drift'
      WHEN orders.disorder = 1 THEN 'disorder'
      WHEN orders.duplicate = 1 THEN 'duplicate'
      WHEN orders.gap = 1 THEN 'gap'
      ELSE 'clean' END
  FROM orders, faults
  WHERE conv_id = @conv`;

const facetsNow = `
  SELECT facet, value, sum(n) AS count FROM (
    SELECT 'tool' AS facet, tool_name AS value, 1 AS n FROM tool_calls WHERE conv_id = @conv
    UNION ALL SELECT 'model', coalesce(response_model, request_model), 1 FROM model_calls WHERE conv_id = @conv
    UNION ALL SELECT 'provider', provider, 1 FROM model_calls WHERE conv_id = @conv
    UNION ALL SELECT 'class', error_class, 1 FROM errors WHERE conv_id = @conv
    UNION ALL SELECT 'code', error_code, 1 FROM errors WHERE conv_id = @conv
    UNION ALL SELECT 'runtime', runtime_key, 1 FROM conversations WHERE conv_id = @conv
    UNION ALL SELECT 'profile', profile_slug, 1 FROM conversations WHERE conv_id = @conv
    UNION ALL SELECT 'status', status, 1 FROM conversations WHERE conv_id = @conv
    UNION ALL SELECT 'integrity', integrity_state, 1 FROM conversations WHERE conv_id = @conv
    UNION ALL SELECT 'source', source, item_count FROM conversation_sources WHERE conv_id = @conv
  ) WHERE value IS NOT NULL AND value <> ''
  GROUP BY facet, value`;

/** Most facets stay as they are, and each that goes or comes changes two indexes and what counts the conversations that have it. */
const dropFacets = `
  DELETE FROM conversation_facets WHERE conv_id = @conv AND @now IS NOT NULL
    AND (facet, value) NOT IN (SELECT facet, value FROM (${facetsNow}))`;

const fillFacets = `
  INSERT INTO conversation_facets (conv_id, facet, value, count)
  SELECT @conv, facet, value, count FROM (${facetsNow}) WHERE @now IS NOT NULL
  ON CONFLICT (conv_id, facet, value) DO UPDATE SET count = excluded.count
    WHERE conversation_facets.count IS NOT excluded.count`;
