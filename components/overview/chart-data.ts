import { formatBytes, formatCompact, formatCount, formatDuration } from "@/lib/client/format";
import type { RollupGroup, RollupLatencies, Rollups, SumMetric } from "@/lib/contracts/rollup";
import { errorClasses, type ErrorClass } from "@/lib/domain/model/error";
import type { ListLinks } from "./list-links";
import { classMarks, type Mark } from "./mark";

/** One series of a chart; a value per step, null where nothing was measured. */
export interface Series {
  readonly label: string;
  readonly mark: Mark;
  readonly values: readonly (number | null)[];
  /** The whole range in one number. */
  readonly total: number | null;
  /** List of what it counts. */
  readonly href?: string;
  readonly errorClass?: ErrorClass;
}

/** A chart over time. Stacked series add up; lines do not. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly kind: "stacked" | "lines";
  readonly series: readonly Series[];
  /** Prints a value of the axis, and of the table. */
  readonly format: (value: number) => string;
  readonly formatExactly: (value: number) => string;
  /** What the empty chart waits for. */
  readonly nothing: string;
}

const ink: Mark = { color: "--accent", pattern: "solid" };
const paleInk: Mark = { color: "--accent", pattern: "diagonal" };
const grey: Mark = { color: "--neutral", pattern: "solid" };
const paleGrey: Mark = { color: "--neutral", pattern: "dots" };
const lineGrey: Mark = { color: "--neutral", pattern: "dashes" };
const counted = { format: formatCompact, formatExactly: formatCount };
const timed = {
  format: (ms: number) => formatDuration(ms).replace(/\.0+ /, " "),
  formatExactly: formatDuration,
};
const sized = { format: formatBytes, formatExactly: formatBytes };

/** The charts of a range, most telling first. */
export function chartsOf(rollups: Rollups, links: ListLinks): readonly Chart[] {
  const by = (metric: SumMetric, part: number, ...values: readonly string[]) =>
    added(groupsOf(rollups, metric), part, values, stepsOf(rollups));
  const events = { event: "events", record: "records", log: "log lines" } as const;
  const byClass = (metric: "events" | "bytes") =>
    (["event", "record", "log"] as const).map((kind, i) => ({
      label: events[kind],
      mark: [ink, paleInk, paleGrey][i] ?? grey,
      ...by(metric, 0, kind),
      href: links.events(`kind:${kind}`),
    }));
  const tokens = (kind: string) => by("tokens", 2, kind);
  return [
    {
      id: "failures",
      title: "Failures by class",
      unit: "recorded failures",
      kind: "stacked",
      series: errorClasses.map((name) => ({
        label: name,
        mark: classMarks[name],
        errorClass: name,
        ...by("errors", 0, name),
        href: links.incidents(`class:${name}`),
      })),
      nothing: "No failure was recorded.",
      ...counted,
    },
    {
      id: "latency",
      title: "Latency of model calls",
      unit: "ms, logarithmic",
      kind: "lines",
      series: percentileSeries(rollups.latencies),
      nothing: "No model call was timed.",
      ...timed,
    },
    {
      id: "events",
      title: "Envelopes",
      unit: "stored envelopes",
      kind: "stacked",
      series: byClass("events"),
      nothing: "Nothing was received.",
      ...counted,
    },
    {
      id: "tokens",
      title: "Tokens",
      unit: "tokens",
      kind: "stacked",
      series: [
        { label: "input", mark: ink, ...without(tokens("input"), tokens("cache_read")) },
        { label: "input from cache", mark: paleInk, ...tokens("cache_read") },
        { label: "output", mark: grey, ...without(tokens("output"), tokens("reasoning")) },
        { label: "reasoning", mark: paleGrey, ...tokens("reasoning") },
      ],
      nothing: "No call told its tokens.",
      ...counted,
    },
    {
      id: "calls",
      title: "Calls",
      unit: "model and tool calls",
      kind: "stacked",
      series: [
        { label: "model calls", mark: ink, ...by("model_calls", 2), href: links.modelCalls("") },
        { label: "tool calls", mark: paleGrey, ...by("tool_calls", 1), href: links.toolCalls("") },
      ],
      nothing: "No model and no tool was called.",
      ...counted,
    },
    {
      id: "bytes",
      title: "Bytes",
      unit: "bytes of stored envelopes",
      kind: "stacked",
      series: byClass("bytes"),
      nothing: "Nothing was received.",
      ...sized,
    },
  ];
}

export function groupsOf({ sums }: Rollups, metric: SumMetric): readonly RollupGroup[] {
  return sums.find((found) => found.metric === metric)?.groups ?? [];
}

export function latencyOf(latencies: readonly RollupLatencies[]): RollupLatencies | undefined {
  return latencies.find(({ metric }) => metric === "latency");
}

export function stepsOf({ from_ms, to_ms, step_ms }: Pick<Rollups, "from_ms" | "to_ms" | "step_ms">): number {
  return Math.round((to_ms - from_ms) / step_ms);
}

interface Sums {
  readonly values: readonly number[];
  readonly total: number;
}

/** Groups whose part is one of some values (any when none is given), added. Charts need no more than a number holds. */
function added(groups: readonly RollupGroup[], part: number, wanted: readonly string[], steps: number): Sums {
  const values = Array.from({ length: steps }, () => 0);
  let total = 0;
  for (const group of groups) {
    if (wanted.length > 0 && !wanted.includes(group.key[part] ?? "")) continue;
    total += Number(group.total);
    for (const [at, value] of group.values.entries()) values[at] = (values[at] ?? 0) + Number(value);
  }
  return { values, total };
}

/** What is left of sums when a part of them is drawn apart; a source that contradicts itself leaves nothing. */
function without(whole: Sums, part: Sums): Sums {
  return {
    values: whole.values.map((value, at) => Math.max(0, value - (part.values[at] ?? 0))),
    total: Math.max(0, whole.total - part.total),
  };
}

function percentileSeries(latencies: readonly RollupLatencies[]): readonly Series[] {
  const found = latencyOf(latencies);
  return (["p50_ms", "p95_ms", "p99_ms"] as const).map((name, i) => ({
    label: name.replace("_ms", ""),
    mark: [grey, ink, lineGrey][i] ?? grey,
    values: found?.steps.map((step) => step[name]) ?? [],
    total: found?.all[name] ?? null,
  }));
}
