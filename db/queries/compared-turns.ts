import type { ReadStore } from "../store";

/** A block of the newest snapshot of a turn, in order. */
export interface NewestBlockRow {
  readonly block_id: string;
  readonly content_hash: string;
  readonly kind: string;
  readonly role: string | null;
  readonly payload: string | null;
  readonly text_preview: string | null;
  readonly tool_name: string | null;
  readonly tool_call_id: string | null;
  readonly error_text: string | null;
}

const newestSql = `
  SELECT s.block_id, s.content_hash, b.kind, b.role, b.payload, b.text_preview, b.tool_name, b.tool_call_id, b.error_text
  FROM (SELECT phase, snapshot_at_ms FROM turn_snapshots WHERE conv_id = @conv AND turn_id = @turn
        ORDER BY snapshot_at_ms DESC, iteration DESC, phase LIMIT 1) n
  CROSS JOIN snapshot_blocks s ON s.conv_id = @conv AND s.turn_id = @turn AND s.phase = n.phase AND s.snapshot_at_ms = n.snapshot_at_ms
  JOIN blocks b ON b.block_id = s.block_id AND b.content_hash = s.content_hash
  ORDER BY s.position LIMIT @limit`;

/** Blocks of the newest snapshot of a turn; empty where no snapshot was stored. Reads that snapshot alone. */
export function listNewestBlocks(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
  limit: number,
): NewestBlockRow[] {
  return sqlite.prepare(newestSql).all({ conv: convId, turn: turnId, limit }).map(blockRow);
}

/** Row of the query above, whose columns it names. */
function blockRow(row: unknown): NewestBlockRow {
  return row as NewestBlockRow;
}

/** Calls of a conversation that name a turn, whole; the caller groups them by turn. */
export function listComparedCalls({ sqlite }: ReadStore, convId: string, limit: number): ComparedCallRow[] {
  return sqlite
    .prepare(
      `SELECT turn_id, provider, request_model, response_model, parameters, request_body, status, finish_reason, retry_count,
         input_tokens, output_tokens, cache_read_tokens, reasoning_tokens, cost, total_ms, first_token_ms, queue_ms, provider_ms
       FROM model_calls WHERE conv_id = ? AND turn_id IS NOT NULL ORDER BY started_at_ms, call_id LIMIT ?`,
    )
    .all(convId, limit)
    .map(callRow);
}

export interface ComparedCallRow {
  readonly turn_id: string;
  readonly provider: string | null;
  readonly request_model: string | null;
  readonly response_model: string | null;
  readonly parameters: string | null;
  readonly request_body: string | null;
  readonly status: string | null;
  readonly finish_reason: string | null;
  readonly retry_count: bigint | null;
  readonly input_tokens: bigint | null;
  readonly output_tokens: bigint | null;
  readonly cache_read_tokens: bigint | null;
  readonly reasoning_tokens: bigint | null;
  readonly cost: number | null;
  readonly total_ms: number | null;
  readonly first_token_ms: number | null;
  readonly queue_ms: number | null;
  readonly provider_ms: number | null;
}

/** Row of the calls query, whose columns it names. */
function callRow(row: unknown): ComparedCallRow {
  return row as ComparedCallRow;
}

export interface ComparedErrorRow {
  readonly turn_id: string;
  readonly error_id: string;
  readonly error_code: string;
  readonly message: string | null;
}

/** Failures of a conversation that name a turn, in order of time. */
export function listComparedErrors({ sqlite }: ReadStore, convId: string, limit: number): ComparedErrorRow[] {
  return sqlite
    .prepare(
      `SELECT turn_id, error_id, error_code, coalesce(raw_message, safe_message) AS message
       FROM errors WHERE conv_id = ? AND turn_id IS NOT NULL ORDER BY occurred_at_ms, error_id LIMIT ?`,
    )
    .all(convId, limit)
    .map(errorRow);
}

/** Row of the errors query, whose columns it names. */
function errorRow(row: unknown): ComparedErrorRow {
  return row as ComparedErrorRow;
}
