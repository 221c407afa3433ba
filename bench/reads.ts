// Latency of what the pages ask, over HTTP, in stores of growing size, and the ratio between sizes.
// Usage: npx tsx --conditions=react-server bench/reads.ts [--sizes 10000,100000,1000000] [--calls 60]
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { fetchApi, questions } from "./api";
import { fillStore } from "./fill-store";
import { mixedLoad } from "./generate/mixed-load";
import { percentile, printTimes, timeCalls } from "./percentiles";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" },
    calls: { type: "string", default: "60" },
  },
});
const calls = Number(values.calls);
/** A conversation that exists at every size. */
const conv = "load-0000001";

const smallest = new Map<string, number>();
for (const lines of values.sizes.split(",").map(Number)) {
  const folder = temporaryFolder();
  await fillStore(folder, bodiesOf(mixedLoad({ seed: "reads", lines, lengths: "small" }), 500));
  const server = await startGrillo(folder);
  console.log(`${lines.toLocaleString("en")} envelopes`);
  for (const [name, address] of questions(server.url, conv)) {
    await timeCalls(5, () => fetchApi(address));
    const taken = await timeCalls(calls, () => fetchApi(address));
    const p95 = percentile(taken, 0.95);
    const first = smallest.get(name) ?? p95;
    smallest.set(name, first);
    console.log(`  ${name.padEnd(22)} ${printTimes(taken)}   ratio of p95 ${(p95 / first).toFixed(2)}`);
  }
  await server.stop();
  removeFolder(folder);
}
