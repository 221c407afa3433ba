import { epochMs, int, int64, label, oneOf, recordSet, required, text, type RecordOf } from "./field";

export const sourcePaths = [
  "websocket",
  "internal_bus",
  "redis_subscriber",
  "replay",
  "http_ingest",
  "otlp",
  "file_import",
  "database_import",
] as const;
export const decodeStatuses = ["ok", "partial", "failed"] as const;
export const seqRegimes = ["none", "counter", "time"] as const;
/** event: emitted by the runtime or by a provider to it; record: a state or record about it; log: a line of its log. */
export const envelopeClasses = ["event", "record", "log"] as const;
export const anomalyKinds = [
  "duplicate_same",
  "duplicate_other",
  "gap",
  "out_of_order",
  "late",
  "regression",
  "epoch_change",
] as const;

export type SourcePath = (typeof sourcePaths)[number];
export type DecodeStatus = (typeof decodeStatuses)[number];
export type SeqRegime = (typeof seqRegimes)[number];
export type EnvelopeClass = (typeof envelopeClasses)[number];
export type AnomalyKind = (typeof anomalyKinds)[number];

/** Ordering anomalies of a stream, found as envelopes arrive. */
export const orderingAnomalies = recordSet({
  name: "ordering_anomalies",
  domain: 4,
  doc: "A finding about the order of envelopes inside one stream.",
  sources: "computed here as envelopes arrive",
  key: ["anomaly_id"],
  fields: {
    anomaly_id: required(text("Identity, derived from stream, kind and place")),
    conv_id: text("Conversation"),
    stream: required(text("Stream: the stream id, else the conversation or file")),
    kind: required(oneOf(anomalyKinds, "What is wrong with the order")),
    epoch: int("Epoch of the stream; a restart begins a new one"),
    ordinal: int64("Envelope at which it was noticed"),
    previous_ordinal: int64("Envelope before it in the stream"),
    seq: int64("Its seq"),
    expected_seq: int64("The seq that would have been in order"),
    missing_count: int64("How many seq values are missing in a gap"),
    occurred_at_ms: epochMs("When, by the source's clock"),
    ingested_at_ms: epochMs("When it was noticed"),
  },
});
export type OrderingAnomaly = RecordOf<typeof orderingAnomalies.fields>;

/** Second bytes under a taken identity. First wins; the other is kept here with both hashes. */
export const eventConflicts = recordSet({
  name: "event_conflicts",
  domain: 4,
  doc: "An envelope whose identity was taken by other bytes.",
  sources: "the event log",
  key: ["conflict_id"],
  fields: {
    conflict_id: required(text("Identity: first ordinal and hash of the second bytes")),
    ordinal: required(int64("Envelope that holds the identity")),
    conv_id: text("Conversation"),
    event_id: text("Identity that was taken"),
    source: label("Source of both"),
    kept_sha256: required(text("Hash of the bytes kept")),
    other_sha256: required(text("Hash of the other bytes")),
    other_bytes: int("Length of the other bytes", { unit: "bytes" }),
    count: int("How often it came"),
    first_seen_at_ms: epochMs("First time", { merge: "min" }),
    last_seen_at_ms: epochMs("Last time", { merge: "max" }),
  },
});
