// Latency of what the pages ask, over HTTP, in stores of growing size, and the ratio between sizes. The stores are asked
// in turn, so that whatever else the machine does falls on all of them.
// Usage: npx tsx --conditions=react-server bench/reads.ts [--sizes 10000,100000,1000000] [--calls 60]
//        [--keep FOLDER]      (stores stay there and need not be filled again)
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { fetchApi, questions } from "./api";
import { fillStore } from "./fill-store";
import { mixedLoad } from "./generate/mixed-load";
import { percentile } from "./percentiles";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" },
    calls: { type: "string", default: "60" },
    keep: { type: "string" },
  },
});
const calls = Number(values.calls);
const sizes = values.sizes.split(",").map(Number);
/** A conversation that exists at every size. */
const conv = "load-0000001";
const warmUp = 5;

const folders: string[] = [];
for (const lines of sizes) folders.push(await filledFolder(lines));
const servers = await Promise.all(folders.map((folder) => startGrillo(folder)));
const addresses = servers.map(({ url }) => questions(url, conv));

console.log(
  `${"".padEnd(22)} ${sizes.map((size) => `${size.toLocaleString("en")} p50/p95 ms`.padStart(24)).join("")}`,
);
for (const [at, [name]] of (addresses[0] ?? []).entries()) {
  const taken = sizes.map((): number[] => []);
  for (let call = 0; call < warmUp + calls; call += 1) {
    for (const [store, times] of taken.entries()) {
      const startedAt = performance.now();
      await fetchApi(addresses[store]?.[at]?.[1] ?? "");
      if (call >= warmUp) times.push(performance.now() - startedAt);
    }
  }
  const cells = taken.map(
    (times) => `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.95).toFixed(1)}`,
  );
  const ratio = (part: number): string => {
    const [smallest = [], largest = []] = [taken[0], taken.at(-1)];
    return (percentile(largest, part) / percentile(smallest, part)).toFixed(2);
  };
  console.log(
    `${name.padEnd(22)} ${cells.map((cell) => cell.padStart(24)).join("")}   largest / smallest ${ratio(0.5)}, p95 ${ratio(0.95)}`,
  );
}
await Promise.all(servers.map((server) => server.stop()));
if (values.keep === undefined) for (const folder of folders) removeFolder(folder);

/** A store of so many lines; one that was kept is taken as it is. */
async function filledFolder(lines: number): Promise<string> {
  const folder = values.keep === undefined ? temporaryFolder() : join(values.keep, String(lines));
  if (values.keep !== undefined && existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  await fillStore(folder, bodiesOf(mixedLoad({ seed: "reads", lines, lengths: "small" }), 500));
  return folder;
}
