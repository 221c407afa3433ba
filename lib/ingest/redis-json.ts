import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asObject, asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import type { DocumentDecoder } from "./format";
import { Occurrences } from "./occurrences";
import { readJson } from "./read-json";
import { readRedisEntry } from "./redis-dump";
import { RedisEntries } from "./redis-entries";
import { undecodableEnvelope } from "./undecodable";

const entryId = /^\d+-\d+$/;

/** An answer of Redis: its entries, and the stream that they are of where the answer names it. */
interface Answer {
  readonly topic?: string | undefined;
  readonly entries: readonly JsonValue[];
}

/**
 * What `redis-cli --json` prints for XRANGE (`[[id, [name, value, ...]], ...]`, fields as a list or as an object) and for
 * XREAD, which names the stream around the entries.
 */
export const decodeRedisJson: DocumentDecoder = (bytes, context) => {
  const seen = new Occurrences();
  const reading = readJson(bytes);
  if (!reading.ok) return [undecodableEnvelope(context, { line: 1, bytes, fault: reading.fault }, seen)];
  const entries = new RedisEntries(context);
  const envelopes: Envelope[] = [];
  let place = 0;
  for (const { topic, entries: list } of redisAnswers(reading.value)) {
    for (const item of list) {
      place += 1;
      const [id, fields] = asArray(item) ?? [];
      const entry = readRedisEntry({ id: id ?? null, fields: fields ?? null, topic: topic ?? null });
      if (entry !== undefined) envelopes.push(...entries.add(entry, place));
      else {
        const text = Buffer.from(JSON.stringify(item, bigintAsText));
        envelopes.push(
          undecodableEnvelope(context, { line: place, bytes: text, fault: "no entry id and payload" }, seen),
        );
      }
    }
  }
  envelopes.push(...entries.end());
  return envelopes.length > 0
    ? envelopes
    : [undecodableEnvelope(context, { line: 1, bytes, fault: "no entries" }, seen)];
};

/** Whether a document is an answer of Redis: some part of it is a list of entries. */
export function isRedisAnswer(value: JsonValue): boolean {
  return redisAnswers(value).some(({ entries }) => isEntries(entries));
}

/** The answers that a document holds; what is none of them stands as an entry that cannot be read. */
function redisAnswers(value: JsonValue): readonly Answer[] {
  const list = asArray(value);
  const map = asObject(value);
  if (map !== undefined)
    return Object.entries(map).map(([topic, entries]) => answerOf(topic, entries, entries));
  if (list === undefined) return [{ entries: [value] }];
  if (isEntries(list)) return [{ entries: list }];
  return list.map((item) => {
    const [topic, entries] = asArray(item) ?? [];
    return answerOf(topic, entries, item);
  });
}

function answerOf(topic: JsonValue | undefined, entries: JsonValue | undefined, whole: JsonValue): Answer {
  return typeof topic === "string" && isEntries(entries)
    ? { topic, entries: asArray(entries) ?? [] }
    : { entries: [whole] };
}

function isEntries(value: JsonValue | undefined): boolean {
  const first = asArray(asArray(value)?.[0]);
  return first !== undefined && entryId.test(asText(first[0]) ?? "") && typeof first[1] === "object";
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
