// Latency of the charts' answer, over HTTP, for ranges of growing length, in a store whose envelopes lie over many days.
// Usage: npx tsx --conditions=react-server bench/rollups.ts [--lines 100000] [--calls 40]
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { fetchApi } from "./api";
import { fillStore } from "./fill-store";
import { mixedLoad } from "./generate/mixed-load";
import { printTimes, timeCalls } from "./percentiles";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({
  options: { lines: { type: "string", default: "100000" }, calls: { type: "string", default: "40" } },
});
const folder = temporaryFolder();
const lines = Number(values.lines);
await fillStore(folder, bodiesOf(mixedLoad({ seed: "rollups", lines, lengths: "small" }), 500));
const server = await startGrillo(folder);
const answer = JSON.parse(await fetchApi(`${server.url}/api/v1/rollups?time=*`)) as {
  readonly stored: { readonly from_ms: number; readonly to_ms: number };
};
const { from_ms, to_ms } = answer.stored;
console.log(`${lines.toLocaleString("en")} envelopes over ${((to_ms - from_ms) / 3_600_000).toFixed(1)} hours`);
for (const hours of [1, 6, 24, 168, 720, 8760]) {
  const from = Math.max(0, to_ms - hours * 3_600_000);
  const range = `${String(from)}..${String(to_ms)}`;
  const address = `${server.url}/api/v1/rollups?time=${range}`;
  await timeCalls(5, () => fetchApi(address));
  const taken = await timeCalls(Number(values.calls), () => fetchApi(address));
  console.log(`  ${`${String(hours)} h`.padEnd(8)} ${printTimes(taken)}`);
}
await server.stop();
removeFolder(folder);
