import type { Envelope } from "@/lib/domain/envelope";
import { classOf, type FailureCode } from "@/lib/domain/failures/taxonomy";
import { asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import type { Occurrences } from "../occurrences";
import { contentKey, fileStream } from "../undecodable";
import { msOfDate } from "./row-values";

/** Where records of a debug API were found. */
export interface RecordSetting {
  readonly context: DecodeContext;
  /** Session of records that name none. */
  readonly conv_id: string | undefined;
  readonly seen: Occurrences;
}

/** Place and bytes of one record. */
export interface RecordPlace {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** What all envelopes of records have in common: a record is identified by its content and its repetition. */
export function recordEnvelope(
  record: JsonObject,
  { line, bytes }: RecordPlace,
  { context, conv_id, seen }: RecordSetting,
  said: Pick<Envelope, "type" | "records"> & Partial<Envelope>,
): Envelope {
  const session = asText(record["sessionId"]) ?? conv_id;
  const key = `${said.type}|${contentKey(bytes)}`;
  return {
    kind: "envelope",
    line,
    bytes,
    class: "record",
    dialect: "state",
    stream: session ?? fileStream(context),
    identity: said.identity ?? `${key}|${String(seen.next(key))}`,
    conv_id: session,
    session_id: session,
    regime: "none",
    occurred_at_ms: timeOfRecord(record),
    source_path: context.source_path,
    decode_status: said.decode_error === undefined ? "ok" : "partial",
    ...said,
  };
}

/** The server writes a date, a browser epoch ms. */
export function timeOfRecord(record: JsonObject): number | undefined {
  const at = record["timestamp"];
  if (typeof at === "number") return at > 0 && Number.isFinite(at) ? Math.floor(at) : undefined;
  return typeof at === "string" ? msOfDate(at) : undefined;
}

/** A failure that a record tells of. */
export function failureOf(
  record: JsonObject,
  place: RecordPlace,
  conv_id: string | undefined,
  failure: { readonly step: string; readonly code: FailureCode; readonly text: string },
): RecordChange {
  return {
    set: "errors",
    row: {
      error_id: `debug|${failure.step}|${contentKey(place.bytes)}`,
      conv_id: conv_id ?? null,
      session_id: conv_id ?? null,
      error_class: classOf(failure.code),
      error_code: failure.code,
      safe_message: `The runtime noted a failure in its step ${failure.step}.`,
      raw_message: failure.text,
      handled: true,
      severity: "error",
      occurred_at_ms: timeOfRecord(record) ?? null,
    },
  };
}
