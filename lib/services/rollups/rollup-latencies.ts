import type { RollupSum } from "@/db/queries/rollups";
import type { Percentiles, RollupLatencies } from "@/lib/contracts/rollup";
import { binnedCount, percentileOf } from "@/lib/domain/rollups/latency-histogram";

/** Groups answered. */
const groupLimit = 200;

type Bins = Map<number, bigint>;

/** Percentiles of a histogram metric: over all, per step, and per provider and model. */
export function latenciesOf(
  metric: RollupLatencies["metric"],
  rows: readonly RollupSum[],
  steps: number,
): RollupLatencies {
  const all: Bins = new Map();
  const byStep = Array.from({ length: steps }, (): Bins => new Map());
  const byKey = new Map<string, Bins>();
  for (const { dimension, place, value } of rows) {
    const [provider = "", model = "", bin = "0"] = dimension.split("\t");
    const key = `${provider}\t${model}`;
    const group: Bins = byKey.get(key) ?? new Map<number, bigint>();
    byKey.set(key, group);
    for (const bins of [all, byStep[place], group])
      bins?.set(Number(bin), (bins.get(Number(bin)) ?? 0n) + value);
  }
  const groups = [...byKey].map(([key, bins]) => ({ key: key.split("\t"), ...percentilesOf(bins) }));
  return {
    metric,
    all: percentilesOf(all),
    steps: byStep.map(percentilesOf),
    groups: groups.sort((a, b) => Number(BigInt(b.count) - BigInt(a.count))).slice(0, groupLimit),
  };
}

function percentilesOf(bins: Bins): Percentiles {
  return {
    count: String(binnedCount(bins)),
    p50_ms: percentileOf(bins, 0.5) ?? null,
    p95_ms: percentileOf(bins, 0.95) ?? null,
    p99_ms: percentileOf(bins, 0.99) ?? null,
  };
}
