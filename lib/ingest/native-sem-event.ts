import { toUSVString } from "node:util";
import { seqRegimeOf, type Envelope } from "@/lib/domain/envelope";
import type { NativeHead, Refusal } from "./native-head";
import { readJsonText } from "./read-json";
import { readSemFrame } from "./sem-frame";

/** An envelope under construction, known to nobody else yet. */
export type GrowingEnvelope = { -readonly [K in keyof Envelope]: Envelope[K] };

/**
 * Turns the envelope of a `sem.event` line into the SEM envelope that the line carries verbatim: its bytes
 * are what is stored, the line only brought it. A malformed one is stored all the same and marked failed.
 * Returns why the line is refused, if it carries none.
 */
export function carrySemEvent(
  envelope: GrowingEnvelope,
  head: NativeHead,
  locate: (fault: string | undefined) => string | undefined,
): Refusal | undefined {
  const text = head.data?.["envelope"];
  if (typeof text !== "string" || text === "") {
    return {
      code: "invalid-field",
      detail: "envelope must be the SEM envelope as a text",
      pointer: "/data/envelope",
    };
  }
  envelope.data = undefined;
  // Half a surrogate pair has no UTF-8: the line itself stands for the envelope.
  if (toUSVString(text) !== text) {
    markFailed(envelope, locate("half a surrogate pair at /data/envelope"));
    return undefined;
  }
  envelope.bytes = Buffer.from(text, "utf8");
  const reading = readJsonText(text, envelope.bytes);
  const frame = reading.ok ? readSemFrame(reading.value) : undefined;
  if (frame === undefined || frame.decode_status === "failed") {
    markFailed(envelope, locate(reading.ok ? frame?.decode_error : reading.fault));
    return undefined;
  }
  const { keys } = head;
  envelope.dialect = "sem";
  envelope.type = frame.type;
  envelope.event_id = frame.event_id ?? envelope.event_id;
  if (keys.conv_id === undefined && frame.conv_id !== undefined) {
    envelope.conv_id = frame.conv_id;
    envelope.key_origins = undefined;
  }
  envelope.stream = keys.stream_id ?? envelope.conv_id ?? "native";
  envelope.stream_id = keys.stream_id ?? frame.stream_id;
  if (keys.turn_id === undefined && frame.turn_id !== undefined) {
    envelope.turn_id = frame.turn_id;
    envelope.key_origins = { ...envelope.key_origins, ...frame.key_origins };
  }
  envelope.seq = frame.seq ?? head.seq;
  envelope.regime = seqRegimeOf(envelope.seq);
  envelope.decode_status = frame.decode_status;
  envelope.decode_error = locate(frame.decode_error);
  envelope.data = frame.data;
  envelope.metadata = frame.metadata;
  return undefined;
}

function markFailed(envelope: GrowingEnvelope, fault: string | undefined): void {
  envelope.dialect = "unknown";
  envelope.type = "undecodable";
  envelope.decode_status = "failed";
  envelope.decode_error = fault;
}
