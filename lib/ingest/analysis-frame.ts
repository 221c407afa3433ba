import { asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { readJson } from "./read-json";

/**
 * The SEM envelope in a row of `event_log_entries`: the payload as it was exported, completed by the columns that were
 * taken out of it. Undefined for anything else.
 */
export function frameOfAnalysisRow(value: JsonValue): JsonValue | undefined {
  const row = asObject(value);
  if (row === undefined || !("event_type" in row && "raw_payload_json" in row)) return undefined;
  const raw = objectIn(row["raw_payload_json"]);
  const event = asObject(raw?.["event"]) ?? {};
  const type = asText(event["type"]) ?? asText(row["event_type"]);
  if (type === undefined) return undefined;
  const data = event["data"] ?? filled(objectIn(row["event_data_json"]));
  const metadata = event["metadata"] ?? filled(objectIn(row["event_metadata_json"]));
  return {
    sem: true,
    event: {
      ...event,
      type,
      id: event["id"] ?? row["event_id"] ?? null,
      seq: event["seq"] ?? row["seq"] ?? null,
      stream_id: event["stream_id"] ?? row["stream_id"] ?? null,
      ...(data === undefined ? {} : { data }),
      ...(metadata === undefined ? {} : { metadata }),
    },
  };
}

function objectIn(text: JsonValue | undefined): JsonObject | undefined {
  const reading = typeof text === "string" ? readJson(Buffer.from(text)) : undefined;
  return reading?.ok === true ? asObject(reading.value) : undefined;
}

/** The importer wrote an empty object where there was none. */
function filled(object: JsonObject | undefined): JsonObject | undefined {
  return object === undefined || Object.keys(object).length === 0 ? undefined : object;
}
