import { seqRegimeOf, type Envelope, type KeyOrigin } from "@/lib/domain/envelope";
import { asObject } from "@/lib/domain/json/json-access";
import { conversationFor, fileNameRule, idOfMessage, type Known } from "./conversation-of-file";
import { conversationOfTopicFile, stemOf } from "./file-names";
import type { DecodeContext } from "./format";
import { readGeppettoEvent } from "./geppetto-event";
import { readJson, type JsonReading } from "./read-json";
import { readSemFrame } from "./sem-frame";
import { locateFault } from "./undecodable";

/** An entry of a Redis stream as Watermill writes it. */
export interface RedisEntry {
  /** `<ms>-<n>`, given by Redis. */
  readonly id: string;
  /** Stream key, where the dump names it. */
  readonly topic?: string | undefined;
  readonly payload: Uint8Array;
  readonly uuid?: string | undefined;
}

/** An entry with what it says of itself, on its way to its conversation. */
interface Read {
  readonly entry: RedisEntry;
  readonly line: number;
  readonly said: PayloadFields;
}

/** Entries held back while nothing ties the dump to a conversation; behind that its name decides. */
const heldEntries = 1_000;
const heldBytes = 4 * 1024 * 1024;

/**
 * Envelopes of the entries of one dump. The envelope is the entry's payload: an engine event or a ready SEM envelope.
 * The entry id holds the time of the bus and orders the stream; it is the identity, whatever form the dump has.
 *
 * There is one stream for each conversation, so what one entry says of its conversation holds for all of a dump that
 * does not name its stream.
 */
export class RedisEntries {
  private held: Read[] = [];
  private heldSize = 0;
  private known: Known | undefined;

  constructor(private readonly context: DecodeContext) {
    const conv_id = conversationOfTopicFile(context.name);
    if (conv_id !== undefined) this.known = { conv_id, origin: ofTopic };
  }

  /** Envelopes that can go on now that this entry is read. */
  add(entry: RedisEntry, line: number): readonly Envelope[] {
    const read = { entry, line, said: payloadFields(readJson(entry.payload)) };
    const named = this.named(read);
    if (named !== undefined) return [...this.release(), this.envelope(read, named)];
    this.held.push(read);
    this.heldSize += entry.payload.byteLength;
    this.known ??= this.tied(read);
    const isFull = this.held.length >= heldEntries || this.heldSize >= heldBytes;
    return this.known !== undefined || isFull ? this.end() : [];
  }

  /** What was held back to the end. */
  end(): readonly Envelope[] {
    const [first] = this.held;
    if (first !== undefined) this.known ??= conversationFor(this.context, { ids: idsOf(first.said) });
    return this.release();
  }

  private release(): readonly Envelope[] {
    const { held, known } = this;
    if (known === undefined) return [];
    this.held = [];
    this.heldSize = 0;
    return held.map((read) => this.envelope(read, known));
  }

  /** Conversation that an entry names itself. */
  private named({ entry, said }: Read): Known | undefined {
    if (said.conv_id !== undefined)
      return { conv_id: said.conv_id, origin: { how: "explicit", rule: "convId of the payload" } };
    if (entry.topic?.startsWith("chat:") === true)
      return { conv_id: entry.topic.slice("chat:".length), origin: ofTopic };
    return this.known;
  }

  /** Conversation of the dump by an id that a sibling file ties to it, or by the import's own argument. */
  private tied({ said }: Read): Known | undefined {
    const { conv_id, origin } = conversationFor(this.context, { ids: idsOf(said) });
    return origin.how === "inferred" ? undefined : { conv_id, origin };
  }

  private envelope({ entry, line, said }: Read, { conv_id, origin }: Known): Envelope {
    const { seq, occurred_at_ms } = positionOf(entry.id);
    // Only the name of the file may have told the conversation: then it is none that a topic could have.
    const isTopic = origin.rule !== fileNameRule;
    return {
      kind: "envelope",
      line,
      bytes: entry.payload,
      class: "event",
      ...said,
      decode_error: locateFault(this.context, line, said.decode_error),
      stream: `redis:${entry.topic ?? (isTopic ? `chat:${conv_id}` : stemOf(this.context.name))}`,
      identity: entry.id,
      item_id: entry.uuid,
      conv_id,
      stream_id: entry.id,
      seq,
      regime: seqRegimeOf(seq),
      occurred_at_ms,
      source_path: this.context.source_path,
      records: [],
      key_origins: { ...said.key_origins, conv_id: origin },
    };
  }
}

const ofTopic: KeyOrigin = { how: "derived", rule: "topic chat:<conv_id>" };

function idsOf({ session_id, event_id, run_id, turn_id }: PayloadFields): readonly (string | undefined)[] {
  return [session_id, idOfMessage(event_id ?? ""), run_id, turn_id];
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

/** Entry ids are `<ms>-<n>`; as one order key ms x 1,000,000 + n. */
function positionOf(id: string): { readonly seq?: bigint; readonly occurred_at_ms?: number } {
  const match = /^(\d{1,13})-(\d{1,6})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) return {};
  return { seq: BigInt(match[1]) * 1_000_000n + BigInt(match[2]), occurred_at_ms: Number(match[1]) };
}
