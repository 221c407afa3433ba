import { readEnvelope } from "@/db/event-log/read-envelope";
import type { ServiceContext } from "../service-context";
import { requireEvent } from "./get-event";

export interface EnvelopeBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex. */
  readonly sha256: string;
}

/**
 * The stored bytes of an envelope, exactly, with their SHA-256, which was checked while reading. Throws
 * event-not-found, payload-expired or envelope-damaged.
 */
export function readEnvelopeBytes({ store }: ServiceContext, ordinal: bigint): EnvelopeBytes {
  const row = requireEvent(store, ordinal);
  return { bytes: Uint8Array.from(readEnvelope(store, ordinal)), sha256: row.sha256.toString("hex") };
}
