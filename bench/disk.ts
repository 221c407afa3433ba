// Bytes on disk for each byte received, everything included: index rows, hashes, indexes, records, the
// write-ahead log after its checkpoint.
// Usage: npx tsx --conditions=react-server bench/disk.ts [--lines 100000]
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { importPaths } from "@/lib/cli/import";
import { openForReading } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { removeFolder, temporaryFolder } from "@/lib/testing/grillo-process";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { LinePrinter } from "@/lib/testing/scenario/native-line";
import { fillStore } from "./fill-store";
import { mixedLoad } from "./generate/mixed-load";
import { semStream } from "./generate/sem-streams";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({ options: { lines: { type: "string", default: "100000" } } });

console.log("load                       envelopes    received   on disk     ratio  segments  log rows  rest");
await measure("an empty store", []);
for (const deltas of [300, 1_000, 3_000, 8_000]) {
  await measure(`${String(deltas)} deltas`, streamLines(deltas));
}
await measure(
  "mixed, real lengths",
  mixedLoad({ seed: "disk", lines: Number(values.lines), lengths: "real" }),
);
await measure(
  "mixed, short streams",
  mixedLoad({ seed: "disk", lines: Number(values.lines), lengths: "small" }),
);
if (haveSamples) {
  await measureFiles("capture hc53", samplesPath("pinocchio", "hc53"));
  await measureFiles("run era/scale-a", samplesPath("pinocchio-runs", "era", "scale-a"));
  await measureFiles("run era/mix-a", samplesPath("pinocchio-runs", "era", "mix-a"));
}

/** Native lines that carry the frames of one answer. */
function* streamLines(deltas: number): Generator<string> {
  const conv_id = `stream-${String(deltas)}`;
  const printer = new LinePrinter("bench", conv_id);
  for (const frame of semStream({ conv_id, seed: "disk", deltas }))
    yield printer.envelope(printer.nextId(), frame.atMs, { conv_id }, frame.envelope);
}

async function measure(name: string, lines: Iterable<string>): Promise<number> {
  const folder = temporaryFolder();
  await fillStore(folder, bodiesOf(lines, 500));
  return report(name, folder);
}

async function measureFiles(name: string, path: string): Promise<void> {
  const folder = temporaryFolder();
  await importPaths([path], { data: folder }, () => undefined);
  report(name, folder);
}

/** Prints one line and removes the folder. Gives the bytes on disk. */
function report(name: string, folder: string): number {
  const store = openForReading(storePath(folder));
  const one = (sql: string): number => Number(store.sqlite.prepare(sql).pluck().get() ?? 0);
  const received = one("SELECT sum(bytes) FROM receipts");
  const envelopes = one("SELECT count(*) FROM events");
  const pages = (names: string): number => one(`SELECT sum(pgsize) FROM dbstat WHERE name ${names}`);
  const segments = pages("= 'event_segments'");
  const log = pages(
    "IN ('events', 'subjects', 'identity_stems') OR name LIKE 'events_by_%' OR name LIKE 'subjects_by_%' OR name LIKE 'identity_stems_by_%'",
  );
  store.sqlite.close();
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  removeFolder(folder);
  const part = (value: number): string =>
    received === 0 ? "-" : `${((100 * value) / received).toFixed(2)} %`;
  const cells = [
    name.padEnd(24),
    envelopes.toLocaleString("en").padStart(11),
    `${(received / 1e6).toFixed(2)} MB`.padStart(12),
    `${(bytes / 1e6).toFixed(2)} MB`.padStart(10),
    part(bytes).padStart(9),
    part(segments).padStart(9),
    part(log).padStart(9),
    part(bytes - segments - log).padStart(8),
  ];
  console.log(cells.join(" "));
  return bytes;
}
