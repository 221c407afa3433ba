import { latencyBin } from "./latency-histogram";
import type { RecordIn } from "../model";

/**
 * What each record adds to the sums of its minute. The metrics and their dimensions, whose parts are joined by tabs:
 *
 * | metric        | counts                                  | dimension                          |
 * | ------------- | --------------------------------------- | ---------------------------------- |
 * | `events`      | stored envelopes                        | class of the envelope              |
 * | `bytes`       | their bytes                             | class of the envelope              |
 * | `errors`      | recorded failures                       | error class, error code            |
 * | `model_calls` | model calls, by their start             | provider, model, status            |
 * | `tokens`      | tokens of those calls                   | provider, model, kind of token     |
 * | `latency`     | those calls, by their whole time        | provider, model, bin of histogram  |
 * | `first_token` | those calls, by time to the first token | provider, model, bin of histogram  |
 * | `tool_calls`  | tool calls, by when they were asked for | tool, status                       |
 *
 * A part that its source does not state is empty.
 */
export const rollupMetrics = [
  "events",
  "bytes",
  "errors",
  "model_calls",
  "tokens",
  "latency",
  "first_token",
  "tool_calls",
] as const;
export type RollupMetric = (typeof rollupMetrics)[number];

/** Kinds of tokens; cache reads are input and reasoning is output, so that they are not to be added to those. */
export const tokenKinds = ["input", "output", "cache_read", "cache_write", "reasoning"] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** One summand. */
export interface Contribution {
  readonly metric: RollupMetric;
  readonly dimension: string;
  readonly value: bigint;
}

/** Joins the parts of a dimension; names do not hold tabs, and one that does loses it. */
export function dimensionOf(...parts: readonly (string | null | undefined)[]): string {
  return parts.map((part) => (part ?? "").replaceAll("\t", " ")).join("\t");
}

export type CountedError = Pick<RecordIn<"errors">, "error_class" | "error_code">;

export function errorContributions({ error_class, error_code }: CountedError): readonly Contribution[] {
  return [{ metric: "errors", dimension: dimensionOf(error_class, error_code), value: 1n }];
}

export type CountedModelCall = Pick<
  RecordIn<"model_calls">,
  | "provider"
  | "request_model"
  | "response_model"
  | "status"
  | `${TokenKind}_tokens`
  | "total_ms"
  | "first_token_ms"
>;

export function modelCallContributions(call: CountedModelCall): readonly Contribution[] {
  const { provider, status, total_ms, first_token_ms } = call;
  const model = call.response_model ?? call.request_model;
  const tokens = tokenKinds.flatMap((kind): Contribution[] => {
    const count = call[`${kind}_tokens`] ?? 0;
    return count > 0
      ? [{ metric: "tokens", dimension: dimensionOf(provider, model, kind), value: BigInt(count) }]
      : [];
  });
  const timed = (metric: RollupMetric, ms: number | null | undefined): Contribution[] =>
    ms == null
      ? []
      : [{ metric, dimension: dimensionOf(provider, model, String(latencyBin(ms))), value: 1n }];
  return [
    { metric: "model_calls", dimension: dimensionOf(provider, model, status), value: 1n },
    ...tokens,
    ...timed("latency", total_ms),
    ...timed("first_token", first_token_ms),
  ];
}

export type CountedToolCall = Pick<RecordIn<"tool_calls">, "tool_name" | "status">;

export function toolCallContributions({ tool_name, status }: CountedToolCall): readonly Contribution[] {
  return [{ metric: "tool_calls", dimension: dimensionOf(tool_name, status), value: 1n }];
}
