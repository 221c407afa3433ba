// HTTP ingest end to end against naive insertion of the same envelopes, in one run.
// Usage: npx tsx bench/ingest.ts [--lines 60000] [--connections 4] [--lengths small|real]
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { mixedLoad } from "./generate/mixed-load";
import { storeNaively, type NaiveRow } from "./naive-store";
import { bodiesOf, postLines } from "./post-lines";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "60000" },
    connections: { type: "string", default: "4" },
    lengths: { type: "string", default: "small" },
  },
});
const lines = Number(values.lines);
const connections = Number(values.connections);

const load = [...mixedLoad({ seed: "ingest", lines, lengths: values.lengths === "real" ? "real" : "small" })];
const rawBytes = load.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
const rows = load.map(naiveRow);
console.log(`${String(lines)} lines, ${(rawBytes / 1e6).toFixed(1)} MB, ${String(connections)} connections`);

const folder = temporaryFolder();
const server = await startGrillo(folder);
const startedAt = performance.now();
await postLines(bodiesOf(load, 500), { url: server.url, connections });
const http = performance.now() - startedAt;
await server.stop();
const naive = storeNaively(folder, rows);
removeFolder(folder);

console.log(`http, all acknowledged   ${perSecond(http)}`);
console.log(`naive, in process        ${perSecond(naive.ms)}`);
console.log(`ratio http / naive       ${(naive.ms / http).toFixed(3)}`);

function perSecond(ms: number): string {
  return `${Math.round((lines / ms) * 1000).toLocaleString("en")} lines/s, ${((rawBytes / ms) * 1e-3).toFixed(1)} MB/s`;
}

/** What the naive store wants of a line; it gets the envelope itself where the line carries one. */
function naiveRow(line: string): NaiveRow {
  const {
    conv_id = "",
    type,
    occurred_at_ms,
    data,
  } = JSON.parse(line) as {
    conv_id?: string;
    type: string;
    occurred_at_ms: number;
    data: { envelope?: string };
  };
  return { conv_id, type, at_ms: occurred_at_ms, envelope: data.envelope ?? line };
}
