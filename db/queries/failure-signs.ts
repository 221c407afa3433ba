import type { ReadStore } from "../store";

/** A row of what went wrong, whatever it is; columns that its kind does not have are NULL. */
export interface SignRow {
  readonly kind: "error" | "anomaly" | "socket" | "retry" | "dependency";
  readonly id: string;
  readonly code: string;
  readonly at_ms: bigint | null;
  readonly ordinal: bigint | null;
  readonly since_ms: bigint | null;
  readonly until_ms: bigint | null;
  readonly turn_id: string | null;
  readonly run_id: string | null;
  readonly request_id: string | null;
  readonly model_call_id: string | null;
  readonly tool_call_id: string | null;
  readonly entity_id: string | null;
  readonly detail: string | null;
}

/** Nearest rows per kind: what one failure may have to do with. */
const nearestLimit = 60;

const columns = (fields: Partial<Record<Exclude<keyof SignRow, "kind">, string>>): string =>
  (
    [
      "id",
      "code",
      "at_ms",
      "ordinal",
      "since_ms",
      "until_ms",
      "turn_id",
      "run_id",
      "request_id",
      "model_call_id",
      "tool_call_id",
      "entity_id",
      "detail",
    ] as const
  )
    .map((name) => `${fields[name] ?? "NULL"} AS ${name}`)
    .join(", ");

const turnAndRun = { turn_id: "e.turn_id", run_id: "e.run_id", request_id: "e.request_id" };

/** Time of the envelope before a gap, by the source's clock. */
const beforeGap =
  "(SELECT p.occurred_at_ms FROM ordering_anomalies a JOIN events p ON p.ordinal = a.previous_ordinal WHERE a.ordinal = e.ordinal AND a.kind = 'gap' LIMIT 1)";

const errorsSql = (range: string, order: string): string => `
  SELECT 'error' AS kind, ${columns({
    ...turnAndRun,
    id: "e.error_id",
    code: "e.error_code",
    at_ms: "e.occurred_at_ms",
    ordinal: "coalesce(e.event_ordinal, e.ordinal)",
    since_ms: `CASE WHEN e.error_code = 'transport.frame_gap' THEN ${beforeGap} END`,
    model_call_id: "e.model_call_id",
    tool_call_id: "e.tool_call_id",
    entity_id: "e.entity_id",
  })}
  FROM errors e WHERE e.conv_id = @conv AND e.occurred_at_ms ${range} ORDER BY e.occurred_at_ms ${order} LIMIT ${String(nearestLimit)}`;

const statements: readonly string[] = [
  errorsSql("BETWEEN @from AND @at", "DESC"),
  errorsSql("BETWEEN @at + 1 AND @to", "ASC"),
  // Gaps are failures of their own.
  `SELECT 'anomaly' AS kind, ${columns({ id: "a.anomaly_id", code: "a.kind", at_ms: "a.occurred_at_ms", ordinal: "a.ordinal" })}
   FROM ordering_anomalies a WHERE a.conv_id = @conv AND a.kind NOT IN ('gap', 'duplicate_same')
     AND a.occurred_at_ms BETWEEN @from AND @to ORDER BY abs(a.occurred_at_ms - @at) LIMIT ${String(nearestLimit)}`,
  // A socket that was cut off while the conversation went on is a failure of its own.
  `SELECT 'socket' AS kind, ${columns({ id: "w.socket_id", code: "'transport.ws_closed'", at_ms: "w.disconnected_at_ms", ordinal: "w.ordinal", turn_id: "w.turn_id" })}
   FROM ws_sessions w WHERE w.conv_id = @conv AND w.close_code NOT IN (1000, 1001) AND w.disconnected_at_ms BETWEEN @from AND @to
     AND NOT EXISTS (SELECT 1 FROM errors e WHERE e.conv_id = @conv AND e.occurred_at_ms = w.disconnected_at_ms AND e.rule = 'dropped-socket')
   ORDER BY abs(w.disconnected_at_ms - @at) LIMIT ${String(nearestLimit)}`,
  `SELECT 'retry' AS kind, ${columns({ id: "r.call_id", code: "'retry'", at_ms: "min(r.occurred_at_ms)", ordinal: "min(r.ordinal)", model_call_id: "r.call_id", turn_id: "m.turn_id", detail: "count(*) || ' × ' || max(coalesce(r.cause, r.status, 'retry'))" })}
   FROM model_call_retries r JOIN model_calls m ON m.conv_id = r.conv_id AND m.call_id = r.call_id
   WHERE r.conv_id = @conv AND r.occurred_at_ms BETWEEN @from AND @to GROUP BY r.call_id LIMIT ${String(nearestLimit)}`,
  // Outages belong to no conversation; a process has few changes of state.
  `SELECT 'dependency' AS kind, ${columns({ id: "d.process_key || ' ' || d.dependency", code: "d.dependency", at_ms: "d.since_ms", until_ms: "d.until", detail: "d.state || coalesce(': ' || d.last_error, '') || ' on ' || d.process_key" })}
   FROM (SELECT *, lead(since_ms) OVER (PARTITION BY process_key, dependency ORDER BY since_ms) AS until FROM dependency_health) d
   WHERE d.state IN ('down', 'degraded') AND d.since_ms <= @at AND coalesce(d.until, @at) >= @at
   ORDER BY d.since_ms DESC LIMIT 10`,
];

/**
 * What went wrong in a conversation within a time of a moment, nearest first, and the outages of that moment.
 * A handful of statements over the indexes of the conversation.
 */
export function listFailureSigns(
  { sqlite }: ReadStore,
  convId: string,
  atMs: number,
  reachMs: number,
): readonly SignRow[] {
  const parameters = { conv: convId, at: atMs, from: atMs - reachMs, to: atMs + reachMs };
  return statements.flatMap((sql) => sqlite.prepare(sql).all(parameters).map(signRow));
}

/** Row of one of the statements above, which all have these columns. */
function signRow(row: unknown): SignRow {
  return row as SignRow;
}
