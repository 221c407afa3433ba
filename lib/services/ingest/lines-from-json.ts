import { ConsoleError } from "@/lib/domain/console-error";
import { isDeeperThan } from "@/lib/ingest/depth-scan";
import { elementRanges, faultOffset, isWholeJson } from "@/lib/ingest/json-bytes";
import { limits } from "../store/limits";
import { tooLarge } from "./inflate-body";

/**
 * Turns a JSON document, one envelope or an array of them, into lines. Line feeds in JSON stand between
 * tokens only, so blanks in their place change no value. The document is held in memory, and may therefore be no
 * larger than a body is as sent. Throws payload-too-large, and invalid-request when it is not JSON.
 */
export async function* linesFromJson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const text = await wholeBody(chunks, limits.ingest_wire_bytes);
  assertJson(text);
  const ranges = elementRanges(text) ?? [{ start: 0, end: text.length }];
  for (const { start, end } of ranges) yield asLine(text.subarray(start, end));
}

/** A body in one piece. Throws payload-too-large as soon as it is over the limit. */
export async function wholeBody(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** Throws invalid-request, with the place, where bytes are not one whole JSON text that is safe to walk. */
export function assertJson(text: Uint8Array): void {
  // The items of a list may nest as deep as they may in lines of their own.
  if (isDeeperThan(text, limits.json_depth + 1))
    throw new ConsoleError("invalid-request", `The body nests deeper than ${String(limits.json_depth)}.`);
  if (isWholeJson(text)) return;
  const fault = faultOffset(text);
  const where = fault < text.length ? `from byte ${String(fault)} on` : "as it ends too early";
  throw new ConsoleError("invalid-request", `The body is not JSON ${where}.`);
}

/** A JSON value in one line, with its line feed. */
export function asLine(value: Buffer): Buffer {
  const line = Buffer.concat([value, Buffer.from("\n")]);
  for (let i = 0; i < line.length - 1; i += 1) if (line[i] === 0x0a || line[i] === 0x0d) line[i] = 0x20;
  return line;
}
