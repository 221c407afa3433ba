import { toUSVString } from "node:util";
import { asNumber, asObject, asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { memberRange } from "./json-bytes";
import { readJson, readJsonText, type JsonReading } from "./read-json";

/** A frame taken out of the line that a recorder wrote around it. */
export interface WrappedFrame {
  readonly kind: "frame";
  /** The frame's own bytes. */
  readonly bytes: Uint8Array;
  readonly reading: JsonReading;
  readonly received_at_ms?: number | undefined;
  /** Conversation that the recorder noted. */
  readonly noted?: string | undefined;
}

export interface WrappedClose {
  readonly kind: "close";
  readonly text: string;
  readonly received_at_ms?: number | undefined;
}

export type Unwrapped = WrappedFrame | WrappedClose | { readonly kind: "fault"; readonly fault: string };
export type Unwrap = (line: Uint8Array) => Unwrapped;

/** A bare frame: the line is the envelope. */
export function unwrapBare(line: Uint8Array): Unwrapped {
  const reading = readJson(line);
  return reading.ok ? { kind: "frame", bytes: line, reading } : { kind: "fault", fault: reading.fault };
}

/** `{idx, received_at_ms, conv_id?, frame}`: the envelope is the value of `frame` as it stands in the line. */
export function unwrapLogged(line: Uint8Array): Unwrapped {
  const reading = readJson(line);
  if (!reading.ok) return { kind: "fault", fault: reading.fault };
  const wrapper = asObject(reading.value);
  const range = memberRange(line, "frame");
  const frame = wrapper?.["frame"];
  if (wrapper === undefined || range === undefined || frame === undefined)
    return { kind: "fault", fault: "no frame at /frame" };
  return {
    kind: "frame",
    bytes: line.subarray(range.start, range.end),
    reading: { ok: true, value: frame },
    received_at_ms: wholeMs(wrapper["received_at_ms"]),
    noted: asText(wrapper["conv_id"]),
  };
}

/** `{t, raw}`: the envelope is the text in `raw`; `{t, close}` ends the socket. */
export function unwrapCaptured(line: Uint8Array): Unwrapped {
  const reading = readJson(line);
  if (!reading.ok) return { kind: "fault", fault: reading.fault };
  const wrapper = asObject(reading.value);
  const received_at_ms = wholeMs(wrapper?.["t"]);
  const close = wrapper?.["close"];
  if (close !== undefined && close !== null) return { kind: "close", text: closeText(close), received_at_ms };
  const raw = wrapper?.["raw"];
  if (typeof raw !== "string") return { kind: "fault", fault: "no text at /raw" };
  // A lone surrogate has no UTF-8: the frame's bytes cannot be given back, so the line stands for them.
  if (toUSVString(raw) !== raw)
    return { kind: "fault", fault: "the text at /raw holds half a surrogate pair" };
  const bytes = Buffer.from(raw, "utf8");
  return {
    kind: "frame",
    bytes,
    reading: readJsonText(raw, bytes),
    received_at_ms,
    noted: asText(wrapper?.["conv_id"]),
  };
}

/** Whole milliseconds of a recorder's clock, which may count fractions. */
function wholeMs(value: JsonValue | undefined): number | undefined {
  const ms = asNumber(value);
  return ms === undefined ? undefined : Math.floor(ms);
}

function closeText(close: JsonValue): string {
  if (typeof close === "string") return close;
  const parts = asObject(close);
  return parts === undefined
    ? String(asNumber(close) ?? "")
    : `${String(asNumber(parts["code"]) ?? "")} ${asText(parts["reason"]) ?? ""}`.trim();
}
