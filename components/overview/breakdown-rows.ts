import type { Rollups, SumMetric } from "@/lib/contracts/rollup";
import { groupsOf, latencyOf } from "./chart-data";

export interface CodeRow {
  readonly errorClass: string;
  readonly code: string;
  readonly count: number;
  readonly values: readonly number[];
}

export interface ModelRow {
  readonly provider: string;
  readonly model: string;
  /** Another row is the same model of another provider. */
  readonly isShared: boolean;
  readonly calls: number;
  readonly failed: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly input: number;
  readonly output: number;
}

export interface ToolRow {
  readonly tool: string;
  readonly calls: number;
  readonly failed: number;
  readonly values: readonly number[];
}

/** Bars of a sparkline: more would be thinner than a pixel. */
const sparkBars = 32;

/** Codes of failures, most frequent first. */
export function codeRows(rollups: Rollups): readonly CodeRow[] {
  return groupsOf(rollups, "errors").map(({ key: [errorClass = "", code = ""], total, values }) => ({
    errorClass,
    code,
    count: Number(total),
    values: coarser(values.map(Number)),
  }));
}

/** Models by provider, most calls first. */
export function modelRows(rollups: Rollups): readonly ModelRow[] {
  const latencies = latencyOf(rollups.latencies)?.groups ?? [];
  const rows = new Map<string, ModelRow>();
  for (const { key, total } of groupsOf(rollups, "model_calls")) {
    const [provider = "", model = "", status = ""] = key;
    const known = rows.get(nameOf(key));
    const timed = latencies.find((group) => nameOf(group.key) === nameOf(key));
    rows.set(nameOf(key), {
      provider,
      model,
      isShared: false,
      calls: (known?.calls ?? 0) + Number(total),
      failed: (known?.failed ?? 0) + (failedCalls.has(status) ? Number(total) : 0),
      p50_ms: timed?.p50_ms ?? null,
      p95_ms: timed?.p95_ms ?? null,
      input: tokensOf(rollups, key, "input"),
      output: tokensOf(rollups, key, "output"),
    });
  }
  const models = [...rows.values()].map(({ model }) => model);
  return [...rows.values()]
    .map((row) => ({ ...row, isShared: models.filter((model) => model === row.model).length > 1 }))
    .sort((a, b) => b.calls - a.calls);
}

/** Tools, most calls first. */
export function toolRows(rollups: Rollups): readonly ToolRow[] {
  const rows = new Map<string, ToolRow>();
  for (const { key, total, values } of groupsOf(rollups, "tool_calls")) {
    const [tool = "", status = ""] = key;
    const known = rows.get(tool);
    const counts = coarser(values.map(Number));
    rows.set(tool, {
      tool,
      calls: (known?.calls ?? 0) + Number(total),
      failed: (known?.failed ?? 0) + (failedCalls.has(status) ? Number(total) : 0),
      values: counts.map((value, at) => value + (known?.values[at] ?? 0)),
    });
  }
  return [...rows.values()].sort((a, b) => b.calls - a.calls);
}

/** Statuses of model and tool calls that did not end well. */
const failedCalls = new Set(["failed", "timed_out", "rejected", "interrupted", "unfinished"]);

/** Calls of one metric in all, and those that did not end well; the status is the last part of a key. */
export function callCounts(rollups: Rollups, metric: Extract<SumMetric, "model_calls" | "tool_calls">) {
  let [calls, failed] = [0, 0];
  for (const { key, total } of groupsOf(rollups, metric)) {
    calls += Number(total);
    if (failedCalls.has(key.at(-1) ?? "")) failed += Number(total);
  }
  return { calls, failed };
}

function nameOf([provider = "", model = ""]: readonly string[]): string {
  return `${provider}\t${model}`;
}

function tokensOf(rollups: Rollups, key: readonly string[], kind: string): number {
  const found = groupsOf(rollups, "tokens").find(
    (group) => nameOf(group.key) === nameOf(key) && group.key[2] === kind,
  );
  return Number(found?.total ?? 0);
}

/** The same counts over fewer steps. */
function coarser(values: readonly number[]): number[] {
  const width = Math.ceil(values.length / sparkBars);
  return Array.from({ length: Math.ceil(values.length / width) }, (_, at) =>
    values.slice(at * width, (at + 1) * width).reduce((sum, value) => sum + value, 0),
  );
}
