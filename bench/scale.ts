// Time of the processor for what the pages ask, and how long it was waited for, in process, in a store of 100,000 conversations and five million envelopes, one
// million of them in one conversation, and in a small one; another word for every call. Filling takes half an hour
// and is done once: the stores stay in the given folder.
// Usage: npx tsx --conditions=react-server bench/scale.ts --keep FOLDER [--calls 40] [--only TEXT]
//        [--conversations 100000] [--long 1000000]
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { migrate } from "@/db/migrate";
import { openForReading, openForWriting } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { fillStore } from "./fill-store";
import { scaleLoad } from "./generate/scale-load";
import { scaleQuestions, type ScaleQuestion } from "./generate/scale-questions";
import { percentile } from "./percentiles";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({
  options: {
    keep: { type: "string" },
    calls: { type: "string", default: "40" },
    only: { type: "string", default: "" },
    conversations: { type: "string", default: "100000" },
    long: { type: "string", default: "1000000" },
  },
});
if (values.keep === undefined) throw new Error("--keep says where the stores stay");
const keep = values.keep;
const calls = Number(values.calls);

const small = await openStore(200, 2_000);
const large = await openStore(Number(values.conversations), Number(values.long));
console.log(
  `${"".padEnd(34)} ${"small p50 / p95".padStart(18)} ${"large: first".padStart(13)} ${"p50 / p95".padStart(18)} ${"waited".padStart(18)}   ratio of p50`,
);
for (const [at, { name, ask }] of large.entries()) {
  if (!name.includes(values.only)) continue;
  const { others: few } = await timesOf(small[at]?.ask ?? (() => undefined));
  const { first, others: many, waited } = await timesOf(ask);
  const ratio = percentile(many, 0.5) / percentile(few, 0.5);
  console.log(
    `${name.padEnd(34)} ${pair(few).padStart(18)} ${first.toFixed(1).padStart(13)} ${pair(many).padStart(18)} ${pair(waited).padStart(18)}   ${ratio.toFixed(2)}`,
  );
}

function pair(times: readonly number[]): string {
  return `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.95).toFixed(1)}`;
}

interface Times {
  /** The first call, which meets cold caches. */
  readonly first: number;
  /** All others: ms of the processor, threads of the engine included, so that what else the machine does counts little. */
  readonly others: readonly number[];
  /** Ms until they had their answers. */
  readonly waited: readonly number[];
}

async function timesOf(ask: ScaleQuestion["ask"]): Promise<Times> {
  const times: number[] = [];
  const waited: number[] = [];
  for (let call = 0; call <= calls; call += 1) {
    const startedAt = performance.now();
    const begun = process.cpuUsage();
    JSON.stringify(await ask(call), (_key, value: unknown) => (typeof value === "bigint" ? null : value));
    const { user, system } = process.cpuUsage(begun);
    times.push((user + system) / 1000);
    waited.push(performance.now() - startedAt);
    // A server comes to its loop between two requests, and reads then what it keeps in memory.
    await setImmediate();
  }
  const [first = Number.NaN, ...others] = times;
  return { first, others, waited: waited.slice(1) };
}

/** Questions to a store of that size; one that was kept is taken as it is. */
async function openStore(conversations: number, long_lines: number): Promise<readonly ScaleQuestion[]> {
  const folder = join(keep, `${String(conversations)}-${String(long_lines)}`);
  if (!existsSync(folder)) {
    const filling = `${folder}.filling`;
    mkdirSync(filling, { recursive: true });
    const startedAt = performance.now();
    await fillStore(filling, bodiesOf(scaleLoad({ conversations, long_lines }), 500));
    renameSync(filling, folder);
    console.log(`filled ${folder} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  const writer = openForWriting(storePath(folder));
  migrate(writer, "drizzle");
  writer.sqlite.close();
  const context = { store: openForReading(storePath(folder)), now: () => 1_780_000_000_000 };
  return scaleQuestions(context);
}
