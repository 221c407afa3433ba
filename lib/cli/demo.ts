import type { ReadStore } from "@/db/store";
import { writeDemo } from "@/lib/services/demo/write-demo";
import type { WriterClient } from "@/lib/services/store/writer-client";
import { report } from "./output";

/** Loads the demo recording through the ingest path when nothing ever came into the store: what was removed stays away. */
export async function loadDemoInto(store: ReadStore, writer: WriterClient, now: number): Promise<void> {
  const filled = store.sqlite.prepare("SELECT 1 FROM receipts LIMIT 1").get();
  if (filled !== undefined) return;
  report("loading the demo recording");
  const { counts } = await writeDemo(writer, now);
  await writer.settle();
  report(`demo recording loaded: ${counts.stored} lines`);
}
