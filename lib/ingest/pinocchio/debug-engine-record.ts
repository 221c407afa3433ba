import type { Envelope } from "@/lib/domain/envelope";
import { asBoolean, asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { usageOf } from "@/lib/domain/projection/usage";
import { readGeppettoEvent } from "../geppetto-event";
import {
  failureOf,
  recordEnvelope,
  timeOfRecord,
  type RecordPlace,
  type RecordSetting,
} from "./record-setting";

/**
 * A record of the inference engine: an event that it published, a chunk of the provider as it arrived, or a step of
 * its work. `isEvent` says whether this record stands for the event that it holds: each is recorded before and after
 * it was published.
 */
export function engineEnvelope(
  record: JsonObject,
  place: RecordPlace,
  setting: RecordSetting,
  isEvent: boolean,
): Envelope {
  const said = asObject(record["geppetto"]) ?? {};
  const stage = asText(said["stage"]) ?? "unknown";
  const conv_id = asText(record["sessionId"]) ?? asText(said["sessionId"]) ?? setting.conv_id;
  const event = isEvent ? readGeppettoEvent(record) : undefined;
  const error = asText(said["error"]);
  const records: RecordChange[] = [];
  if (stage === "provider_call_result_finalized" && conv_id !== undefined)
    records.push(...callOf(record, said, conv_id));
  if (error !== undefined)
    records.push(
      failureOf(record, place, conv_id, { step: stage, code: "transport.frame_gap", text: error }),
    );
  const common = {
    conv_id,
    stream: conv_id ?? `file:${setting.context.name}`,
    session_id: asText(said["sessionId"]) ?? conv_id,
    turn_id: asText(said["turnId"]),
    run_id: asText(said["runId"]) ?? asText(said["inferenceId"]),
    records,
  };
  if (event === undefined) {
    return recordEnvelope(record, place, setting, {
      ...common,
      type: `debug.${stage}`,
      event_id: asText(said["providerCallId"]) ?? asText(said["messageId"]),
    });
  }
  const { data, metadata, ...keys } = event;
  return recordEnvelope(record, place, setting, {
    ...common,
    ...keys,
    conv_id,
    session_id: keys.session_id ?? common.session_id,
    class: "event",
    dialect: "geppetto",
    data,
    metadata,
  });
}

/** What the engine summed up of a call of its provider. */
function callOf(record: JsonObject, said: JsonObject, conv_id: string): RecordChange[] {
  const call_id = asText(said["providerCallId"]);
  if (call_id === undefined) return [];
  const finish_class = asText(said["finishClass"]);
  const duration = asNumber(said["durationMs"]);
  const model = asText(said["model"]);
  return [
    {
      set: "model_calls",
      row: {
        conv_id,
        call_id,
        session_id: asText(said["sessionId"]),
        turn_id: asText(said["turnId"]),
        run_id: asText(said["runId"]) ?? asText(said["inferenceId"]),
        provider: asText(said["provider"]),
        request_model: model,
        response_id: asText(said["responseId"]),
        finish_reason: asText(said["stopReason"]),
        finish_class:
          finish_class ?? (asBoolean(said["hasToolCalls"]) === true ? "tool_calls_pending" : undefined),
        ...usageOf(said["usage"]),
        total_ms: duration,
        provider_ms: duration,
        finished_at_ms: timeOfRecord(record),
      },
    },
  ];
}
