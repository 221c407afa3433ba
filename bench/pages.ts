// Pages that a commit of 500 envelopes writes into the write-ahead log, by table and index: what an insertion costs
// besides its own bytes.
// Usage: npx tsx --conditions=react-server bench/pages.ts [--load short|day|captures] [--lines 60000]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Decoded } from "@/lib/domain/envelope";
import type { LineDecoder } from "@/lib/ingest/format";
import { createNativeDecoder } from "@/lib/ingest/native";
import { createSemNdjsonDecoder } from "@/lib/ingest/sem-decoder";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { ownStore, storePath } from "@/lib/services/store/data-folder";
import { removeFolder, temporaryFolder } from "@/lib/testing/grillo-process";
import { Random } from "@/lib/testing/scenario/random";
import { mixedLoad } from "./generate/mixed-load";
import { semStream, type GeneratedFrame } from "./generate/sem-streams";

const { values } = parseArgs({
  options: { load: { type: "string", default: "day" }, lines: { type: "string", default: "60000" } },
});
const lines = Number(values.lines);
const batchSize = 500;
/** The last third is measured, in a store that holds the rest. */
const measuredFrom = Math.floor((lines * 2) / 3 / batchSize) * batchSize;
const [pageHead, pageBytes, logHead] = [24, 4096, 32];

const folder = temporaryFolder();
const owned = ownStore(folder, "bench", new Date(), "drizzle");
const { sqlite } = owned.store;
const engine = new IngestEngine(owned.store, owned.folder, () => Date.now());
const items = values.load === "captures" ? captured() : native(values.load === "short" ? "small" : "real");
const written = new Map<number, number>();
let commits = 0;
for (let stored = 0; stored < lines; stored += batchSize) {
  const batch = Array.from({ length: batchSize }, () => items.next().value).flatMap((item) => item ?? []);
  const isMeasured = stored >= measuredFrom;
  // What one commit writes is all that is in the log after it.
  if (isMeasured) sqlite.pragma("wal_autocheckpoint = 0");
  engine.commit(batch.map((item) => ({ source: "bench", item })));
  if (isMeasured) {
    commits += 1;
    const log = readFileSync(`${storePath(folder)}-wal`);
    for (let at = logHead; at < log.length; at += pageHead + pageBytes) {
      const page = log.readUInt32BE(at);
      written.set(page, (written.get(page) ?? 0) + 1);
    }
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
  } else {
    engine.settle(false);
    while (engine.packDue());
  }
}
report();
owned.close();
removeFolder(folder);

function report(): void {
  const trees = new Map(
    sqlite
      .prepare("SELECT pageno, name FROM dbstat")
      .raw()
      .all()
      .map((row) => [Number((row as unknown[])[0]), String((row as unknown[])[1])]),
  );
  const byTree = new Map<string, number>();
  for (const [page, times] of written) {
    const tree = trees.get(page) ?? "free pages and others";
    byTree.set(tree, (byTree.get(tree) ?? 0) + times);
  }
  const total = [...byTree.values()].reduce((sum, times) => sum + times, 0);
  console.log(`${(total / commits).toFixed(0).padStart(6)} pages a commit`);
  for (const [tree, times] of [...byTree].sort(([, a], [, b]) => b - a).slice(0, 16))
    console.log(`${(times / commits).toFixed(1).padStart(6)} ${tree}`);
}

/** Lines of sixteen live conversations. */
function* native(lengths: "small" | "real"): Generator<readonly Decoded[], undefined> {
  const decoder = createNativeDecoder({ name: "bench", source_path: "http_ingest" });
  let number = 0;
  for (const line of mixedLoad({ seed: "ingest", lines, lengths }))
    yield decoder.decode(Buffer.from(line), (number += 1));
}

interface Capture {
  readonly frames: Generator<GeneratedFrame>;
  readonly decoder: LineDecoder;
}

/** Frames of sixteen captures that are read side by side, each of a conversation of its own. */
function* captured(): Generator<readonly Decoded[], undefined> {
  const random = new Random("pages");
  let begun = 0;
  const begin = (): Capture => {
    const conv_id = `capture-${String((begun += 1))}`;
    const decoder = createSemNdjsonDecoder({
      name: `${conv_id}.ndjson`,
      source_path: "file_import",
      conv_id,
    });
    return { frames: semStream({ conv_id, seed: "pages", deltas: random.int(20, 300) }), decoder };
  };
  const live = Array.from({ length: 16 }, begin);
  for (;;) {
    const slot = random.int(0, live.length - 1);
    const capture = live[slot];
    const frame = capture?.frames.next();
    if (capture === undefined || frame === undefined || frame.done === true) live[slot] = begin();
    else yield capture.decoder.decode(Buffer.from(frame.value.envelope), 1);
  }
}
