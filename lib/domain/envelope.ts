import type { DecodeStatus, EnvelopeClass, SeqRegime, SourcePath } from "./model/event";
import type { JsonValue } from "./model/field";
import type { RecordChange } from "./model";

/**
 * Vocabulary in which an envelope speaks; it decides which projection reads it.
 *
 *   sem            {"sem":true,"event":{type,id,seq,data,metadata}}
 *   sessionstream  backend events and uiEvent frames of the newest runtime
 *   geppetto       typed events of the inference engine (topic, Redis, run folders)
 *   native         lines of this console's own ingest
 *   state          rows and answers that state records (databases, debug API, YAML)
 *   log            lines of a server log
 *   capture        what a recorder notes about a socket itself (close lines)
 *   unknown        anything else, kept as it came
 *   provider       chunks of a model provider's stream
 *
 * The log keeps the place of each in this list, so new ones are added at its end.
 */
export const dialects = [
  "sem",
  "sessionstream",
  "geppetto",
  "native",
  "state",
  "log",
  "capture",
  "unknown",
  "provider",
] as const;
export type Dialect = (typeof dialects)[number];

/** How a key that the envelope itself does not carry became known. */
export type KeyOrigin = { readonly how: "explicit" | "derived" | "inferred"; readonly rule: string };

/**
 * One envelope as a decoder hands it on: exact bytes, parsed fields, and the records that it states by
 * itself. What follows from several envelopes together (entities, calls, failures) is not the decoder's
 * business but the projection's.
 */
export interface Envelope {
  readonly kind: "envelope";
  /** 1-based line, item or row inside its file, for messages. */
  readonly line: number;
  /** The envelope exactly as it must come back. */
  readonly bytes: Uint8Array;
  readonly class: EnvelopeClass;
  readonly dialect: Dialect;
  /** Event type; for rows the table (`row.timeline_entities`), for logs `log.<level>`, else `undecodable`. */
  readonly type: string;
  /** Stream inside which `seq` counts and, unless `identity_stream` says otherwise, identity holds. */
  readonly stream: string;
  /** Empty where the identity holds in all streams of its source; it is the `item_id` then. */
  readonly identity_stream?: string | undefined;
  /**
   * Text that identifies the envelope inside (source, stream). Same identity and same content is a
   * duplicate; same identity and other content is a conflict.
   */
  readonly identity: string;
  /** Identity as another store hashed it (bundles); then `identity` is not asked. */
  readonly identity_hash?: bigint | undefined;
  /**
   * Identity, inside the same source and stream, of another telling of the same event: a backend event in a
   * database and the frame that carried it to a browser. Both are stored, the event is counted once.
   */
  readonly twin_identity?: string | undefined;
  /** Id of the subject as the event names it (message id, tool call id); many events may share it. */
  readonly event_id?: string | undefined;
  /** Id of the line that carried the event, when it has one of its own (native ingest). */
  readonly item_id?: string | undefined;
  /** Emitter that the item itself names; else it is the import's or the request's. */
  readonly source?: string | undefined;
  readonly conv_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly request_id?: string | undefined;
  readonly stream_id?: string | undefined;
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly seq?: bigint | undefined;
  readonly regime: SeqRegime;
  readonly occurred_at_ms?: number | undefined;
  readonly received_at_ms?: number | undefined;
  readonly source_path: SourcePath;
  readonly decode_status: DecodeStatus;
  /** Ordinal in the store from which a bundle was made. */
  readonly foreign_ordinal?: bigint | undefined;
  /** Whether that store held it as another telling of an event that it had. */
  readonly is_twin?: boolean | undefined;
  /** What could not be decoded and where; present unless decode_status is ok. */
  readonly decode_error?: string | undefined;
  /** Worth telling the sender, though nothing is wrong with the envelope: an unknown type, say. */
  readonly warning?: string | undefined;
  /** Parsed payload and metadata, for projection and correlation; never stored beside the bytes. */
  readonly data?: JsonValue | undefined;
  readonly metadata?: JsonValue | undefined;
  /** Records that this envelope states by itself. */
  readonly records: readonly RecordChange[];
  /** How keys became known that the envelope does not carry. */
  readonly key_origins?: Readonly<Record<string, KeyOrigin>> | undefined;
}

/** An item that is refused: over a limit, or not an item at all. It is counted and named, not stored. */
export interface Rejection {
  readonly kind: "rejected";
  readonly line: number;
  /** Identity that the sender gave, if it could be read. */
  readonly id?: string | undefined;
  /** Emitter that the item itself names, if it could be read. */
  readonly source?: string | undefined;
  /** Stable code, kebab-case: line-too-long, too-deep, missing-id, invalid-field, ... */
  readonly code: string;
  readonly detail: string;
  /** JSON pointer of the offending place. */
  readonly pointer?: string | undefined;
  readonly bytes: number;
}

/** Records that come without an envelope: rows that a bundle brings back. Not counted as received. */
export interface Restated {
  readonly kind: "restated";
  readonly line: number;
  /** Ordinals in the rows are those of the other store; the log maps them by what it stored before. */
  readonly records: readonly RecordChange[];
}

export type Decoded = Envelope | Rejection | Restated;

/** Regime of a sequence number: derived from milliseconds x 1,000,000, a plain counter, or absent. */
export function seqRegimeOf(seq: bigint | undefined): SeqRegime {
  if (seq === undefined || seq <= 0n) return "none";
  return seq >= timeDerivedFloor ? "time" : "counter";
}

/** 2001-09-09 in milliseconds, times 1,000,000: below it a seq cannot be time-derived. */
const timeDerivedFloor = 1_000_000_000_000_000_000n;

/** Source time in a time-derived seq, epoch ms. */
export function timeOfSeq(seq: bigint): number {
  return Number(seq / 1_000_000n);
}
