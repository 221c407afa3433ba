import { epochMs, int64, json, label, text } from "./field";

/**
 * Keys and clocks that every record carries when its source knows them. `occurred_at_ms` is the
 * source's clock, `ingested_at_ms` is this store's, `updated_at_ms` is the row's own; they never mix.
 */
export const keysAndClocks = {
  session_id: text("Session of the runtime; a conversation may have several"),
  turn_id: text("Turn to which the record belongs"),
  run_id: text("Run or inference of the runtime"),
  request_id: text("Request that caused the record"),
  idempotency_key: text("Key under which a client may repeat the request"),
  stream_id: text("Stream inside which seq counts"),
  event_id: text("Identity of the event as its source names it"),
  seq: int64("Order inside one stream"),
  version: int64("Projection state"),
  trace_id: text("W3C trace id, hex"),
  span_id: text("W3C span id, hex"),
  parent_span_id: text("Span id of the parent, hex"),
  occurred_at_ms: epochMs("When it happened, by the source's clock"),
  ingested_at_ms: epochMs("When it was first stored here", { merge: "first" }),
  updated_at_ms: epochMs("When this row last changed here"),
  source: label("Emitter or import that stated the record"),
  ordinal: int64("Ingest ordinal of the envelope that stated the record last"),
  key_origins: json("How each missing key was filled: field -> {how: explicit|derived|inferred, rule}", {
    sensitivity: "structural",
  }),
} as const;
