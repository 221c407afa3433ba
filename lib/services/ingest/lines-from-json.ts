import { ConsoleError } from "@/lib/domain/console-error";
import { elementRanges, faultOffset } from "@/lib/ingest/json-bytes";

/**
 * Turns a JSON document, one envelope or an array of them, into lines. Line feeds in JSON stand between
 * tokens only, so blanks in their place change no value. Throws invalid-request when it is not JSON.
 */
export async function* linesFromJson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const text = Buffer.concat(parts);
  const fault = faultOffset(text);
  if (fault < text.length)
    throw new ConsoleError("invalid-request", `The body is not JSON from byte ${String(fault)} on.`);
  const ranges = elementRanges(text) ?? [{ start: 0, end: text.length }];
  for (const { start, end } of ranges) yield asLine(text.subarray(start, end));
}

function asLine(value: Buffer): Buffer {
  const line = Buffer.concat([value, Buffer.from("\n")]);
  for (let i = 0; i < line.length - 1; i += 1) if (line[i] === 0x0a || line[i] === 0x0d) line[i] = 0x20;
  return line;
}
