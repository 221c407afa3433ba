import { hash } from "node:crypto";
import type { Envelope } from "@/lib/domain/envelope";
import type { Draft } from "./conversation-of-file";
import { baseName } from "./file-names";
import type { DecodeContext } from "./format";
import type { Occurrences } from "./occurrences";

/** Identity of content that names none itself: 128 bits of its SHA-256, in hex. */
export function contentKey(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex").slice(0, 32);
}

/** Stream of what a file holds beside the streams that its content names. */
export function fileStream(context: DecodeContext): string {
  return `file:${baseName(context.name)}`;
}

/** A fault with the place where it was met, for `decode_error`. */
export function locateFault(
  context: DecodeContext,
  line: number,
  fault: string | undefined,
): string | undefined {
  return fault === undefined ? undefined : `${baseName(context.name)} line ${String(line)}: ${fault}`;
}

/**
 * An envelope for bytes that could not be decoded: stored as they came, marked failed. `fault` says what
 * is wrong and where, without quoting content.
 */
export function undecodableDraft(
  context: DecodeContext,
  place: { readonly line: number; readonly bytes: Uint8Array; readonly fault: string },
  seen: Occurrences,
): Draft {
  const key = `undecodable|${contentKey(place.bytes)}`;
  return {
    stream: fileStream(context),
    envelope: {
      kind: "envelope",
      line: place.line,
      bytes: place.bytes,
      class: "event",
      dialect: "unknown",
      type: "undecodable",
      identity: `${key}|${String(seen.next(key))}`,
      stream: "",
      conv_id: undefined,
      key_origins: undefined,
      regime: "none",
      source_path: context.source_path,
      decode_status: "failed",
      decode_error: locateFault(context, place.line, place.fault),
      records: [],
    },
  };
}

/** The same in a file whose envelopes do not wait for their conversation. */
export function undecodableEnvelope(
  context: DecodeContext,
  place: { readonly line: number; readonly bytes: Uint8Array; readonly fault: string },
  seen: Occurrences,
): Envelope {
  const { envelope } = undecodableDraft(context, place, seen);
  return { ...envelope, stream: fileStream(context), conv_id: context.conv_id };
}
