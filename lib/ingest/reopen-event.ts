import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { asObject, asText } from "@/lib/domain/json/json-access";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { Dialect } from "@/lib/domain/envelope";
import type { JsonValue } from "@/lib/domain/model/field";

/** A stored envelope with what its log row says of it. */
export interface StoredEvent extends Omit<FoldEvent, "data" | "metadata" | "bytes"> {
  readonly bytes: Uint8Array;
}

/** Payload and metadata of an envelope, as its dialect places them. */
export interface Payload {
  readonly data: JsonValue | undefined;
  readonly metadata: JsonValue | undefined;
}

/** A stored envelope as the projection reads it. Bytes that do not parse give an event without a payload. */
export function reopenEvent(event: StoredEvent): FoldEvent {
  const { bytes, ...fields } = event;
  return { ...fields, ...payloadOf(event.dialect, bytes), bytes: bytes.byteLength };
}

const utf8 = new TextDecoder("utf-8");

/** Takes the payload out of stored bytes again: the same that the decoder gave when they arrived. */
export function payloadOf(dialect: Dialect, bytes: Uint8Array): Payload {
  const value = parsed(bytes);
  const root = asObject(value);
  if (root === undefined) return { data: value, metadata: undefined };
  switch (dialect) {
    case "sem": {
      const event = asObject(root["event"]);
      return { data: event?.["data"], metadata: event?.["metadata"] };
    }
    case "sessionstream":
      return { data: sessionstreamPayload(root), metadata: undefined };
    case "native":
      return { data: root["data"], metadata: undefined };
    default:
      return { data: root, metadata: asObject(root["meta"]) };
  }
}

/** A row of the event table carries its payload as text; a frame carries it as a member. */
function sessionstreamPayload(root: { readonly [key: string]: JsonValue }): JsonValue | undefined {
  const text = asText(root["payload_json"]);
  if (text !== undefined) return parsed(Buffer.from(text));
  const frame = asObject(root["uiEvent"]) ?? asObject(root["backendEvent"]);
  const payload = asObject(frame?.["payload"]);
  if (payload === undefined) return root;
  const { "@type": _type, ...fields } = payload;
  return fields;
}

function parsed(bytes: Uint8Array): JsonValue | undefined {
  try {
    return parseExact(utf8.decode(bytes));
  } catch {
    // Undecodable envelopes are kept as they came; they have no payload to project.
    return undefined;
  }
}
