import type { Envelope, KeyOrigin } from "@/lib/domain/envelope";
import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import { readJson } from "../read-json";
import { contentKey, fileStream } from "../undecodable";

/** What a document or one item of it says. */
export interface DocumentStatement {
  /** 1-based item of the document. */
  readonly item: number;
  /** Exact bytes of the item, or of the whole document. */
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly conv_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly event_id?: string | undefined;
  readonly occurred_at_ms?: number | undefined;
  readonly records: readonly RecordChange[];
  readonly fault?: string | undefined;
  readonly key_origins?: Readonly<Record<string, KeyOrigin>> | undefined;
}

/**
 * Envelope of a state that an API answered or a file holds. Its identity is its content: two answers about
 * the same thing at two times are two states, and the same answer read twice is one.
 */
export function documentEnvelope(context: DecodeContext, statement: DocumentStatement): Envelope {
  const { item, bytes, type, fault, ...keys } = statement;
  return {
    kind: "envelope",
    line: item,
    bytes,
    class: "record",
    dialect: "state",
    type,
    stream: keys.conv_id ?? fileStream(context),
    identity: `${type}|${contentKey(bytes)}`,
    regime: "none",
    source_path: context.source_path,
    decode_status: fault === undefined ? "ok" : "partial",
    decode_error: fault === undefined ? undefined : `${context.name} item ${String(item)}: ${fault}`,
    ...keys,
  };
}

/** A document that is no JSON object although its format says so: kept whole, marked failed. */
export function undecodableDocument(context: DecodeContext, bytes: Uint8Array, fault: string): Envelope {
  return {
    ...documentEnvelope(context, {
      item: 1,
      bytes,
      type: "undecodable",
      conv_id: context.conv_id,
      records: [],
    }),
    dialect: "unknown",
    decode_status: "failed",
    decode_error: `${context.name}: ${fault}`,
  };
}

/** A parsed JSON document, or the envelope that says why it is none. */
export type DocumentReading =
  | { readonly root: JsonObject; readonly failure?: undefined }
  | { readonly root?: undefined; readonly failure: Envelope };

export function readDocument(context: DecodeContext, bytes: Uint8Array): DocumentReading {
  const reading = readJson(bytes);
  if (!reading.ok) return { failure: undecodableDocument(context, bytes, reading.fault) };
  const root = asObject(reading.value);
  return root === undefined
    ? { failure: undecodableDocument(context, bytes, "not a JSON object") }
    : { root };
}
