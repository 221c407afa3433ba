import { sql } from "drizzle-orm";
import { modelCalls, toolCalls } from "../../schema";
import { column, either, flags, type ListFields, type TextSql } from "./field-sql";
import { recordsSaying } from "./text-sql";

/** How the list of model calls answers the fields of a query. */
export const modelCallFields: ListFields<"model-calls"> = {
  status: column(modelCalls.status),
  code: column(modelCalls.error_code),
  provider: column(modelCalls.provider),
  model: either(column(modelCalls.request_model), column(modelCalls.response_model)),
  finish: either(column(modelCalls.finish_class), column(modelCalls.finish_reason)),
  has: flags({
    error: sql`coalesce(${modelCalls.error_code}, ${modelCalls.error_message}) IS NOT NULL`,
    retry: sql`${modelCalls.retry_count} > 0`,
    cache_read: sql`${modelCalls.cache_read_tokens} > 0`,
    reasoning: sql`${modelCalls.reasoning_tokens} > 0`,
  }),
  is: flags({ streaming: sql`${modelCalls.streaming} = 1` }),
  conv: column(modelCalls.conv_id),
  turn: column(modelCalls.turn_id),
  id: column(modelCalls.call_id),
  time: column(sql`+${modelCalls.started_at_ms}`),
  duration: column(modelCalls.total_ms),
  first_token: column(modelCalls.first_token_ms),
  tokens: column(
    sql`coalesce(${modelCalls.total_tokens}, coalesce(${modelCalls.input_tokens}, 0) + coalesce(${modelCalls.output_tokens}, 0))`,
  ),
  retries: column(modelCalls.retry_count),
  iteration: column(modelCalls.iteration),
};

export const modelCallText: TextSql = (term) =>
  sql`(${modelCalls.conv_id}, ${modelCalls.call_id}) IN (SELECT conv_id, key FROM ${recordsSaying(term, "model_call")})`;

/** How the list of tool calls answers the fields of a query. */
export const toolCallFields: ListFields<"tool-calls"> = {
  status: column(toolCalls.status),
  code: column(toolCalls.error_code),
  tool: column(toolCalls.tool_name),
  executed_by: column(toolCalls.executed_by),
  has: flags({
    error: sql`coalesce(${toolCalls.error_code}, ${toolCalls.error_text}) IS NOT NULL`,
    retry: sql`${toolCalls.retry_count} > 0`,
    side_effect: sql`EXISTS (SELECT 1 FROM tool_side_effects s WHERE s.conv_id = ${toolCalls.conv_id} AND s.tool_call_id = ${toolCalls.tool_call_id})`,
  }),
  conv: column(toolCalls.conv_id),
  turn: column(toolCalls.turn_id),
  id: column(toolCalls.tool_call_id),
  time: column(sql`+${toolCalls.requested_at_ms}`),
  duration: column(toolCalls.duration_ms),
  retries: column(toolCalls.retry_count),
  iteration: column(toolCalls.iteration),
};

export const toolCallText: TextSql = (term) =>
  sql`(${toolCalls.conv_id}, ${toolCalls.tool_call_id}) IN (SELECT conv_id, key FROM ${recordsSaying(term, "tool_call")})`;
