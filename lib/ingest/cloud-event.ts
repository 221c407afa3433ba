import { asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { Refusal } from "./native-content";

/** Extension attributes that carry keys of a line. Names of attributes have lower-case letters and digits only. */
const keyAttributes: Readonly<Record<string, string>> = {
  convid: "conv_id",
  sessionid: "session_id",
  turnid: "turn_id",
  runid: "run_id",
  requestid: "request_id",
  streamid: "stream_id",
  eventid: "event_id",
};

/** W3C trace context: version, trace id, span id, flags. */
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Whether a JSON object is a CloudEvent: nothing else has a `specversion`, which every event must have. */
export function isCloudEvent(line: JsonObject): boolean {
  return line["specversion"] !== undefined;
}

/** Members of the native line by the attribute that a sender of CloudEvents knows. */
const attributePointers: Readonly<Record<string, string>> = {
  "/occurred_at_ms": "/time",
  "/occurred_at": "/time",
  "/conv_id": "/subject",
};

/** Place of a fault in the native line as a place in the event. */
export function attributePointer(pointer: string): string {
  return attributePointers[pointer] ?? pointer;
}

/**
 * A CloudEvent 1.0 in JSON as the native line that says the same. `subject` names the conversation unless the extension
 * `convid` does; without a `time` only the time of receipt is known. What has no member of its own (`dataschema`, other extensions) stays in the stored line. Data that is
 * no object belongs to no record and is left where it is.
 */
export function lineOfCloudEvent(event: JsonObject): { readonly line: JsonObject } | Refusal {
  if (event["specversion"] !== "1.0")
    return { code: "invalid-field", detail: "specversion must be 1.0", pointer: "/specversion" };
  if (asText(event["source"]) === undefined)
    return { code: "missing-field", detail: "a CloudEvent needs a source", pointer: "/source" };
  const line: Record<string, JsonValue> = {};
  const put = (member: string, value: JsonValue | undefined): void => {
    if (value !== undefined && value !== null) line[member] = value;
  };
  for (const member of ["id", "source", "type", "data_base64"]) put(member, event[member]);
  put("occurred_at", event["time"]);
  // The extension allows any text that sorts; only whole numbers count here.
  put("seq", asOrdinal(event["sequence"]));
  put("conv_id", event["subject"]);
  for (const [attribute, member] of Object.entries(keyAttributes)) put(member, event[attribute]);
  const trace = traceparent.exec(asText(event["traceparent"]) ?? "");
  put("trace_id", trace?.[1]);
  put("span_id", trace?.[2]);
  put("data", asObject(event["data"]));
  return { line };
}
