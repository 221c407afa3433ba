import type { NdjsonReport } from "../ingest/ndjson-run";
import { limits } from "../store/limits";
import { demoLines } from "./demo-recording";

const demoSource = "demo";
const chunkBytes = 1 << 20;

/** Something that takes native lines: the writer thread, or the writer in this process. */
export interface DemoTarget {
  openNdjson(options: { source: string; all_results: boolean; max_line_bytes: number }): Promise<{
    push(chunk: Uint8Array): Promise<void>;
    end(): Promise<NdjsonReport>;
  }>;
  annotateDemo(): Promise<unknown>;
}

/** Writes the demo recording, ending about now, and what people keep with it. Deterministic for a given day. */
export async function writeDemo(target: DemoTarget, now: number): Promise<NdjsonReport> {
  const run = await target.openNdjson({
    source: demoSource,
    all_results: false,
    max_line_bytes: limits.ingest_line_bytes,
  });
  const dayMs = 86_400_000;
  let lines: string[] = [];
  let size = 0;
  for (const line of demoLines({ endsAtMs: Math.floor(now / dayMs) * dayMs })) {
    lines.push(line, "\n");
    size += line.length;
    if (size < chunkBytes) continue;
    await run.push(Buffer.from(lines.join("")));
    lines = [];
    size = 0;
  }
  await run.push(Buffer.from(lines.join("")));
  const written = await run.end();
  await target.annotateDemo();
  return written;
}
