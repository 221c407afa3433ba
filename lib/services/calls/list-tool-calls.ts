import { listToolCallRows } from "@/db/queries/calls";
import type { ListToolCallsQuery, ToolCallPage } from "@/lib/contracts/call";
import { recordRef } from "@/lib/contracts/record-ref";
import { toolCalls } from "@/lib/domain/model/tool-call";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { callPageOf, callPositionOf } from "./call-page";

/** Tool calls of one conversation in order, or of all with the newest first; arguments and results cut. */
export function listToolCalls(
  { store, now }: ServiceContext,
  { cursor, limit, query }: ListToolCallsQuery,
  convId?: string,
): ToolCallPage {
  if (convId !== undefined) requireConversation(store, convId);
  const binding = cursorBinding("tool-calls", { convId, query });
  const rows = listToolCallRows(store, {
    query,
    now_ms: now(),
    conv_id: convId,
    after: callPositionOf(binding, cursor),
    limit: limit + 1,
  });
  return callPageOf(
    binding,
    rows,
    limit,
    (row) => ({ at_ms: row.requested_at_ms ?? -1, conv_id: row.conv_id, id: row.tool_call_id }),
    (row) => ({
      ...wireFromRecord(toolCalls, row, ["arguments", "arguments_raw", "result", "result_raw"]),
      ref: recordRef("tool_call", row.conv_id, row.tool_call_id),
      arguments_preview: row.arguments_preview,
      result_preview: row.result_preview,
    }),
  );
}
