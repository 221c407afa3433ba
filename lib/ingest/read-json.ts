import { isUtf8 } from "node:buffer";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { isDeeperThan, maxJsonDepth, mayBeDeeperThan } from "./depth-scan";
import { faultOffset } from "./json-bytes";

/** A parsed text, or what is wrong with it and where. The fault quotes none of the content. */
export type JsonReading =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly fault: string };

/** Text of UTF-8 bytes, or undefined if they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Reads one JSON text of any origin; never throws. Cost: one parsing, and passes that the engine makes over many bytes at a time. */
export function readJson(bytes: Uint8Array): JsonReading {
  const text = textOf(bytes);
  if (text === undefined) return { ok: false, fault: "not UTF-8" };
  return readJsonText(text, bytes);
}

/** As `readJson`, for a text whose bytes are at hand as well. */
export function readJsonText(text: string, bytes: Uint8Array): JsonReading {
  if (mayBeDeeperThan(text) && isDeeperThan(bytes))
    return { ok: false, fault: `nesting deeper than ${String(maxJsonDepth)}` };
  try {
    return { ok: true, value: parseExact(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, fault: `not JSON at byte ${String(faultOffset(bytes))}` };
  }
}
