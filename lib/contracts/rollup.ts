import { z } from "zod";
import { rollupMetrics, type RollupMetric } from "@/lib/domain/rollups/contributions";
import { rollupStepNames, usualRanges } from "@/lib/domain/rollups/rollup-range";
import { readCondition } from "@/lib/domain/query/read-condition";
import { textParam } from "./query";
import { ordinalSchema } from "./wire";

/** Metrics that are sums, each with the parts of its key, and those that are histograms of milliseconds. */
export const sumParts = {
  events: ["class"],
  bytes: ["class"],
  errors: ["class", "code"],
  model_calls: ["provider", "model", "status"],
  tokens: ["provider", "model", "kind"],
  tool_calls: ["tool", "status"],
} as const satisfies Partial<Record<RollupMetric, readonly string[]>>;
export type SumMetric = keyof typeof sumParts;
export const latencyMetrics = ["latency", "first_token"] as const;

/** Sums may be beyond 2^53, so they are decimal strings; `values` has one per step. */
const groupSchema = z.object({
  key: z.array(z.string()),
  total: ordinalSchema,
  values: z.array(ordinalSchema),
});
export type RollupGroup = z.infer<typeof groupSchema>;

export const rollupSumsSchema = z.object({
  metric: z.enum(["events", "bytes", "errors", "model_calls", "tokens", "tool_calls"]),
  unit: z.string(),
  /** What the parts of a key are. An empty part is one that the source does not state. */
  parts: z.array(z.string()),
  /** Largest first, at most 200. */
  groups: z.array(groupSchema),
  /** All the others in one. */
  rest: z.object({ groups: z.int(), total: ordinalSchema, values: z.array(ordinalSchema) }).nullable(),
});
export type RollupSums = z.infer<typeof rollupSumsSchema>;

/** In milliseconds, to within 4.4 %; null where nothing was measured. */
const percentilesSchema = z.object({
  count: ordinalSchema,
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

export const rollupLatenciesSchema = z.object({
  metric: z.enum(latencyMetrics),
  all: percentilesSchema,
  steps: z.array(percentilesSchema),
  /** By provider and model, most calls first, at most 200. */
  groups: z.array(percentilesSchema.extend({ key: z.array(z.string()) })),
});
export type RollupLatencies = z.infer<typeof rollupLatenciesSchema>;

const rangeSchema = z.object({ from_ms: z.int(), to_ms: z.int() });

export const rollupsSchema = z.object({
  /** The range in whole steps, end excluded. */
  from_ms: z.int(),
  to_ms: z.int(),
  /** What the range is when none was asked for: the last day, the newest of several recordings, or everything stored. */
  usual: z.enum(usualRanges).nullable(),
  step: z.enum(rollupStepNames),
  step_ms: z.int(),
  /** From the first to the last minute that holds anything; null for an empty store. */
  stored: rangeSchema.nullable(),
  sums: z.array(rollupSumsSchema),
  latencies: z.array(rollupLatenciesSchema),
  /** Rows that state no time and so are on no axis, counted up to 10,001. */
  untimed: z.object({ events: z.int(), errors: z.int(), model_calls: z.int(), tool_calls: z.int() }),
});
export type Rollups = z.infer<typeof rollupsSchema>;

/** A range as the query language writes times: `-24h`, `2026-02-19..2026-02-20`; `*` is everything stored. */
const rangeParam = textParam.transform((text, context) => {
  if (text === undefined) return undefined;
  const read = readCondition(
    "time",
    "events",
    { kind: "time" },
    { text, isQuoted: false, from: 0, to: text.length },
  );
  if ("kind" in read) return read;
  const { message, from, to } = read;
  context.addIssue({ code: "custom", message, params: { from, to } });
  return z.NEVER;
});

export const getRollupsQuerySchema = z.strictObject({
  /** Without it the last 24 hours; when nothing came for six, the newest recording: what a week of silence parts from the rest. */
  time: rangeParam,
  step: textParam.pipe(z.enum(rollupStepNames).optional()),
  /** Some of the metrics, with commas; all without it. */
  metric: textParam
    .transform((text) => text?.split(","))
    .pipe(z.array(z.enum(rollupMetrics)).default([...rollupMetrics])),
});
export type GetRollupsQuery = z.infer<typeof getRollupsQuerySchema>;
