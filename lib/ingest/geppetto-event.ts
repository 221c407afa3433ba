import { asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { readJson } from "./read-json";

/** What an event of the inference engine says, whatever carried it. */
export interface GeppettoEvent {
  readonly type: string;
  readonly event_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  /** Run of the newest engine, inference of the older one. */
  readonly run_id?: string | undefined;
  readonly occurred_at_ms?: number | undefined;
  /** The event itself. */
  readonly data: JsonObject;
  /** Its `meta`: model, usage, stop reason, ids. */
  readonly metadata?: JsonObject | undefined;
}

/** Message id of events that belong to no message. */
export const nilId = "00000000-0000-0000-0000-000000000000";

/** Reads a parsed event, bare or inside a runner's line `{type, event, meta, ts}`; undefined if it is none. */
export function readGeppettoEvent(value: JsonValue): GeppettoEvent | undefined {
  const line = eventOfRecord(eventOfRow(asObject(value)));
  const event = asObject(line?.["event"]) ?? line;
  const type = asText(event?.["type"]) ?? asText(line?.["type"]);
  if (line === undefined || event === undefined || type === undefined) return undefined;
  const metadata = asObject(line["meta"]) ?? asObject(event["meta"]);
  const correlation = asObject(event["correlation"]);
  return {
    type,
    event_id: subjectOf(event, metadata, correlation),
    session_id: asText(metadata?.["session_id"]) ?? asText(correlation?.["session_id"]),
    turn_id: asText(metadata?.["turn_id"]) ?? asText(correlation?.["turn_id"]),
    run_id: asText(correlation?.["run_id"]) ?? asText(metadata?.["inference_id"]),
    occurred_at_ms: asNumber(line["ts"]),
    data: event,
    metadata,
  };
}

/**
 * A row of `chat_events` (simple-chat-agent) as the line that it was made of: the event as it came where the row kept
 * it, else what the columns say of it, in the words of an event.
 */
function eventOfRow(row: JsonObject | undefined): JsonObject | undefined {
  if (row === undefined || !("payload_json" in row) || !("tool_id" in row)) return row;
  const kept = asObject(jsonIn(row["payload_json"]));
  const own = {
    session_id: asText(row["session_id"]) ?? asText(row["run_id"]) ?? null,
    inference_id: asText(row["inference_id"]) ?? null,
    turn_id: asText(row["turn_id"]) ?? null,
  };
  const ts = Date.parse(asText(row["created_at"]) ?? "");
  const event: JsonObject = kept ?? {
    type: row["type"] ?? null,
    message: row["message"] ?? null,
    level: row["level"] ?? null,
    data: jsonIn(row["data_json"]) ?? null,
    ...toolOfRow(row),
  };
  return {
    type: row["type"] ?? null,
    event,
    meta: { ...own, ...asObject(event["meta"]) },
    ts: Number.isNaN(ts) ? null : ts,
  };
}

/** A record of the debug API of May 2026: the engine's event with its metadata, and the keys that were noted beside it. */
function eventOfRecord(record: JsonObject | undefined): JsonObject | undefined {
  const said = asObject(record?.["geppetto"]);
  if (record === undefined || said === undefined) return record;
  const ts = Date.parse(asText(record["timestamp"]) ?? "");
  const event = asObject(said["eventJson"]);
  const noted = {
    message_id: said["messageId"] ?? null,
    session_id: said["sessionId"] ?? record["sessionId"] ?? null,
    inference_id: said["inferenceId"] ?? said["runId"] ?? null,
    turn_id: said["turnId"] ?? null,
    model: said["model"] ?? null,
  };
  return {
    type: said["eventType"] ?? null,
    event: { type: said["eventType"] ?? null, ...event },
    meta: { ...noted, ...asObject(said["metadataJson"]), ...asObject(event?.["meta"]) },
    ts: Number.isNaN(ts) ? null : ts,
  };
}

function toolOfRow(row: JsonObject): JsonObject {
  const id = asText(row["tool_id"]);
  if (id === undefined) return {};
  return asText(row["type"])?.includes("result") === true
    ? { tool_result: { id, result: row["result"] ?? "" } }
    : { tool_call: { id, name: row["tool_name"] ?? "", input: row["input"] ?? "" } };
}

function jsonIn(text: JsonValue | undefined): JsonValue | undefined {
  const reading = typeof text === "string" && text !== "" ? readJson(Buffer.from(text)) : undefined;
  return reading?.ok === true ? reading.value : undefined;
}

/** A tool event is about its call, any other about its message. */
function subjectOf(
  event: JsonObject,
  metadata: JsonObject | undefined,
  correlation: JsonObject | undefined,
): string | undefined {
  const messageId = asText(metadata?.["message_id"]);
  return (
    asText(asObject(event["tool_call"])?.["id"]) ??
    asText(asObject(event["tool_result"])?.["id"]) ??
    asText(event["tool_call_id"]) ??
    asText(event["pause_id"]) ??
    (messageId === nilId ? undefined : messageId) ??
    asText(correlation?.["provider_call_id"]) ??
    asText(event["item_id"])
  );
}
