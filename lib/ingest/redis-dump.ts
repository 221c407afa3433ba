import { seqRegimeOf, type Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { conversationFor, idOfMessage, type Known } from "./conversation-of-file";
import { conversationOfTopicFile, stemOf } from "./file-names";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { readGeppettoEvent } from "./geppetto-event";
import { Occurrences } from "./occurrences";
import { readJson, type JsonReading } from "./read-json";
import { readSemFrame } from "./sem-frame";
import { locateFault, undecodableEnvelope } from "./undecodable";

/** Entries of a Redis stream, `{id, fields: {payload, metadata, _watermill_message_uuid}}`, one a line. */
export const createRedisDecoder: LineDecoderFactory = (context) => new RedisDecoder(context);

interface Entry {
  readonly id: string;
  readonly topic: string | undefined;
  readonly payload: Uint8Array;
  readonly uuid: string | undefined;
}

/**
 * The envelope is the entry's payload: an engine event or a ready SEM envelope. The entry id holds the time
 * of the bus and orders the stream; it is the identity.
 */
class RedisDecoder implements LineDecoder {
  private readonly seen = new Occurrences();

  constructor(private readonly context: DecodeContext) {}

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const reading = readJson(bytes);
    const entry = reading.ok ? readEntry(reading.value) : undefined;
    if (entry === undefined) {
      const fault = reading.ok ? "no entry id and payload at /id and /fields/payload" : reading.fault;
      return [undecodableEnvelope(this.context, { line, bytes, fault }, this.seen)];
    }
    return [this.envelope(entry, line)];
  }

  private envelope(entry: Entry, line: number): Envelope {
    const said = payloadFields(readJson(entry.payload));
    const conversation = this.conversation(entry, said);
    const { seq, occurred_at_ms } = positionOf(entry.id);
    return {
      kind: "envelope",
      line,
      bytes: entry.payload,
      class: "event",
      ...said,
      decode_error: locateFault(this.context, line, said.decode_error),
      stream: `redis:${entry.topic ?? (conversationOfTopicFile(this.context.name) === undefined ? stemOf(this.context.name) : `chat:${conversation.conv_id}`)}`,
      identity: entry.id,
      item_id: entry.uuid,
      conv_id: conversation.conv_id,
      stream_id: entry.id,
      seq,
      regime: seqRegimeOf(seq),
      occurred_at_ms,
      source_path: this.context.source_path,
      records: [],
      key_origins: { ...said.key_origins, conv_id: conversation.origin },
    };
  }

  private conversation(entry: Entry, said: PayloadFields): Known {
    if (said.conv_id !== undefined)
      return { conv_id: said.conv_id, origin: { how: "explicit", rule: "convId of the payload" } };
    const ofTopic =
      entry.topic?.startsWith("chat:") === true
        ? entry.topic.slice("chat:".length)
        : conversationOfTopicFile(this.context.name);
    if (ofTopic !== undefined)
      return { conv_id: ofTopic, origin: { how: "derived", rule: "topic chat:<conv_id>" } };
    return conversationFor(this.context, {
      ids: [said.session_id, idOfMessage(said.event_id ?? ""), said.run_id],
    });
  }
}

type PayloadFields = Pick<
  Envelope,
  | "dialect"
  | "type"
  | "event_id"
  | "session_id"
  | "turn_id"
  | "run_id"
  | "data"
  | "metadata"
  | "decode_status"
  | "decode_error"
  | "key_origins"
  | "conv_id"
>;

function payloadFields(reading: JsonReading): PayloadFields {
  if (!reading.ok)
    return {
      dialect: "unknown",
      type: "undecodable",
      decode_status: "failed",
      decode_error: `payload ${reading.fault}`,
    };
  if (asObject(asObject(reading.value)?.["event"]) !== undefined) {
    const { type, event_id, turn_id, data, metadata, conv_id, decode_status, decode_error, key_origins } =
      readSemFrame(reading.value);
    return {
      dialect: "sem",
      type,
      event_id,
      turn_id,
      data,
      metadata,
      conv_id,
      decode_status,
      decode_error,
      key_origins,
    };
  }
  const event = readGeppettoEvent(reading.value);
  if (event === undefined)
    return {
      dialect: "unknown",
      type: "unknown",
      decode_status: "partial",
      decode_error: "payload names no event type",
      data: reading.value,
    };
  const { type, event_id, session_id, turn_id, run_id, data, metadata } = event;
  return {
    dialect: "geppetto",
    type,
    event_id,
    session_id,
    turn_id,
    run_id,
    data,
    metadata,
    decode_status: "ok",
  };
}

function readEntry(value: JsonValue): Entry | undefined {
  const line = asObject(value);
  const id = asText(line?.["id"]);
  const fields = fieldsOf(line?.["fields"]);
  const payload = bytesOf(fields?.["payload"]);
  if (line === undefined || id === undefined || payload === undefined) return undefined;
  return {
    id,
    topic: asText(line["topic"]) ?? asText(line["stream"]),
    payload,
    uuid: asText(fields?.["_watermill_message_uuid"]),
  };
}

/** Fields as an object, or as the flat list of names and values that Redis answers. */
function fieldsOf(value: JsonValue | undefined): JsonObject | undefined {
  const list = asArray(value);
  if (list === undefined) return asObject(value);
  const pairs: [string, JsonValue][] = [];
  for (let at = 0; at + 1 < list.length; at += 2) pairs.push([asText(list[at]) ?? "", list[at + 1] ?? null]);
  return Object.fromEntries(pairs);
}

/** A payload as text, or as base64 where the dump could not write text. */
function bytesOf(value: JsonValue | undefined): Uint8Array | undefined {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  const base64 = asObject(value)?.["base64"];
  return typeof base64 === "string" ? Buffer.from(base64, "base64") : undefined;
}

/** Entry ids are `<ms>-<n>`; as one order key ms x 1,000,000 + n. */
function positionOf(id: string): { readonly seq?: bigint; readonly occurred_at_ms?: number } {
  const match = /^(\d{1,13})-(\d{1,6})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return {};
  return { seq: BigInt(match[1]) * 1_000_000n + BigInt(match[2]), occurred_at_ms: Number(match[1]) };
}
