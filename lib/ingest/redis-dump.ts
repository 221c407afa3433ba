import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { Occurrences } from "./occurrences";
import { readJson } from "./read-json";
import { RedisEntries, type RedisEntry } from "./redis-entries";
import { undecodableEnvelope } from "./undecodable";

/** Entries of a Redis stream, `{id, fields: {payload, metadata, _watermill_message_uuid}}`, one a line. */
export const createRedisDecoder: LineDecoderFactory = (context) => new RedisDecoder(context);

class RedisDecoder implements LineDecoder {
  private readonly seen = new Occurrences();
  private readonly entries: RedisEntries;

  constructor(private readonly context: DecodeContext) {
    this.entries = new RedisEntries(context);
  }

  decode(bytes: Uint8Array, line: number): readonly Envelope[] {
    const reading = readJson(bytes);
    const entry = reading.ok ? readRedisEntry(reading.value) : undefined;
    if (entry !== undefined) return this.entries.add(entry, line);
    const fault = reading.ok ? "no entry id and payload at /id and /fields/payload" : reading.fault;
    return [undecodableEnvelope(this.context, { line, bytes, fault }, this.seen)];
  }

  end(): readonly Envelope[] {
    return this.entries.end();
  }
}

/** An entry `{id, fields}` of a dump; undefined for anything else. */
export function readRedisEntry(value: JsonValue): RedisEntry | undefined {
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
