import { timeOfSeq, type Envelope, type KeyOrigin } from "@/lib/domain/envelope";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { DecodeContext, DocumentDecoder } from "../format";
import { Occurrences } from "../occurrences";
import { roundedIdentity, SeqRestorer } from "../rounded-seq";
import { readSemFrame, semIdentity, type SemFrame } from "../sem-frame";
import { contentKey, fileStream } from "../undecodable";
import { documentEnvelope, readDocument } from "./document-envelope";
import { bytesAt, elementsOf } from "./json-items";

/**
 * Answers of `GET /api/debug/events/{conv}`: the frames in the server's memory buffer. The `seq` beside a
 * frame is its place in the buffer and says nothing. A frame with a counter seq is the envelope that a
 * socket received and has its identity; one with a time-derived seq comes out rounded, so it is another
 * telling of that envelope (see `rounded-seq.ts`).
 */
export const decodeDebugEvents: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  if (root === undefined) return [failure];
  const conv_id = asText(root["conv_id"]) ?? context.conv_id;
  const items = asArray(root["items"]) ?? [];
  if (items.length === 0)
    return [documentEnvelope(context, { item: 1, bytes, type: "api.events", conv_id, records: [] })];
  const elements = elementsOf(bytesAt(bytes, ["items"]) ?? new Uint8Array());
  const common = { conv_id, context, seen: new Occurrences(), restorer: new SeqRestorer() };
  return items.map((item, i) =>
    frameEnvelope(asObject(item) ?? {}, elements[i] ?? bytes, { place: i + 1, ...common }),
  );
};

interface Setting {
  readonly place: number;
  readonly conv_id: string | undefined;
  readonly context: DecodeContext;
  readonly seen: Occurrences;
  readonly restorer: SeqRestorer;
}

function frameEnvelope(item: JsonObject, element: Uint8Array, setting: Setting): Envelope {
  const { place, conv_id, context, seen } = setting;
  const bytes = bytesAt(element, ["frame"]);
  const base = {
    kind: "envelope",
    line: place,
    class: "event",
    dialect: "sem",
    stream: conv_id ?? fileStream(context),
    source_path: context.source_path,
    records: [],
  } as const;
  const stated = item["frame"];
  if (bytes === undefined || stated === undefined) {
    const raw = rawBytes(item, element);
    return {
      ...base,
      bytes: raw,
      type: "undecodable",
      identity: `raw|${contentKey(raw)}`,
      conv_id,
      regime: "none",
      decode_status: "failed",
      decode_error: `${context.name} item ${String(place)}: ${asText(item["decode_error"]) ?? "no frame"}`,
    };
  }
  const { conv_id: named, ...frame } = readSemFrame(stated);
  const rounded = roundedIdentity(frame);
  const key = rounded ?? semIdentity(frame);
  return {
    ...base,
    ...frame,
    ...(rounded === undefined || frame.seq === undefined
      ? {}
      : restored(frame, setting.restorer.restore(frame, frame.seq))),
    bytes,
    conv_id: named ?? conv_id,
    stream: named ?? base.stream,
    identity: `${key}|${String(seen.next(key))}`,
    decode_error:
      frame.decode_error === undefined
        ? undefined
        : `${context.name} item ${String(place)}: ${frame.decode_error}`,
  };
}

const restoredSeq: KeyOrigin = {
  how: "inferred",
  rule: "place in its millisecond: the debug API rounds seq to a double",
};

/** A frame with its likely seq, and the identity that a capture would give it. */
function restored(
  frame: SemFrame,
  seq: bigint,
): Pick<Envelope, "seq" | "twin_identity" | "key_origins" | "occurred_at_ms"> {
  return {
    seq,
    occurred_at_ms: timeOfSeq(seq),
    twin_identity: `${semIdentity({ ...frame, seq })}|1`,
    key_origins: { ...frame.key_origins, seq: restoredSeq },
  };
}

/** What the server could not decode itself: the text as it had it, else the item. */
function rawBytes(item: JsonObject, element: Uint8Array): Uint8Array {
  const raw = item["raw"];
  return typeof raw === "string" ? new TextEncoder().encode(raw) : (bytesAt(element, ["raw"]) ?? element);
}
