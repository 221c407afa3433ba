import {
  findCaptureProfile,
  findNeighbours,
  listAnomaliesAt,
  listConflictsAt,
} from "@/db/queries/event-context";
import { findEvent, type StoredEvent } from "@/db/queries/event-rows";
import { readEnvelope } from "@/db/event-log/read-envelope";
import type { ReadStore } from "@/db/store";
import type { EventDetail } from "@/lib/contracts/event";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { eventConflicts } from "@/lib/domain/model/event";
import { captureProfiles } from "@/lib/domain/model/privacy";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { anomalyFromRow, eventsFromRows } from "./event-from-row";

/** Larger envelopes are opened through their bytes: a page cannot show them at once anyway. */
const inlineLimit = 1_048_576;

type Content = Pick<EventDetail, "encoding" | "payload" | "text" | "left_out" | "sha256_verified">;

/** An envelope with its parsed payload and its surroundings. Throws event-not-found. */
export function getEvent({ store }: ServiceContext, ordinal: bigint): EventDetail {
  const row = requireEvent(store, ordinal);
  const [event] = eventsFromRows(store, [row]);
  if (event === undefined) throw new Error("one row gives one event");
  const neighbours = findNeighbours(store, ordinal);
  const profile = findCaptureProfile(store, event.source);
  return {
    event,
    ...contentOf(store, row),
    capture_profile: captureProfiles.find((known) => known === profile) ?? null,
    anomalies: listAnomaliesAt(store, [ordinal]).map(anomalyFromRow),
    conflicts: listConflictsAt(store, ordinal).map((conflict) => wireFromRecord(eventConflicts, conflict)),
    previous_in_stream: textOf(neighbours.previous_in_stream),
    next_in_stream: textOf(neighbours.next_in_stream),
    previous_in_conversation: textOf(neighbours.previous_in_conversation),
    next_in_conversation: textOf(neighbours.next_in_conversation),
  };
}

/** The row of an envelope. Throws event-not-found. */
export function requireEvent(store: ReadStore, ordinal: bigint): StoredEvent {
  const row = findEvent(store, ordinal);
  if (row !== undefined) return row;
  throw new ConsoleError("event-not-found", `There is no event with ordinal ${ordinal}.`, {
    details: { ordinal: String(ordinal) },
  });
}

/** Bytes that are gone or damaged do not hide the row: it then says what is wrong with them. */
function contentOf(store: ReadStore, row: StoredEvent): Content {
  let bytes: Buffer;
  try {
    bytes = readEnvelope(store, row.ordinal);
  } catch (error) {
    if (
      error instanceof ConsoleError &&
      (error.code === "envelope-damaged" || error.code === "payload-expired")
    ) {
      return {
        encoding: "binary",
        payload: null,
        text: null,
        left_out: error.message,
        sha256_verified: false,
      };
    }
    throw error;
  }
  if (bytes.byteLength > inlineLimit) {
    const left_out = `${bytes.byteLength} bytes are too many to show at once; download the envelope.`;
    return { encoding: "binary", payload: null, text: null, left_out, sha256_verified: true };
  }
  const text = textOfBytes(bytes);
  if (text === undefined) {
    const left_out = "The bytes are not valid UTF-8; see them as hex.";
    return { encoding: "binary", payload: null, text: null, left_out, sha256_verified: true };
  }
  const payload = jsonOf(text);
  return {
    encoding: payload === undefined ? "text" : "json",
    payload: payload ?? null,
    text,
    left_out: null,
    sha256_verified: true,
  };
}

function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Malformed input is data; the caller says so.
    return undefined;
  }
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseExact(text);
  } catch {
    // Not JSON: shown as text.
    return undefined;
  }
}

function textOf(ordinal: bigint | null): string | null {
  return ordinal === null ? null : String(ordinal);
}
