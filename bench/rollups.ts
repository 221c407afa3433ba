// Time that the answer for the charts takes, in process, for ranges of growing length: sums of a busy console for two months by
// the minute and two years by hour and day, made up in the store.
// Usage: npx tsx --conditions=react-server bench/rollups.ts [--calls 40]
import { parseArgs } from "node:util";
import { getRollupsQuerySchema } from "@/lib/contracts/rollup";
import { dimensionOf } from "@/lib/domain/rollups/contributions";
import { rollupWidths, widthMs, type RollupWidth } from "@/lib/domain/rollups/rollup-widths";
import { getRollups } from "@/lib/services/rollups/get-rollups";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { printTimes, timeCalls } from "./percentiles";

const { values } = parseArgs({ options: { calls: { type: "string", default: "40" } } });
const now = Date.UTC(2026, 10, 25);
const day = widthMs.day;

/** What a bucket of a busy console holds: three models, four codes, five tools, latencies over ten bins a model. */
const models = ["large", "small", "mini"];
const dimensions: readonly (readonly [metric: string, dimension: string])[] = [
  ["events", "event"],
  ["bytes", "event"],
  ...["timeout", "rate_limit", "overloaded", "failed"].map(
    (slug) => ["errors", dimensionOf("provider", `provider.${slug}`)] as const,
  ),
  ...models.flatMap((model) => [
    ["model_calls", dimensionOf("acme", model, "succeeded")] as const,
    ["tokens", dimensionOf("acme", model, "input")] as const,
    ["tokens", dimensionOf("acme", model, "output")] as const,
    ...[160, 165, 170, 175, 180].flatMap((bin) => [
      ["latency", dimensionOf("acme", model, String(bin))] as const,
      ["first_token", dimensionOf("acme", model, String(bin))] as const,
    ]),
  ]),
  ...["search", "sql", "mail", "read", "run"].map(
    (tool) => ["tool_calls", dimensionOf(tool, "succeeded")] as const,
  ),
];
const kept: Readonly<Record<RollupWidth, number>> = { minute: 60 * day, hour: 730 * day, day: 730 * day };

const store = temporaryStore();
const insert = store.writer.sqlite.prepare("INSERT INTO rollups VALUES (?, ?, ?, ?, ?)");
store.writer.sqlite.transaction(() => {
  for (const width of rollupWidths)
    for (const [metric, dimension] of dimensions)
      for (let at = now - kept[width]; at < now; at += widthMs[width])
        insert.run(width, metric, at, dimension, 7);
})();
const rows = Number(store.reader.sqlite.prepare("SELECT count(*) FROM rollups").pluck().get());
console.log(`${rows.toLocaleString("en")} kept sums`);
for (const [name, days] of [
  ["1 hour", 1 / 24],
  ["6 hours", 0.25],
  ["1 day", 1],
  ["7 days", 7],
  ["30 days", 30],
  ["1 year", 365],
  ["2 years", 730],
] as const) {
  const query = getRollupsQuerySchema.parse({ time: [`${String(now - days * day)}..${String(now - 1)}`] });
  const ask = () => Promise.resolve(getRollups({ store: store.reader, now: () => now }, query));
  await timeCalls(5, ask);
  console.log(`  ${name.padEnd(8)} ${printTimes(await timeCalls(Number(values.calls), ask))}`);
}
store.close();
