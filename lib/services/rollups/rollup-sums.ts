import type { RollupSum } from "@/db/queries/rollups";
import { sumParts, type RollupSums, type SumMetric } from "@/lib/contracts/rollup";

/** Groups answered one by one. */
const groupLimit = 200;

const units = {
  events: "envelopes",
  bytes: "bytes",
  errors: "failures",
  model_calls: "calls",
  tokens: "tokens",
  tool_calls: "calls",
} as const satisfies Record<SumMetric, string>;

/** Sums of one key, by step; most keys occur in few steps. */
interface Series {
  total: bigint;
  readonly values: Map<number, bigint>;
}

/** Sums of a metric by key, largest first; what is beyond the limit is one more series, so that nothing is lost. */
export function sumsOf(metric: SumMetric, rows: readonly RollupSum[], steps: number): RollupSums {
  const series = new Map<string, Series>();
  for (const { dimension, place, value } of rows) {
    const found = series.get(dimension) ?? emptySeries();
    series.set(dimension, found);
    add(found, place, value);
  }
  const sorted = [...series].sort(([a, x], [b, y]) =>
    x.total === y.total ? (a < b ? -1 : 1) : x.total > y.total ? -1 : 1,
  );
  const others = sorted.slice(groupLimit);
  const rest = emptySeries();
  for (const [, { values }] of others) for (const [place, value] of values) add(rest, place, value);
  return {
    metric,
    unit: units[metric],
    parts: [...sumParts[metric]],
    groups: sorted
      .slice(0, groupLimit)
      .map(([dimension, found]) => ({ key: dimension.split("\t"), ...wire(found, steps) })),
    rest: others.length === 0 ? null : { groups: others.length, ...wire(rest, steps) },
  };
}

function emptySeries(): Series {
  return { total: 0n, values: new Map() };
}

function add(series: Series, place: number, value: bigint): void {
  series.total += value;
  series.values.set(place, (series.values.get(place) ?? 0n) + value);
}

function wire({ total, values }: Series, steps: number): { total: string; values: string[] } {
  const texts = Array.from({ length: steps }, () => "0");
  for (const [place, value] of values) texts[place] = String(value);
  return { total: String(total), values: texts };
}
