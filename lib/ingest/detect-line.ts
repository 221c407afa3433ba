import {
  asArray,
  asNumber,
  asObject,
  asOrdinal,
  asText,
  type JsonObject,
} from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { FormatId } from "./format";
import { readPrefix } from "./json-prefix";
import { headerType } from "./native-head";
import { isSessionstreamFrame } from "./sessionstream-frame";

/** Format of which a parsed JSON object may be one line; undefined if of none. */
export function formatOfLine(value: JsonValue): FormatId | undefined {
  const line = asObject(value);
  if (line === undefined) return undefined;
  return (
    captureFormat(line) ??
    semFormat(line) ??
    busFormat(line) ??
    providerFormat(line) ??
    (isNative(line) ? "native-ndjson" : undefined) ??
    (isLogLine(line) ? "server-log" : undefined) ??
    (isDriverLine(line) ? "reference-document" : undefined)
  );
}

/** `{t, raw}` and `{t, close}`: the first frame tells which protocol the socket spoke. */
function captureFormat(line: JsonObject): FormatId | undefined {
  if (asNumber(line["t"]) === undefined) return undefined;
  if (typeof line["raw"] === "string") {
    const frame = readPrefix(line["raw"], 1)[0]?.value;
    return isSessionstreamFrame(frame) ? "sessionstream-capture" : "sem-capture";
  }
  return "close" in line ? "sem-capture" : undefined;
}

function semFormat(line: JsonObject): FormatId | undefined {
  const frame = asObject(line["frame"]);
  if (frame !== undefined && asObject(frame["event"]) !== undefined) return "sem-log";
  const event = asObject(line["event"]);
  if (event !== undefined && !("meta" in line) && !("ts" in line)) {
    if (line["sem"] === true || (asText(event["type"]) !== undefined && !("meta" in event)))
      return "sem-ndjson";
  }
  if (isRpc(line)) return "sessionstream-rpc";
  return undefined;
}

function isRpc(line: JsonObject): boolean {
  if (!isSessionstreamFrame(line)) return false;
  const members = Object.keys(line).filter((key) => asObject(line[key]) !== undefined);
  return members.length === 1 && !("type" in line) && !("level" in line) && !("id" in line);
}

function busFormat(line: JsonObject): FormatId | undefined {
  const fields = line["fields"];
  if (/^\d+-\d+$/.test(asText(line["id"]) ?? "") && (asObject(fields) ?? asArray(fields)) !== undefined)
    return "redis-dump";
  const event = asObject(line["event"]) ?? line;
  if (asText(event["type"]) === undefined) return undefined;
  return asObject(event["meta"]) !== undefined || asObject(line["meta"]) !== undefined
    ? "geppetto-events"
    : undefined;
}

const providerEvents = /^(?:response\.|message_(?:start|delta|stop)$|content_block_|chat\.completion)/;

function providerFormat(line: JsonObject): FormatId | undefined {
  if (asArray(line["candidates"]) !== undefined && ("modelVersion" in line || "usageMetadata" in line))
    return "provider-stream";
  const name = asText(line["event"]) ?? asText(line["object"]) ?? asText(line["type"]) ?? "";
  return providerEvents.test(name) ? "provider-stream" : undefined;
}

/** An item of native ingest names itself, its type, and its time or content. */
function isNative(line: JsonObject): boolean {
  if (line["type"] === headerType) return true;
  if (asText(line["id"]) === undefined || asText(line["type"]) === undefined) return false;
  return ["occurred_at_ms", "occurred_at", "data", "data_base64", "source"].some((key) => key in line);
}

function isLogLine(line: JsonObject): boolean {
  // Transcripts of coding agents have system lines with a level; their lines also name themselves.
  if ("uuid" in line || "sessionId" in line) return false;
  const hasText =
    typeof line["message"] === "string" ||
    typeof line["msg"] === "string" ||
    typeof line["error"] === "string";
  const hasTime = ["time", "ts", "timestamp", "@timestamp"].some((key) => key in line);
  return asText(line["level"]) !== undefined && (hasText || hasTime);
}

/** `{t, act, ...}`: what a test driver did. */
function isDriverLine(line: JsonObject): boolean {
  return asNumber(line["t"]) !== undefined && asText(line["act"]) !== undefined;
}

/** Format of which a line of plain text may be part. */
export function formatOfText(line: string): FormatId | undefined {
  if (/^(?:event|data|id|retry): ?/.test(line) && /^event: ?\S|^data: ?[{[]/.test(line))
    return "provider-stream";
  return isLogText(line) ? "server-log" : undefined;
}

const consoleLine = /^(?:\s*\d+\t)?\d{4}-\d\d-\d\dT\S+ (?:TRC|DBG|INF|WRN|ERR|FTL|PNC) /;
const goLogLine = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /;
const goPanicLine = /^(?:panic: |fatal error: |SIG[A-Z]+: |goroutine \d+ )/;

function isLogText(line: string): boolean {
  return consoleLine.test(line) || goLogLine.test(line) || goPanicLine.test(line);
}

/** Whether a value is an integer in any of the forms in which ordinals are written. */
export function isOrdinal(value: JsonValue | undefined): boolean {
  return asOrdinal(value) !== undefined;
}
