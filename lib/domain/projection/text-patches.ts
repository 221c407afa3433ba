import { asOrdinal, asText, type JsonObject } from "../json/json-access";

/** Where a patch did not fit, in bytes of UTF-8. */
export interface PatchMisfit {
  readonly expected: number;
  readonly offset: number;
}

interface Stream {
  readonly text: string;
  readonly bytes: number;
  /** Offset of the first patch: reasoning items of one call count on where the item before them ended. */
  readonly base: number;
}

const encoder = new TextEncoder();

/**
 * Texts that arrive as patches, by stream. APPEND adds at its byte offset, SNAPSHOT replaces all, REPLACE
 * everything from its offset on. An APPEND whose offset is not the length so far is a lost or repeated patch.
 */
export class TextPatches {
  readonly #streams = new Map<string, Stream>();

  textOf(stream: string): string {
    return this.#streams.get(stream)?.text ?? "";
  }

  /** Sets a text that is stated whole; "" also says that the stream begins here, at byte 0. */
  set(stream: string, text: string): void {
    this.#streams.set(stream, { text, bytes: encoder.encode(text).byteLength, base: 0 });
  }

  /** Applies a patch, whose text is `added`; gives the misfit if it does not continue what was there. */
  apply(stream: string, patch: JsonObject, added: string): PatchMisfit | undefined {
    const mode = asText(patch["mode"]) ?? "";
    if (mode.endsWith("_SNAPSHOT")) {
      this.set(stream, added);
      return undefined;
    }
    const stated = asOrdinal(patch["offset"]);
    const known = this.#streams.get(stream);
    // Zero is left out in protobuf JSON; the compact deltas of embedding apps have no offset at all.
    const offset =
      stated !== undefined
        ? Number(stated)
        : mode === "" && known !== undefined
          ? known.base + known.bytes
          : 0;
    const before = known ?? { text: "", bytes: 0, base: offset };
    const place = Math.max(0, offset - before.base);
    const kept = place < before.bytes ? firstBytes(before.text, place) : before.text;
    const bytes = Math.min(place, before.bytes) + encoder.encode(added).byteLength;
    this.#streams.set(stream, { text: kept + added, bytes, base: before.base });
    const fits = place === before.bytes || mode.endsWith("_REPLACE");
    return fits ? undefined : { expected: before.base + before.bytes, offset };
  }
}

/** The part of a text that its first bytes hold, cut at a character. */
function firstBytes(text: string, bytes: number): string {
  return new TextDecoder().decode(encoder.encode(text).subarray(0, bytes)).replace(/\ufffd$/, "");
}
