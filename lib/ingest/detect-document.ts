import { asArray, asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { isOrdinal } from "./detect-line";
import { isBrowserRecord } from "./pinocchio/browser-records";
import type { FormatId } from "./format";
import { isRedisAnswer } from "./redis-json";

/** A format found, with the reason for which a reference document is not read. */
export interface Detected {
  readonly format: FormatId;
  readonly reason?: string | undefined;
}

/** Format of a JSON or YAML document, from its members (a prefix of it is enough). */
export function documentFormat(document: JsonValue): Detected | undefined {
  if (isRedisAnswer(document)) return { format: "redis-json" };
  const items = asArray(document);
  if (items !== undefined) return listFormat(items);
  const root = asObject(document);
  return root === undefined ? undefined : (dataFormat(root) ?? referenceFormat(root));
}

function dataFormat(root: JsonObject): Detected | undefined {
  const format =
    debugFormat(root) ??
    snapshotFormat(root) ??
    exportFormat(root) ??
    turnFormat(root) ??
    artifactFormat(root) ??
    windowFormat(root) ??
    exchangeFormat(root);
  return format === undefined ? undefined : { format };
}

const has = (root: JsonObject, ...keys: readonly string[]): boolean => keys.every((key) => key in root);

/** Answers of the debug API. */
function debugFormat(root: JsonObject): FormatId | undefined {
  const isConversation = (item: JsonObject): boolean =>
    has(item, "conv_id") &&
    (has(item, "active_sockets") || has(item, "buffered_events") || has(item, "has_timeline_source"));
  if (isConversation(root)) return "debug-conversations";
  if (isRecordAnswer(root)) return "debug-records";
  const items = asArray(root["items"]);
  if (items === undefined) return undefined;
  const first = asObject(items[0]);
  if (first !== undefined && isConversation(first)) return "debug-conversations";
  if (first !== undefined && (has(first, "frame") || has(first, "decode_error"))) return "debug-events";
  if (
    first !== undefined &&
    (has(first, "phase") || has(first, "Phase") || has(first, "turn_id") || has(first, "TurnID"))
  )
    return "debug-turns";
  if (items.length > 0) return undefined;
  if (has(root, "since_seq")) return "debug-events";
  if (has(root, "since_ms") || has(root, "turn_id") || has(root, "phase")) return "debug-turns";
  return Object.keys(root).length === 1 ? "debug-conversations" : undefined;
}

function isRecordAnswer(root: JsonObject): boolean {
  return (
    has(root, "pipelineRecordCount", "transportRecordCount") ||
    has(root, "sessionId", "records") ||
    isRecordList(root["records"])
  );
}

/** Records of the server or entries of a browser: the first tells. */
function isRecordList(value: JsonValue | undefined): boolean {
  const first = asObject(asArray(value)?.[0]);
  if (first === undefined) return false;
  const isServers =
    has(first, "kind", "timestamp") &&
    ["pipeline", "transport", "geppetto"].some((name) => asObject(first[name]) !== undefined);
  return isServers || isBrowserRecord(first);
}

function snapshotFormat(root: JsonObject): FormatId | undefined {
  if (has(root, "convId") && (isOrdinal(root["version"]) || has(root, "serverTimeMs")))
    return "timeline-snapshot";
  if (!has(root, "sessionId")) return undefined;
  if (
    isOrdinal(root["snapshotOrdinal"] ?? root["ordinal"]) ||
    (has(root, "status") && asArray(root["entities"]) !== undefined)
  ) {
    return "timeline-snapshot";
  }
  return undefined;
}

function exportFormat(root: JsonObject): FormatId | undefined {
  if (!has(root, "session_id")) return undefined;
  const isExport =
    has(root, "timeline") ||
    has(root, "snapshot_ordinal") ||
    (has(root, "exported_at") && has(root, "phase")) ||
    has(root, "turns");
  return isExport ? "session-export" : undefined;
}

function turnFormat(root: JsonObject): FormatId | undefined {
  if (isBlockList(root["blocks"])) return "turn-document";
  const turn = asObject(root["turn"]);
  return turn !== undefined && isBlockList(turn["blocks"]) ? "turn-document" : undefined;
}

function isBlockList(value: JsonValue | undefined): boolean {
  const blocks = asArray(value);
  const first = asObject(blocks?.[0]);
  return first !== undefined && has(first, "kind");
}

function artifactFormat(root: JsonObject): FormatId | undefined {
  if (
    has(root, "provider", "model") &&
    (has(root, "stop_reason") || has(root, "finish_class") || has(root, "usage"))
  )
    return "run-artifact";
  return has(root, "case", "profile", "ok") || (has(root, "event_counts") && has(root, "model"))
    ? "run-artifact"
    : undefined;
}

/** The timeline that a browser had, all of it or one entity. */
function windowFormat(root: JsonObject): FormatId | undefined {
  const isWhole = has(root, "conversationId", "timeline", "summary");
  return isWhole || has(root, "orderIndex", "kind", "props") ? "timeline-debug" : undefined;
}

/** A request, a response or a decoded object of a runner's `raw/`. */
function exchangeFormat(root: JsonObject): FormatId | undefined {
  if (!has(root, "turn_id")) return undefined;
  const isExchange = has(root, "headers") && (has(root, "method", "url") || has(root, "status"));
  return isExchange || has(root, "seq", "type", "object") ? "run-exchange" : undefined;
}

/** Documents that accompany recordings and hold no record of their own. */
function referenceFormat(root: JsonObject): Detected | undefined {
  const reason = references.find(([, fits]) => fits(root))?.[0];
  return reason === undefined ? undefined : { format: "reference-document", reason };
}

/** Shapes of reference documents, each with what it is; the first that fits is taken. */
const references: readonly (readonly [reason: string, fits: (root: JsonObject) => boolean])[] = [
  [
    "account of what a test driver did",
    (root) => has(root, "scenario") && ["prompts", "args", "what"].some((key) => key in root),
  ],
  [
    "counts made from a recording",
    (root) =>
      has(root, "server_log_lines") ||
      asObject(root["frames"])?.["by_type"] !== undefined ||
      isMeasuredDatabase(root["timeline.db"]) ||
      isMeasuredDatabase(root["turns.db"]),
  ],
  [
    "converted copy of an export that is read itself",
    (root) => has(root, "annotations", "environment") && (has(root, "classification") || has(root, "flags")),
  ],
  [
    "report of a test flow",
    (root) => has(root, "routeFamily") || has(root, "validatedSessionId") || has(root, "action", "baseUrl"),
  ],
  ["runtime configuration", (root) => asObject(root["profiles"]) !== undefined],
  ["error answer of an API", (root) => Object.keys(root).length === 1 && asText(root["error"]) !== undefined],
  ["consumer groups of Redis streams", (root) => everyMember(root, isStreamInfo)],
  ["list of session names", (root) => everyMember(root, (member) => uuid.test(asText(member) ?? ""))],
];

function everyMember(root: JsonObject, fits: (member: JsonValue) => boolean): boolean {
  const members = Object.values(root);
  return members.length > 0 && members.every(fits);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function isMeasuredDatabase(value: JsonValue | undefined): boolean {
  const database = asObject(value);
  return database !== undefined && (has(database, "rows") || has(database, "integrity"));
}

function isStreamInfo(value: JsonValue): boolean {
  const info = asObject(value);
  return info !== undefined && asNumber(info["entries"]) !== undefined && has(info, "groups");
}

function listFormat(items: readonly JsonValue[]): Detected | undefined {
  const first = asObject(items[0]);
  if (first === undefined) return undefined;
  if (isRecordList(items)) return { format: "debug-records" };
  if (
    has(first, "slug") &&
    (has(first, "default_prompt") || has(first, "registry") || has(first, "display_name"))
  ) {
    return { format: "reference-document", reason: "list of profiles" };
  }
  if (has(first, "canonical_json") || has(first, "content_hash", "payload"))
    return { format: "reference-document", reason: "hash vectors" };
  if (has(first, "form", "entity"))
    return { format: "reference-document", reason: "examples of entity shapes" };
  return undefined;
}
