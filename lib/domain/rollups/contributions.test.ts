import { expect, test } from "vitest";
import { errorContributions, modelCallContributions, toolCallContributions } from "./contributions";
import { latencyBin } from "./latency-histogram";

test("a model call counts under the model that answered, with its tokens and both latencies", () => {
  const call = {
    provider: "acme",
    request_model: "large",
    response_model: "large-2026",
    status: "succeeded" as const,
    input_tokens: 900,
    output_tokens: 40,
    cache_read_tokens: 0,
    total_ms: 1200,
    first_token_ms: 300,
  };
  expect(modelCallContributions(call)).toEqual([
    { metric: "model_calls", dimension: "acme\tlarge-2026\tsucceeded", value: 1n },
    { metric: "tokens", dimension: "acme\tlarge-2026\tinput", value: 900n },
    { metric: "tokens", dimension: "acme\tlarge-2026\toutput", value: 40n },
    { metric: "latency", dimension: `acme\tlarge-2026\t${String(latencyBin(1200))}`, value: 1n },
    { metric: "first_token", dimension: `acme\tlarge-2026\t${String(latencyBin(300))}`, value: 1n },
  ]);
});

test("what a source does not state is empty, and adds no tokens and no latency", () => {
  expect(modelCallContributions({})).toEqual([{ metric: "model_calls", dimension: "\t\t", value: 1n }]);
});

test("failures count under class and code, tool calls under tool and status", () => {
  expect(errorContributions({ error_class: "tool", error_code: "tool.timeout" })).toEqual([
    { metric: "errors", dimension: "tool\ttool.timeout", value: 1n },
  ]);
  expect(toolCallContributions({ tool_name: "a\tb", status: "failed" })).toEqual([
    { metric: "tool_calls", dimension: "a b\tfailed", value: 1n },
  ]);
});
