import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";
import type { Decoded, Envelope } from "@/lib/domain/envelope";
import { detect, detectionBytes, type Detected } from "@/lib/ingest/detect";
import type { DecodeContext, LineDecoderFactory } from "@/lib/ingest/format";
import { LineSplitter, maxLineBytesFile } from "@/lib/ingest/split-lines";
import { haveSamples, samplesFolder } from "./samples";

/** Files under a folder of the samples, as paths relative to the samples with forward slashes; none where these are absent. */
export function sampleFiles(folder: string): readonly string[] {
  if (!haveSamples) return [];
  return readdirSync(join(samplesFolder, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(samplesFolder, path)).isDirectory() ? sampleFiles(path) : [path];
  });
}

/** Bytes of a file with gzip removed. */
export function readSample(path: string): Uint8Array {
  const bytes = readFileSync(join(samplesFolder, path));
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** The start of a file as detection sees it, without reading the rest. */
export function readSampleHead(path: string): Uint8Array {
  const file = openSync(join(samplesFolder, path), "r");
  try {
    const buffer = Buffer.alloc(detectionBytes);
    const head = buffer.subarray(0, readSync(file, buffer, 0, detectionBytes, 0));
    if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, detectionBytes);
  } finally {
    closeSync(file);
  }
}

export function detectSample(path: string): Detected | undefined {
  return detect(readSampleHead(path), path);
}

/** Decodes bytes with a line decoder as an import does, in chunks. */
export function decodeLines(
  create: LineDecoderFactory,
  bytes: Uint8Array,
  context: Partial<DecodeContext> & { readonly name: string },
  chunkBytes = 65_536,
): readonly Decoded[] {
  const decoder = create({ source_path: "file_import", ...context });
  const splitter = new LineSplitter(maxLineBytesFile);
  const decoded: Decoded[] = [];
  const take = (lines: ReturnType<LineSplitter["end"]>): void => {
    for (const line of lines)
      decoded.push(...(line.kind === "rejected" ? [line] : decoder.decode(line.bytes, line.number)));
  };
  for (let at = 0; at < bytes.length; at += chunkBytes)
    take(splitter.push(bytes.subarray(at, at + chunkBytes)));
  take(splitter.end());
  decoded.push(...(decoder.end?.() ?? []));
  return decoded;
}

export function envelopesOf(decoded: readonly Decoded[]): readonly Envelope[] {
  return decoded.filter((item) => item.kind === "envelope");
}
