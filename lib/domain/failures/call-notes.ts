import type { RecordChange, RecordIn } from "../model";
import { asNumber, asObject, asText } from "../json/json-access";
import { usageOf } from "../projection/usage";
import type { ConversationView } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import type { TurnIndex } from "./turn-index";

type ModelCall = RecordIn<"model_calls">;

/** Calls that ended, but not as an answer should: a filter, a limit, or an end without stop reason and usage. */
export function findDoubtfulEnds(view: ConversationView): FailureDraft[] {
  // Whether this source states an end at all is only known from another call.
  const statesEnds = view.model_calls.some((call) => call.status === "succeeded" && hasEnd(call));
  return view.model_calls.flatMap((call): FailureDraft[] => {
    if (call.status !== "succeeded") return [];
    const reason = call.finish_reason ?? "";
    if (reason === "content_filter" || reason === "refusal") {
      return [noteOf(call, "provider.content_filter", `finish reason ${reason}`)];
    }
    if (reason === "length" || reason === "max_tokens" || call.finish_class === "max_tokens") {
      return [noteOf(call, "provider.max_tokens", `finish reason ${reason}`)];
    }
    if (statesEnds && !hasEnd(call) && typeof call.request_model === "string") {
      return [noteOf(call, "provider.stream_ended_early", "the answer ended without stop reason and usage")];
    }
    return [];
  });
}

function hasEnd(call: ModelCall): boolean {
  return typeof call.finish_reason === "string" || typeof call.output_tokens === "number";
}

function noteOf(call: ModelCall, code: FailureDraft["code"], message: string): FailureDraft {
  return {
    rule: "doubtful-end",
    subject: call.call_id,
    code,
    message,
    handled: true,
    at_ms: call.finished_at_ms ?? call.occurred_at_ms ?? undefined,
    turn_id: call.turn_id ?? undefined,
    session_id: call.session_id ?? undefined,
    run_id: call.run_id ?? undefined,
    model_call_id: call.call_id,
    ordinal: call.last_ordinal ?? undefined,
    model: call.response_model ?? call.request_model ?? undefined,
    provider: call.provider ?? undefined,
  };
}

const inferenceResult = "geppetto.inference_result@v1";

/**
 * What the stored turns know about calls that their events leave out: the newest runtime names model and
 * settings of the last call of a turn only in the turn's metadata.
 */
export function callsFromTurns(view: ConversationView, index: TurnIndex): RecordChange[] {
  return index.turns.flatMap((turn): RecordChange[] => {
    const result = asObject(asObject(turn.metadata)?.[inferenceResult]);
    const call = view.model_calls.findLast((other) => other.turn_id === turn.turn_id);
    if (result === undefined || call === undefined || typeof call.request_model === "string") return [];
    const extra = asObject(result["extra"]);
    const settings = asObject(extra?.["settings"]);
    const usage = typeof call.output_tokens === "number" ? undefined : usageOf(result["usage"]);
    return [
      {
        set: "model_calls",
        row: {
          conv_id: view.conv_id,
          call_id: call.call_id,
          provider: asText(settings?.["ai-api-type"]) ?? asText(result["provider"]),
          request_model: asText(settings?.["ai-engine"]) ?? asText(result["model"]),
          response_model: asText(result["model"]),
          response_id: asText(result["response_id"]),
          finish_reason: call.finish_reason ?? asText(result["stop_reason"]),
          finish_class: call.finish_class ?? asText(result["finish_class"]),
          reasoning_tokens:
            asNumber(extra?.["reasoning_tokens"]) ?? asNumber(extra?.["thoughts_token_count"]),
          cost: asNumber(result["cost"]),
          parameters: parametersOf(settings, result["max_tokens"]),
          ...usage,
        },
      },
    ];
  });
}

function parametersOf(settings: ReturnType<typeof asObject>, maxTokens: ModelCall["parameters"]) {
  const temperature = settings?.["ai-temperature"];
  const parameters = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  };
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}
