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

interface Series {
  total: bigint;
  readonly values: bigint[];
}

/** Sums of a metric by key, largest first; what is beyond the limit is one more series, so that nothing is lost. */
export function sumsOf(metric: SumMetric, rows: readonly RollupSum[], steps: number): RollupSums {
  const series = new Map<string, Series>();
  for (const { dimension, place, value } of rows) add(seriesOf(series, dimension, steps), place, value);
  const sorted = [...series].sort(([a, x], [b, y]) =>
    x.total === y.total ? (a < b ? -1 : 1) : x.total > y.total ? -1 : 1,
  );
  const others = sorted.slice(groupLimit);
  const rest = emptySeries(steps);
  for (const [, { values }] of others) for (const [place, value] of values.entries()) add(rest, place, value);
  return {
    metric,
    unit: units[metric],
    parts: [...sumParts[metric]],
    groups: sorted
      .slice(0, groupLimit)
      .map(([dimension, found]) => ({ key: dimension.split("\t"), ...wire(found) })),
    rest: others.length === 0 ? null : { groups: others.length, ...wire(rest) },
  };
}

function seriesOf(all: Map<string, Series>, dimension: string, steps: number): Series {
  const series = all.get(dimension) ?? emptySeries(steps);
  all.set(dimension, series);
  return series;
}

function emptySeries(steps: number): Series {
  return { total: 0n, values: Array.from({ length: steps }, () => 0n) };
}

function add(series: Series, place: number, value: bigint): void {
  series.total += value;
  series.values[place] = (series.values[place] ?? 0n) + value;
}

function wire({ total, values }: Series): { total: string; values: string[] } {
  return { total: String(total), values: values.map(String) };
}
