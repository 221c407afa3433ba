// Resident memory of the server through a long ingest: it must not grow with what is stored.
// Usage: npx tsx bench/memory.ts [--lines 1000000] [--keep FOLDER]      (10000000 for the full run; a store that is kept
//        serves bench/reads.ts)
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { mixedLoad } from "./generate/mixed-load";
import { bodiesOf, postLines } from "./post-lines";

const { values } = parseArgs({
  options: { lines: { type: "string", default: "1000000" }, keep: { type: "string" } },
});
const lines = Number(values.lines);
const step = Math.max(1, Math.floor(lines / 20));

const folder = values.keep === undefined ? temporaryFolder() : join(values.keep, values.lines);
const server = await startGrillo(folder);
const samples: number[] = [];
let next = step;
const startedAt = performance.now();
await postLines(bodiesOf(mixedLoad({ seed: "memory", lines, lengths: "small" }), 500), {
  url: server.url,
  connections: 4,
  onProgress: (done) => {
    if (done < next) return;
    next += step;
    const bytes = residentBytes(server.pid);
    samples.push(bytes);
    const rate = Math.round((done / (performance.now() - startedAt)) * 1000);
    console.log(
      `${done.toLocaleString("en").padStart(12)} lines   ${(bytes / 1e6).toFixed(0)} MB   ${String(rate)} lines/s`,
    );
  },
});
await server.stop();
if (values.keep === undefined) removeFolder(folder);

const half = Math.floor(samples.length / 2);
const early = Math.max(...samples.slice(Math.floor(half / 2), half));
const late = Math.max(...samples.slice(half));
console.log(`highest of the second half / highest of the second quarter: ${(late / early).toFixed(2)}`);

/** Resident set of a process (Linux), bytes. */
function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}
