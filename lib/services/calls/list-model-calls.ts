import { listModelCallRows } from "@/db/queries/calls";
import type { ListModelCallsQuery, ModelCallPage } from "@/lib/contracts/call";
import { recordRef } from "@/lib/contracts/record-ref";
import { modelCalls } from "@/lib/domain/model/model-call";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { callPageOf, callPositionOf } from "./call-page";

/** Model calls of one conversation in order, or of all with the newest first; without bodies. */
export function listModelCalls(
  { store, now }: ServiceContext,
  { cursor, limit, query }: ListModelCallsQuery,
  convId?: string,
): ModelCallPage {
  if (convId !== undefined) requireConversation(store, convId);
  const binding = cursorBinding("model-calls", { convId, query });
  const rows = listModelCallRows(store, {
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
    (row) => ({ at_ms: row.started_at_ms ?? -1, conv_id: row.conv_id, id: row.call_id }),
    (row) => ({
      ...wireFromRecord(modelCalls, row, ["request_body", "response_body", "parameters"]),
      ref: recordRef("model_call", row.conv_id, row.call_id),
    }),
  );
}
