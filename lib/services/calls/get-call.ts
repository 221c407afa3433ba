import { findModelCall, findToolCall, listItems, listRetries, listSideEffects } from "@/db/queries/calls";
import type { ModelCallDetail, ToolCallDetail } from "@/lib/contracts/call";
import { recordRef } from "@/lib/contracts/record-ref";
import { ConsoleError } from "@/lib/domain/console-error";
import { modelCallRetries, modelCalls, providerItems } from "@/lib/domain/model/model-call";
import { toolCalls, toolSideEffects } from "@/lib/domain/model/tool-call";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";

/** A model call with bodies, parameters, retries and items. Throws not-found. */
export function getModelCall({ store }: ServiceContext, convId: string, callId: string): ModelCallDetail {
  const row = findModelCall(store, convId, callId);
  if (row === undefined)
    throw new ConsoleError("not-found", "The conversation has no such model call.", {
      details: { call_id: callId },
    });
  return {
    model_call: { ...wireFromRecord(modelCalls, row), ref: recordRef("model_call", convId, callId) },
    retries: listRetries(store, convId, callId).map((retry) => wireFromRecord(modelCallRetries, retry)),
    items: listItems(store, convId, callId).map((item) => wireFromRecord(providerItems, item)),
  };
}

/** A tool call with arguments, result and side effects. Throws not-found. */
export function getToolCall({ store }: ServiceContext, convId: string, toolCallId: string): ToolCallDetail {
  const row = findToolCall(store, convId, toolCallId);
  if (row === undefined)
    throw new ConsoleError("not-found", "The conversation has no such tool call.", {
      details: { tool_call_id: toolCallId },
    });
  return {
    tool_call: { ...wireFromRecord(toolCalls, row), ref: recordRef("tool_call", convId, toolCallId) },
    side_effects: listSideEffects(store, convId, toolCallId).map((effect) =>
      wireFromRecord(toolSideEffects, effect),
    ),
  };
}
