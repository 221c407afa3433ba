import { createNativeDecoder } from "@/lib/ingest/native";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { scenarioLines, type ScenarioOptions } from "./scenario/scenario";
import type { TemporaryStore } from "./temporary-store";

/** Plays a scenario into a store through the real ingest, and settles it. */
export function recordScenario(store: TemporaryStore, text: string, options: ScenarioOptions = {}): void {
  let now = 1_800_000_000_000;
  const engine = new IngestEngine(store.writer, store.folder, () => (now += 1));
  const decoder = createNativeDecoder({ name: "scenario.ndjson", source_path: "http_ingest" });
  const encoder = new TextEncoder();
  const items = scenarioLines(text, options).flatMap((line, i) =>
    decoder.decode(encoder.encode(line), i + 1),
  );
  engine.commit(items.map((item) => ({ source: "scenario", item })));
  engine.settle(true);
}
