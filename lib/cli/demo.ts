import type { ReadStore } from "@/db/store";
import { demoLines } from "@/lib/services/demo/demo-recording";
import type { NdjsonReport } from "@/lib/services/ingest/ndjson-run";
import { limits } from "@/lib/services/store/limits";
import type { WriterClient } from "@/lib/services/store/writer-client";
import { report } from "./output";

const demoSource = "demo";
const chunkBytes = 1 << 20;

/** Loads the demo recording through the ingest path when nothing ever came into the store: what was removed stays away. */
export async function loadDemoInto(store: ReadStore, writer: WriterClient, now: number): Promise<void> {
  const filled = store.sqlite.prepare("SELECT 1 FROM receipts LIMIT 1").get();
  if (filled !== undefined) return;
  report("loading the demo recording");
  const { counts } = await writeDemo(writer, now);
  await writer.settle();
  report(`demo recording loaded: ${counts.stored} lines`);
}

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
