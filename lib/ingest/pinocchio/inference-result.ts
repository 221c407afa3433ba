import { asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import { usageOf } from "@/lib/domain/projection/usage";

interface CallKeys {
  readonly conv_id: string;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly occurred_at_ms?: number | undefined;
}

/** What an inference result (`geppetto.inference_result@v1`, `inference-result.json`) says of its model call. */
export function callOfResult(result: JsonObject, call_id: string, keys: CallKeys): RecordChange {
  const extra = asObject(result["extra"]);
  const settings = asObject(extra?.["settings"]);
  const model = asText(result["model"]);
  const usage = usageOf(result["usage"]);
  const total = asNumber(result["duration_ms"]);
  const finish_class = asText(result["finish_class"]);
  const row: RecordIn<"model_calls"> = {
    ...keys,
    call_id,
    provider: asText(result["provider"]),
    request_model: asText(settings?.["ai-engine"]) ?? model,
    response_model: model,
    operation: "chat",
    parameters: settings,
    status: statusOf(finish_class),
    ...usage,
    reasoning_tokens: asNumber(extra?.["thoughts_token_count"]) ?? asNumber(extra?.["reasoning_tokens"]),
    total_tokens: asNumber(extra?.["total_token_count"]) ?? sum(usage?.input_tokens, usage?.output_tokens),
    cost: asNumber(result["cost"]),
    finish_reason: asText(result["stop_reason"]),
    finish_class,
    response_id: asText(result["response_id"]),
    request_id: asText(result["request_id"]),
    provider_ms: total,
    total_ms: total,
  };
  return { set: "model_calls", row };
}

/** Provider names differ between results and call ids. */
const providerInCallIds: Readonly<Record<string, string>> = { open_responses: "openai_responses" };

/** Id of a run's first provider call as the runtime builds it: `<provider>:<run>:provider-call:0`. */
export function firstCallId(provider: string, run_id: string): string {
  return `${providerInCallIds[provider] ?? provider}:${run_id}:provider-call:0`;
}

/**
 * The call of a stored turn. Only turns of the newest runtime are used: there the session is the
 * conversation, the inference id is the run of the call, and a run makes one call (it executes no tools).
 * Earlier ones know their calls by message ids, which a turn does not hold.
 */
export function callOfTurn(
  result: JsonValue | undefined,
  turn: CallKeys & { readonly inference_id?: string | undefined },
): RecordChange[] {
  const { inference_id, ...keys } = turn;
  const object = asObject(result);
  const provider = asText(object?.["provider"]);
  if (object === undefined || provider === undefined || inference_id === undefined) return [];
  if (turn.session_id !== turn.conv_id) return [];
  return [callOfResult(object, firstCallId(provider, inference_id), { ...keys, run_id: inference_id })];
}

function statusOf(finish_class: string | undefined): RecordIn<"model_calls">["status"] {
  switch (finish_class) {
    case undefined:
    case "unknown":
      return undefined;
    case "error":
    case "failed":
      return "failed";
    case "interrupted":
      return "interrupted";
    default:
      return "succeeded";
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
