import {
  seqRegimeOf,
  type Decoded,
  type Envelope,
  type KeyOrigin,
  type Rejection,
} from "@/lib/domain/envelope";
import { asObject, asText } from "@/lib/domain/json/json-access";
import type { DecodeContext, LineDecoder, LineDecoderFactory } from "./format";
import { readNativeHead, type NativeHead, type Refusal } from "./native-head";
import { recordsOfLine } from "./native-records";
import { snapshotOfLine } from "./native-snapshot";
import { nativeTypes } from "./native-types";
import { Occurrences } from "./occurrences";
import { readJson, readJsonText, type JsonReading } from "./read-json";
import { readSemFrame } from "./sem-frame";
import { locateFault, undecodableEnvelope } from "./undecodable";

/** Lines of this console's own ingest format, `docs/ingest.md`. */
export const createNativeDecoder: LineDecoderFactory = (context) => new NativeDecoder(context);

/**
 * Decodes native lines. A line that is not JSON is stored as it came and marked failed; a JSON line that
 * breaks the format is refused with the place of the fault. The line's id is its identity.
 */
class NativeDecoder implements LineDecoder {
  private readonly seen = new Occurrences();

  constructor(private readonly context: DecodeContext) {}

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
    const head = readNativeHead(object);
    if ("code" in head) return [refused(line, bytes, object, head)];
    const known = knownType(head.type);
    if (known === "envelope") return [this.semEvent(head, bytes, line)];
    const plain = this.plain(head, bytes, line);
    if (known === undefined) return [plain];
    if (known === "snapshot") {
      const stated = snapshotOfLine(head, plain.conv_id);
      if ("code" in stated) return [refused(line, bytes, object, stated)];
      return [{ ...plain, turn_id: stated.turn_id, records: stated.changes }];
    }
    const stated = recordsOfLine(head, known, plain.conv_id);
    if ("code" in stated) return [refused(line, bytes, object, stated)];
    const event_id = head.keys.event_id ?? stated.subject ?? head.id;
    return [{ ...plain, event_id, records: stated.changes }];
  }

  /** The envelope of a line whose bytes are its own. */
  private plain(head: NativeHead, bytes: Uint8Array, line: number): Envelope {
    const { conv_id, origins } = this.conversation(head, undefined);
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
      warning:
        knownType(head.type) === undefined ? "the type is not known; the line is kept as it came" : undefined,
      data: head.data,
      records: [],
      key_origins: origins,
    };
  }

  /** A SEM envelope carried verbatim: its bytes are what was stored, the line only brought it. */
  private semEvent(head: NativeHead, bytes: Uint8Array, line: number): Decoded {
    const text = head.data?.["envelope"];
    if (typeof text !== "string" || text === "") {
      return refused(
        line,
        bytes,
        { id: head.id },
        {
          code: "invalid-field",
          detail: "envelope must be the SEM envelope as a text",
          pointer: "/data/envelope",
        },
      );
    }
    const plain = this.plain(head, Buffer.from(text, "utf8"), line);
    const isWhole = !/\p{Surrogate}/u.test(text);
    const reading: JsonReading = isWhole
      ? readJsonText(text, plain.bytes)
      : { ok: false, fault: "half a surrogate pair at /data/envelope" };
    const frame = reading.ok ? readSemFrame(reading.value) : undefined;
    if (frame === undefined || frame.decode_status === "failed") {
      const fault = frame?.decode_error ?? (reading.ok ? "" : reading.fault);
      return {
        ...plain,
        // Half a surrogate pair has no UTF-8: the line itself stands for the envelope.
        bytes: isWhole ? plain.bytes : bytes,
        dialect: "unknown",
        type: "undecodable",
        data: undefined,
        decode_status: "failed",
        decode_error: locateFault(this.context, line, fault),
      };
    }
    const { conv_id, origins } = this.conversation(head, frame.conv_id);
    const seq = frame.seq ?? head.seq;
    return {
      ...plain,
      dialect: "sem",
      type: frame.type,
      event_id: frame.event_id ?? plain.event_id,
      conv_id,
      stream: head.keys.stream_id ?? conv_id ?? "native",
      stream_id: head.keys.stream_id ?? frame.stream_id,
      turn_id: head.keys.turn_id ?? frame.turn_id,
      seq,
      regime: seqRegimeOf(seq),
      decode_status: frame.decode_status,
      decode_error: locateFault(this.context, line, frame.decode_error),
      data: frame.data,
      metadata: frame.metadata,
      key_origins:
        head.keys.turn_id === undefined && frame.key_origins !== undefined
          ? { ...frame.key_origins, ...origins }
          : origins,
    };
  }

  private conversation(
    head: NativeHead,
    inner: string | undefined,
  ): { conv_id?: string | undefined; origins?: Record<string, KeyOrigin> | undefined } {
    if (head.keys.conv_id !== undefined) return { conv_id: head.keys.conv_id };
    if (inner !== undefined) return { conv_id: inner };
    const { conv_id } = this.context;
    if (conv_id === undefined) return {};
    return { conv_id, origins: { conv_id: { how: "explicit", rule: "named for the request" } } };
  }
}

function knownType(type: string): (typeof nativeTypes)[string] | undefined {
  return Object.hasOwn(nativeTypes, type) ? nativeTypes[type] : undefined;
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
