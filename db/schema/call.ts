import { desc, isNotNull } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as modelCall from "@/lib/domain/model/model-call";
import * as toolCall from "@/lib/domain/model/tool-call";
import { columnsOf } from "../columns";

/** Model calls. Sort by started_at_ms, call_id. */
export const modelCalls = sqliteTable("model_calls", columnsOf(modelCall.modelCalls), (t) => [
  primaryKey({ columns: [t.conv_id, t.call_id] }),
  index("model_calls_by_start").on(t.conv_id, t.started_at_ms),
  index("model_calls_by_end").on(t.conv_id, t.finished_at_ms),
  index("model_calls_recent").on(desc(t.started_at_ms), t.conv_id, t.call_id),
  index("model_calls_by_id").on(t.call_id),
  index("model_calls_by_model").on(t.request_model, desc(t.started_at_ms)),
  index("model_calls_by_response").on(t.response_id).where(isNotNull(t.response_id)),
  index("model_calls_by_trace").on(t.trace_id).where(isNotNull(t.trace_id)),
]);

/** Retries of model calls, in order of attempt. */
export const modelCallRetries = sqliteTable(
  "model_call_retries",
  columnsOf(modelCall.modelCallRetries),
  (t) => [primaryKey({ columns: [t.conv_id, t.call_id, t.attempt] })],
);

/** Tool calls. Sort by requested_at_ms, tool_call_id. */
export const toolCalls = sqliteTable("tool_calls", columnsOf(toolCall.toolCalls), (t) => [
  primaryKey({ columns: [t.conv_id, t.tool_call_id] }),
  index("tool_calls_by_start").on(t.conv_id, t.requested_at_ms),
  index("tool_calls_by_end").on(t.conv_id, t.finished_at_ms),
  index("tool_calls_recent").on(desc(t.requested_at_ms), t.conv_id, t.tool_call_id),
  index("tool_calls_by_id").on(t.tool_call_id),
  index("tool_calls_by_name").on(t.tool_name, desc(t.requested_at_ms)),
  index("tool_calls_by_trace").on(t.trace_id).where(isNotNull(t.trace_id)),
]);

/** Items of providers' answers. The second index serves a call's own items, the third "open any id". */
export const providerItems = sqliteTable("provider_items", columnsOf(modelCall.providerItems), (t) => [
  primaryKey({ columns: [t.conv_id, t.item_id] }),
  index("provider_items_by_call").on(t.conv_id, t.call_id),
  index("provider_items_by_id").on(t.item_id),
]);

/** Side effects of tool calls, in order of position. */
export const toolSideEffects = sqliteTable("tool_side_effects", columnsOf(toolCall.toolSideEffects), (t) => [
  primaryKey({ columns: [t.conv_id, t.tool_call_id, t.position] }),
]);
