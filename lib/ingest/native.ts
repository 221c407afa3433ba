import {
  seqRegimeOf,
  type Decoded,
  type Envelope,
  type KeyOrigin,
  type Rejection,
} from "@/lib/domain/envelope";
import { asNumber, asObject } from "@/lib/domain/json/json-access";
import { attributePointer, isCloudEvent, lineOfCloudEvent } from "./cloud-event";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import type { Refusal } from "./native-content";
import { headerType, readNativeHead, type NativeHead } from "./native-head";
import { isTooWide, maxObjectMembers } from "./object-width";
import { recordsOfLine } from "./native-records";
import { snapshotOfLine } from "./native-snapshot";
import { nativeTypes } from "./native-types";
import { Occurrences } from "./occurrences";
import { carrySemEvent, type GrowingEnvelope } from "./native-sem-event";
import { readJson } from "./read-json";
import { locateFault, undecodableEnvelope } from "./undecodable";

/**
 * Decodes native lines. A line that is not JSON is stored as it came and marked failed; a JSON line that
 * breaks the format is refused with the place of the fault. The line's id is its identity. A header line says
 * something of the lines behind it and is none of them.
 */
export class NativeDecoder implements LineDecoder {
  private readonly seen = new Occurrences();
  private sent: number | undefined;

  constructor(private readonly context: DecodeContext) {}

  /** What the sender's clock showed when it sent, epoch ms; undefined when no header line said it. */
  get sentAtMs(): number | undefined {
    return this.sent;
  }

  decode(bytes: Uint8Array, line: number): readonly Decoded[] {
    const reading = readJson(bytes);
    if (!reading.ok)
      return [undecodableEnvelope(this.context, { line, bytes, fault: reading.fault }, this.seen)];
    const object = asObject(reading.value);
    if (object === undefined) {
      return [
        refused(line, bytes, undefined, {
          code: "not-an-object",
          detail: "a line is one JSON object",
          pointer: "",
        }),
      ];
    }
    if (object["type"] === headerType) {
      this.sent = asNumber(object["sent_at_ms"]) ?? this.sent;
      return [];
    }
    const isEvent = isCloudEvent(object);
    const told = isEvent ? lineOfCloudEvent(object) : { line: object };
    if (!("line" in told)) return [refused(line, bytes, object, told)];
    const head = withDecodedData(readNativeHead(told.line, isEvent));
    if ("code" in head) {
      const pointer = isEvent ? attributePointer(head.pointer) : head.pointer;
      return [refused(line, bytes, object, { ...head, pointer })];
    }
    const known = knownType(head);
    const plain = this.plain(head, bytes, line);
    if (known === undefined) return [plain];
    if (isTooWide(object, bytes.byteLength)) return [{ ...plain, data: undefined, warning: tooWide }];
    if (known === "envelope") {
      const fault = carrySemEvent(plain, head, (what) => locateFault(this.context, line, what));
      return [fault === undefined ? plain : refused(line, bytes, object, fault)];
    }
    if (known === "snapshot") {
      const stated = snapshotOfLine(head, plain.conv_id);
      if ("code" in stated) return [refused(line, bytes, object, stated)];
      plain.turn_id = stated.turn_id;
      plain.records = stated.changes;
      return [plain];
    }
    const stated = recordsOfLine(head, known, plain.conv_id);
    if ("code" in stated) return [refused(line, bytes, object, stated)];
    plain.event_id = head.keys.event_id ?? stated.subject ?? head.id;
    plain.records = stated.changes;
    return [plain];
  }

  /** The envelope of a line whose bytes are its own. */
  private plain(head: NativeHead, bytes: Uint8Array, line: number): GrowingEnvelope {
    const { conv_id, origins } = this.conversation(head);
    const { keys } = head;
    return {
      kind: "envelope",
      line,
      bytes,
      class: "event",
      dialect: "native",
      type: head.type,
      stream: keys.stream_id ?? conv_id ?? "native",
      identity: head.id,
      // Ids of native lines are unique per source; without their stream they can be asked for later.
      identity_stream: "",
      item_id: head.id,
      source: head.source,
      event_id: keys.event_id ?? head.id,
      conv_id,
      session_id: keys.session_id,
      turn_id: keys.turn_id,
      run_id: keys.run_id,
      request_id: keys.request_id ?? keys.idempotency_key,
      stream_id: keys.stream_id,
      trace_id: keys.trace_id,
      span_id: keys.span_id,
      seq: head.seq,
      regime: seqRegimeOf(head.seq),
      occurred_at_ms: head.occurred_at_ms,
      source_path: this.context.source_path,
      decode_status: "ok",
      // Named here although a carried event alone has them: an object that grows later is slow to make and to read.
      decode_error: undefined,
      warning: warningOf(head),
      data: head.data,
      metadata: undefined,
      records: [],
      key_origins: origins,
    };
  }

  private conversation(
    head: NativeHead,
  ): Pick<Envelope, "conv_id"> & { readonly origins?: Record<string, KeyOrigin> } {
    if (head.keys.conv_id !== undefined) return { conv_id: head.keys.conv_id };
    const { conv_id } = this.context;
    if (conv_id === undefined) return {};
    return { conv_id, origins: { conv_id: { how: "explicit", rule: "named for the request" } } };
  }
}

const tooWide = `an object has more than ${String(maxObjectMembers)} members; the line is kept as it came`;

/** Lines of this console's own ingest format, `docs/ingest.md`. */
export const createNativeDecoder: LineDecoderFactory = (context) => new NativeDecoder(context);

/** What a line of its type states; undefined for a type, or a version of it, that is not known here. */
function knownType({ type, v }: NativeHead): (typeof nativeTypes)[string] | undefined {
  return Object.hasOwn(nativeTypes, type) && v === 1 ? nativeTypes[type] : undefined;
}

function warningOf(head: NativeHead): string | undefined {
  if (knownType(head) !== undefined) return undefined;
  return Object.hasOwn(nativeTypes, head.type)
    ? `version ${String(head.v)} of the type is not known; the line is kept as it came`
    : "the type is not known; the line is kept as it came";
}

/** Bytes in the place of `data` are JSON where the type states a record; for a SEM envelope they are its own. */
function withDecodedData(head: NativeHead | Refusal): NativeHead | Refusal {
  if ("code" in head || head.bytes === undefined) return head;
  const known = knownType(head);
  if (known === undefined || known === "envelope") return head;
  const reading = readJson(head.bytes);
  const data = reading.ok ? asObject(reading.value) : undefined;
  if (data !== undefined) return { ...head, data };
  return { code: "invalid-field", detail: "data_base64 must hold a JSON object", pointer: "/data_base64" };
}

function refused(
  line: number,
  bytes: Uint8Array,
  object: { readonly [key: string]: unknown } | undefined,
  refusal: Refusal,
): Rejection {
  const id = object?.["id"];
  const source = object?.["source"];
  return {
    kind: "rejected",
    line,
    id: typeof id === "string" && id.length <= 128 ? id : undefined,
    source: typeof source === "string" ? source : undefined,
    ...refusal,
    bytes: bytes.byteLength,
  };
}
