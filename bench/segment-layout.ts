// Bytes of segments for each byte of envelopes, and the time to write and to read one back, by quality, window
// and size of a segment: packed ones, then young ones, which hold what one transaction stored.
// Usage: npx tsx --conditions=react-server bench/segment-layout.ts
import { readdirSync, readFileSync } from "node:fs";
import { constants, brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { demoLines } from "@/lib/services/demo/demo-recording";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { semStream } from "./generate/sem-streams";

interface Load {
  readonly name: string;
  /** Envelopes in the order in which the packer sees them: one stream after the other. */
  readonly envelopes: readonly Buffer[];
}

const loads: Load[] = [];
for (const deltas of [300, 1_000, 3_000])
  loads.push({ name: `${String(deltas)} deltas`, envelopes: streamOf(deltas) });
loads.push({ name: "demo recording", envelopes: demoByConversation() });
if (haveSamples) {
  const folder = samplesPath("pinocchio", "hc53");
  for (const name of readdirSync(folder).filter((file) => file.endsWith("ndjson")))
    loads.push({ name: `hc53 ${name}`.slice(0, 24), envelopes: linesOf(readFileSync(`${folder}/${name}`)) });
}

console.log(
  "load                      envelopes         raw  quality window  events/segment     ratio  write MB/s  write us  read us  read ms",
);
for (const load of loads)
  for (const events of [128, 512, 1_024, 4_096])
    for (const [quality, window] of [
      [1, 22],
      [2, 22],
      [3, 22],
      [4, 20],
      [4, 22],
      [4, 24],
      [5, 22],
    ] as const)
      measure(load, quality, window, events);
for (const load of loads)
  for (const events of [1, 4, 16, 32, 256])
    for (const quality of [0, 1, 2]) measure(load, quality, 22, events);

function measure({ name, envelopes }: Load, quality: number, window: number, events: number): void {
  const segments = segmentsOf(envelopes, events);
  const raw = envelopes.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const started = performance.now();
  const packed = segments.map((segment) => compress(segment, quality, window));
  const wrote = performance.now() - started;
  const stored = packed.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const begun = performance.now();
  for (const [at, segment] of packed.entries())
    brotliDecompressSync(segment, { chunkSize: (segments[at]?.byteLength ?? 0) + 64 });
  const unpacked = performance.now() - begun;
  const cells = [
    name.padEnd(24),
    envelopes.length.toLocaleString("en").padStart(10),
    `${(raw / 1e6).toFixed(2)} MB`.padStart(11),
    String(quality).padStart(8),
    String(window).padStart(6),
    String(events).padStart(15),
    `${((100 * stored) / raw).toFixed(2)} %`.padStart(9),
    (raw / 1e3 / wrote).toFixed(0).padStart(11),
    ((wrote * 1e3) / envelopes.length).toFixed(2).padStart(9),
    ((unpacked * 1e3) / envelopes.length).toFixed(2).padStart(8),
    (unpacked / packed.length).toFixed(2).padStart(8),
  ];
  console.log(cells.join(" "));
}

/** Closed as the packer closes them: by envelopes, or by 4 MiB. */
function segmentsOf(envelopes: readonly Buffer[], events: number): readonly Buffer[] {
  const segments: Buffer[] = [];
  let current: Buffer[] = [];
  let size = 0;
  for (const envelope of envelopes) {
    if (current.length >= events || (current.length > 0 && size + envelope.byteLength > 4 * 1024 * 1024)) {
      segments.push(Buffer.concat(current));
      current = [];
      size = 0;
    }
    current.push(envelope);
    size += envelope.byteLength;
  }
  return current.length === 0 ? segments : [...segments, Buffer.concat(current)];
}

function compress(raw: Buffer, quality: number, window: number): Buffer {
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.byteLength,
    },
  });
}

function streamOf(deltas: number): readonly Buffer[] {
  return [...semStream({ conv_id: "c", seed: "layout", deltas })].map(({ envelope }) =>
    Buffer.from(envelope),
  );
}

/** Lines of the demo, short answers and many record lines, grouped by conversation as the packer does. */
function demoByConversation(): readonly Buffer[] {
  const byConversation = new Map<string, Buffer[]>();
  for (const line of demoLines({ endsAtMs: 1_800_000_000_000 })) {
    const conversation = /"conv_id":"([^"]*)"/.exec(line)?.[1] ?? "";
    const lines = byConversation.get(conversation) ?? [];
    byConversation.set(conversation, lines);
    lines.push(Buffer.from(line));
  }
  return [...byConversation.values()].flat();
}

function linesOf(file: Buffer): readonly Buffer[] {
  return file
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Buffer.from(line, "latin1"));
}
