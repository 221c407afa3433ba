import { and, gte, lt, sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import {
  errorContributions,
  modelCallContributions,
  toolCallContributions,
  type Contribution,
} from "@/lib/domain/rollups/contributions";
import { widthMs } from "@/lib/domain/rollups/rollup-widths";
import { errors, modelCalls, toolCalls } from "../schema";
import type { ReadStore } from "../store";
import type { CountedTable } from "./rollup-triggers";

/** What the records of a table add to one minute, by its start. */
export type MinuteReaders = Readonly<Record<CountedTable, (minute: number) => readonly Contribution[]>>;

/** Prepared readers of one minute, each a range of the table's index on time. */
export function minuteReaders({ drizzle: db }: ReadStore): MinuteReaders {
  const within = (column: SQLiteColumn): SQL | undefined =>
    and(gte(column, sql.placeholder("from")), lt(column, sql.placeholder("to")));
  const range = (minute: number) => ({ from: minute, to: minute + widthMs.minute });
  const failures = db
    .select({ error_class: errors.error_class, error_code: errors.error_code })
    .from(errors)
    .where(within(errors.occurred_at_ms))
    .prepare();
  const models = db
    .select({
      provider: modelCalls.provider,
      request_model: modelCalls.request_model,
      response_model: modelCalls.response_model,
      status: modelCalls.status,
      input_tokens: modelCalls.input_tokens,
      output_tokens: modelCalls.output_tokens,
      cache_read_tokens: modelCalls.cache_read_tokens,
      cache_write_tokens: modelCalls.cache_write_tokens,
      reasoning_tokens: modelCalls.reasoning_tokens,
      total_ms: modelCalls.total_ms,
      first_token_ms: modelCalls.first_token_ms,
    })
    .from(modelCalls)
    .where(within(modelCalls.started_at_ms))
    .prepare();
  const tools = db
    .select({ tool_name: toolCalls.tool_name, status: toolCalls.status })
    .from(toolCalls)
    .where(within(toolCalls.requested_at_ms))
    .prepare();
  return {
    errors: (minute) => failures.all(range(minute)).flatMap(errorContributions),
    model_calls: (minute) => models.all(range(minute)).flatMap(modelCallContributions),
    tool_calls: (minute) => tools.all(range(minute)).flatMap(toolCallContributions),
  };
}
