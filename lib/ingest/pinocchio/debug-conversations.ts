import type { Envelope } from "@/lib/domain/envelope";
import {
  asArray,
  asBoolean,
  asNumber,
  asObject,
  asText,
  type JsonObject,
} from "@/lib/domain/json/json-access";
import type { DecodeContext, DocumentDecoder } from "../format";
import { conversationRecords } from "./conversation-records";
import { documentEnvelope, readDocument } from "./document-envelope";
import { bytesAt, elementsOf } from "./json-items";

/** Answers of `GET /api/debug/conversations` and `/api/debug/conversations/{conv}`. */
export const decodeDebugConversations: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  if (root === undefined) return [failure];
  const items = asArray(root["items"]);
  if (items === undefined) return [conversationEnvelope(root, bytes, 1, context)];
  // An answer without items is a fact too: nothing was known at that moment.
  if (items.length === 0)
    return [documentEnvelope(context, { item: 1, bytes, type: "api.conversations", records: [] })];
  const elements = elementsOf(bytesAt(bytes, ["items"]) ?? new Uint8Array());
  return items.map((item, i) =>
    conversationEnvelope(asObject(item) ?? {}, elements[i] ?? bytes, i + 1, context),
  );
};

function conversationEnvelope(
  item: JsonObject,
  bytes: Uint8Array,
  place: number,
  context: DecodeContext,
): Envelope {
  const conv_id = asText(item["conv_id"]);
  const session_id = asText(item["session_id"]);
  const last_activity_ms = asNumber(item["last_activity_ms"]);
  const sockets = asNumber(item["active_sockets"]);
  const queued = asNumber(item["queue_depth"]);
  const source = asText(item["source"]);
  const type = "api.conversation";
  if (conv_id === undefined)
    return documentEnvelope(context, { item: place, bytes, type, records: [], fault: "no conv_id" });
  return documentEnvelope(context, {
    item: place,
    bytes,
    type,
    conv_id,
    session_id,
    occurred_at_ms: last_activity_ms,
    records: conversationRecords({
      conv_id,
      session_id,
      // The word changed twice after the era.
      runtime_key:
        asText(item["runtime_key"]) ??
        asText(item["resolved_runtime_key"]) ??
        asText(item["current_runtime_key"]),
      last_activity_ms,
      websocket_count: sockets,
      websocket_high_water: sockets,
      queue_depth: queued,
      queue_high_water: queued,
      buffered_event_count: asNumber(item["buffered_events"]),
      stream_running: asBoolean(item["stream_running"]),
      active_request_key: asText(item["active_request_key"]),
      has_timeline: asBoolean(item["has_timeline_source"]),
      // Persisted ones are in no memory now; whether they were closed or evicted the answer does not say.
      status: source === "live" || source === "merged" ? "active" : undefined,
    }),
  });
}
