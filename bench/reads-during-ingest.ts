// Latency of reads while ingest runs at full speed, against the same reads at rest, in one run.
// Usage: npx tsx bench/reads-during-ingest.ts [--lines 60000]
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { fetchApi, questions } from "./api";
import { mixedLoad } from "./generate/mixed-load";
import { percentile, printTimes, timeCalls } from "./percentiles";
import { bodiesOf, postLines } from "./post-lines";

const { values } = parseArgs({ options: { lines: { type: "string", default: "60000" } } });
const load = [...bodiesOf(mixedLoad({ seed: "both", lines: Number(values.lines), lengths: "small" }), 500)];

const folder = temporaryFolder();
const server = await startGrillo(folder);
await postLines(load.slice(0, 4), { url: server.url, connections: 1 });
const asked = questions(server.url, "load-0000001");

const over = new AbortController();
const ingest = postLines(load.slice(4), { url: server.url, connections: 4 }).finally(() => {
  over.abort();
});
const busy = new Map<string, number[]>(asked.map(([name]) => [name, []]));
while (!over.signal.aborted) {
  for (const [name, address] of asked) busy.get(name)?.push(...(await timeCalls(1, () => fetchApi(address))));
}
await ingest;
console.log("while ingest runs, then at rest");
for (const [name, address] of asked) {
  const during = busy.get(name) ?? [];
  const rest = await timeCalls(Math.max(20, during.length), () => fetchApi(address));
  const ratio = percentile(during, 0.95) / percentile(rest, 0.95);
  console.log(
    `  ${name.padEnd(22)} ${printTimes(during)}   at rest ${printTimes(rest)}   ratio of p95 ${ratio.toFixed(2)}`,
  );
}
await server.stop();
removeFolder(folder);
