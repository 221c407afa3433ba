import type { EventRow } from "@/lib/contracts/event";
import type { Field } from "@/lib/domain/model/field";

type Declaration = Pick<Field, "type" | "unit" | "doc">;

const text = (doc: string): Declaration => ({ type: "text", unit: "", doc });
const int64 = (doc: string): Declaration => ({ type: "int64", unit: "", doc });
const time = (doc: string): Declaration => ({ type: "epoch_ms", unit: "ms since epoch, UTC", doc });

/** What the fields of an envelope mean. Envelopes live in the event log, not in a record set. */
export const envelopeFields: Readonly<
  Record<Exclude<keyof EventRow, "ref"> | "encoding" | "capture_profile" | "sha256_verified", Declaration>
> = {
  ordinal: int64("The console's own gap-free order of arrival"),
  type: text("Type as the source names it"),
  class: text(
    "event: emitted by the runtime or by a provider to it; record: a state about it; log: a line of its log",
  ),
  dialect: text("Wire format it was decoded from"),
  event_id: text("Identity of the event as its source names it: message, call or entity"),
  item_id: text("Id of the line that carried it"),
  seq: int64("Order inside its stream"),
  seq_regime: text("How the source makes seq: from the time, by counting, or not at all"),
  epoch: { type: "int", unit: "", doc: "Epoch of the stream; a restart begins a new one" },
  stream: text("Stream inside which seq counts"),
  stream_id: text("Stream as the envelope itself names it"),
  turn_id: text("Turn to which it belongs"),
  turn_how: text("How the turn is known"),
  source: text("Emitter or import it came from"),
  source_path: text("Road by which it came"),
  occurred_at_ms: time("When, by the source's clock"),
  ingested_at_ms: time("When it was stored here"),
  byte_length: { type: "int", unit: "bytes", doc: "Length of the stored bytes" },
  encoding: text("What the bytes are"),
  sha256: text("SHA-256 of the stored bytes"),
  sha256_verified: { type: "bool", unit: "", doc: "Whether the stored bytes still have that hash" },
  capture_profile: text("How much of the content was allowed to be stored"),
  decode_status: text("Whether it was understood"),
  decode_error: text("What was not understood, and where"),
  twin_of: int64("First envelope that told of the same event by another path"),
  conv_id: text("Conversation"),
  anomalies: text("Ordering findings at this envelope"),
};
