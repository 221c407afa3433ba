import type { Envelope } from "@/lib/domain/envelope";
import type { FailureCode } from "@/lib/domain/failures/taxonomy";
import { asArray, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { entityStatus, entitySummary } from "@/lib/domain/projection/entity-summary";
import { readSessionstreamFrame } from "../sessionstream-frame";
import {
  failureOf,
  recordEnvelope,
  timeOfRecord,
  type RecordPlace,
  type RecordSetting,
} from "./record-setting";

/** Steps of the store's work on an event, by the member that holds their error -> code. */
const steps: readonly (readonly [member: string, code: FailureCode])[] = [
  ["appendError", "storage.write_failed"],
  ["sessionError", "storage.write_failed"],
  ["viewError", "projection.handler_failed"],
  ["uiProjectionError", "projection.handler_failed"],
  ["timelineProjectionError", "projection.handler_failed"],
  ["applyError", "storage.write_failed"],
  ["cursorError", "storage.write_failed"],
  ["fanoutError", "transport.frame_gap"],
];

/**
 * A record of the pipeline: a backend event as the store took it, the entities that it made of it, and what failed on
 * the way. It is the event that a database holds and that a frame carried.
 */
export function pipelineEnvelope(record: JsonObject, place: RecordPlace, setting: RecordSetting): Envelope {
  const pipeline = asObject(record["pipeline"]) ?? {};
  const { identity, decode_error, ...frame } = readSessionstreamFrame(record);
  const conv_id = asText(record["sessionId"]) ?? setting.conv_id;
  const records: RecordChange[] = [];
  if (conv_id !== undefined) {
    for (const item of asArray(pipeline["appliedEntities"]) ?? asArray(pipeline["timelineEntities"]) ?? []) {
      const entity = entityOf(asObject(item) ?? {}, conv_id, timeOfRecord(record));
      if (entity !== undefined) records.push(entity);
    }
  }
  for (const [step, code] of steps) {
    const text = asText(pipeline[step]);
    if (text !== undefined) records.push(failureOf(record, place, conv_id, { step, code, text }));
  }
  return recordEnvelope(record, place, setting, {
    ...frame,
    ...(frame.seq === undefined ? {} : { identity }),
    dialect: "sessionstream",
    session_id: conv_id,
    decode_error:
      decode_error === undefined
        ? undefined
        : `${setting.context.name} item ${String(place.line)}: ${decode_error}`,
    records,
  });
}

function entityOf(item: JsonObject, conv_id: string, at: number | undefined): RecordChange | undefined {
  const entity_id = asText(item["id"]);
  if (entity_id === undefined) return undefined;
  const kind = asText(item["kind"]) ?? "";
  const props = asObject(item["payload"]);
  const version = asOrdinal(item["lastEventOrdinal"]);
  return {
    set: "entities",
    row: {
      conv_id,
      session_id: conv_id,
      entity_id,
      kind,
      origin: "stored",
      first_seen_version: asOrdinal(item["createdOrdinal"]),
      last_seen_version: version,
      version,
      entity_updated_at_ms: at,
      occurred_at_ms: at,
      props,
      summary: props === undefined ? undefined : entitySummary(kind, props),
      status: props === undefined ? undefined : entityStatus(kind, props),
    },
  };
}
