import { countDays, countUntimed, rollupSums, storedMinutes } from "@/db/queries/rollups";
import {
  latencyMetrics,
  sumParts,
  type GetRollupsQuery,
  type Rollups,
  type SumMetric,
} from "@/lib/contracts/rollup";
import { ConsoleError } from "@/lib/domain/console-error";
import type { Condition, Limit } from "@/lib/domain/query/query";
import { newestRecording } from "@/lib/domain/rollups/newest-recording";
import { rollupMetrics } from "@/lib/domain/rollups/contributions";
import {
  fittingStep,
  plausibleTimes,
  rollupSteps,
  stepCount,
  stepLimit,
  usualRange,
  wholeSteps,
  type TimeRange,
  type UsualRange,
} from "@/lib/domain/rollups/rollup-range";
import type { ServiceContext } from "../service-context";
import { latenciesOf } from "./rollup-latencies";
import { sumsOf } from "./rollup-sums";

/** Rows without a time are counted no further than this. */
const untimedLimit = 10_001;

/** The sums of a range, step by step. Costs a range of the kept sums per metric, whatever is stored. */
export function getRollups({ store, now }: ServiceContext, query: GetRollupsQuery): Rollups {
  const plausible = plausibleTimes(now());
  const stored = storedMinutes(store, rollupMetrics, plausible);
  const asked: AskedRange =
    query.time === undefined
      ? usualRange(stored, now(), () => newestRecording(countDays(store, plausible)))
      : { ...askedRange(query.time, stored, now()), usual: null };
  const step = query.step ?? fittingStep(asked);
  if (stepCount(asked, step) > stepLimit)
    throw new ConsoleError(
      "invalid-request",
      `The range has ${String(stepCount(asked, step))} steps of ${step}; at most ${String(stepLimit)} are answered.`,
    );
  const range = wholeSteps(asked, step);
  const steps = stepCount(range, step);
  const wanted = new Set<string>(query.metric);
  return {
    ...range,
    step,
    step_ms: rollupSteps[step].ms,
    usual: asked.usual,
    stored: stored ?? null,
    sums: sumMetrics
      .filter((metric) => wanted.has(metric))
      .map((metric) => sumsOf(metric, rollupSums(store, metric, range, step), steps)),
    latencies: latencyMetrics
      .filter((metric) => wanted.has(metric))
      .map((metric) => latenciesOf(metric, rollupSums(store, metric, range, step), steps)),
    untimed: {
      events: countUntimed(store, "events", untimedLimit),
      errors: countUntimed(store, "errors", untimedLimit),
      model_calls: countUntimed(store, "model_calls", untimedLimit),
      tool_calls: countUntimed(store, "tool_calls", untimedLimit),
    },
  };
}

const sumMetrics = rollupMetrics.filter((metric): metric is SumMetric => Object.hasOwn(sumParts, metric));

interface AskedRange extends TimeRange {
  readonly usual: UsualRange | null;
}

/** An open end is where what is stored ends, and now at least. */
function askedRange(time: Condition, stored: TimeRange | undefined, now: number): TimeRange {
  if (time.kind !== "range") return stored ?? { from_ms: now - 86_400_000, to_ms: now + 1 };
  const from = time.from === undefined ? (stored?.from_ms ?? now) : pointMs(time.from, now);
  const to = time.to === undefined ? Math.max(stored?.to_ms ?? now, now) : pointMs(time.to, now);
  // Both ends of a written range count; a span of time excludes its end.
  return { from_ms: from, to_ms: Math.max(from, time.to?.isIncluded === true ? to + 1 : to) };
}

function pointMs({ point }: Limit, now: number): number {
  return typeof point === "bigint" ? Number(point) : now - Number(point.ago_ms);
}
