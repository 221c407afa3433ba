import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { asObject, asText } from "@/lib/domain/json/json-access";
import type { Dialect } from "@/lib/domain/envelope";
import type { JsonValue } from "@/lib/domain/model/field";
import { frameOfAnalysisRow } from "./analysis-frame";
import { readGeppettoEvent } from "./geppetto-event";
import { readLogEnvelope } from "./log-line";
import { chunkOf, readProviderLine } from "./provider-chunk";
import { readJson, textOf } from "./read-json";
import { readSemFrame } from "./sem-frame";
import { readSessionstreamFrame } from "./sessionstream-frame";
import { readViewerItem } from "./viewer-item";

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

/** Takes the payload out of stored bytes again: the same that the decoder gave when they arrived. */
export function payloadOf(dialect: Dialect, bytes: Uint8Array): Payload {
  if (dialect === "log") return { data: readLogEnvelope(bytes)?.fields, metadata: undefined };
  if (dialect === "provider") {
    const line = readProviderLine(bytes);
    return { data: line.kind === "chunk" ? chunkOf(line.chunk) : undefined, metadata: undefined };
  }
  const reading = readJson(bytes);
  if (!reading.ok && dialect === "sem") return viewerPayload(bytes);
  // Undecodable envelopes are kept as they came; they have no payload to project.
  if (!reading.ok) return { data: undefined, metadata: undefined };
  const { value } = reading;
  switch (dialect) {
    case "sem": {
      const { data, metadata } = readSemFrame(frameOfAnalysisRow(value) ?? value);
      return { data, metadata };
    }
    case "sessionstream":
      return { data: sessionstreamPayload(value), metadata: undefined };
    case "geppetto": {
      const event = readGeppettoEvent(value);
      return { data: event?.data, metadata: event?.metadata };
    }
    case "native":
      return { data: asObject(value)?.["data"], metadata: undefined };
    default:
      return { data: value, metadata: undefined };
  }
}

/** An item of an event viewer's export holds its envelope as YAML; a torn one has lost the payload. */
function viewerPayload(bytes: Uint8Array): Payload {
  const payload = readViewerItem(textOf(bytes) ?? "")?.payload;
  const { data, metadata } = readSemFrame(payload ?? null);
  return { data, metadata };
}

/** A row of the event table carries its payload as text; a frame carries it as a member. */
function sessionstreamPayload(value: JsonValue): JsonValue | undefined {
  const text = asText(asObject(value)?.["payload_json"]);
  if (text === undefined) return readSessionstreamFrame(value).data;
  const payload = readJson(Buffer.from(text));
  return payload.ok ? payload.value : undefined;
}
