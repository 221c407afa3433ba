import { toUSVString } from "node:util";
import { seqRegimeOf, type Envelope } from "@/lib/domain/envelope";
import type { Refusal } from "./native-content";
import type { NativeHead } from "./native-head";
import { readJson, readJsonText } from "./read-json";
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
  const carried = carriedEnvelope(head);
  if (carried === undefined) {
    return {
      code: "invalid-field",
      detail: "envelope must be the SEM envelope as a text",
      pointer: "/data/envelope",
    };
  }
  envelope.data = undefined;
  if (carried.text !== undefined && toUSVString(carried.text) !== carried.text) {
    // Half a surrogate pair has no UTF-8: the line itself stands for the envelope.
    markFailed(envelope, locate("half a surrogate pair at /data/envelope"));
    return undefined;
  }
  envelope.bytes = carried.bytes;
  const reading =
    carried.text === undefined ? readJson(carried.bytes) : readJsonText(carried.text, carried.bytes);
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

/** The envelope that a line carries, as a text or as its bytes; undefined where it carries none. */
function carriedEnvelope({ data, bytes }: NativeHead): { bytes: Uint8Array; text?: string } | undefined {
  if (bytes !== undefined) return { bytes };
  const text = data?.["envelope"];
  return typeof text === "string" && text !== "" ? { text, bytes: Buffer.from(text, "utf8") } : undefined;
}
