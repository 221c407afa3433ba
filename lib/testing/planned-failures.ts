import type { ReadStore } from "@/db/store";
import { groupBy } from "@/lib/domain/group-by";
import { asArray, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import { sampleJson } from "./sample-events";

/** A failure as the console found it. */
interface Found {
  readonly conv_id: string | null;
  readonly turn_id: string | null;
  readonly error_code: string;
  readonly error_class: string;
}

/** What was planned for a prompt, by the words of `truth.json`, and the codes that may stand for it. */
const planned: readonly (readonly [words: RegExp, codes: readonly string[]])[] = [
  [/same prompt again -> ok|ok on retry/, []],
  [/http 401/, ["provider.auth"]],
  [/http 429/, ["provider.rate_limit"]],
  [/http 500$/, ["provider.server_error"]],
  [/502/, ["provider.bad_gateway"]],
  [/http ?400/, ["provider.invalid_request"]],
  [/dropped/, ["provider.connection_failed"]],
  [/normal end|normal final|without finish_reason/, ["provider.stream_ended_early"]],
  [/^cut|stream cut/, ["provider.stream_cut"]],
  [/malformed/, ["provider.malformed_response"]],
  [
    /error:\{\.\.\.\}|SSE error event|error event in stream|in-stream error|response\.failed/,
    ["provider.overloaded", "provider.server_error", "provider.stream_ended_early"],
  ],
  [/finish(_reason)? length/, ["provider.max_tokens"]],
  [/content_filter/, ["provider.content_filter"]],
  [/max iterations/, ["runtime.loop_limit"]],
  [/not registered|unknown tool/, ["tool.not_found", "tool.no_result"]],
  [/registers no tools|responses function_call/, ["tool.no_result"]],
  [/not JSON|JSON array|unknown op|division by zero|tools \+ error/, ["tool.failed"]],
  [/kill -9|SIGTERM|SIGINT|interrupted/, ["runtime.run_interrupted", "runtime.run_unfinished"]],
];
const clean: readonly RegExp[] = [/^ok\b/, /^tool\b/, /^long\b/, /^mode\b/];
const blaming = new Set(["provider", "tool", "runtime"]);

/** Recorded servers whose prompts were written down with what was to come of each. */
export const plannedScenarios: readonly string[] = [
  "era/mix-a",
  "era/restart-a",
  "era/kill9-a",
  "era/responses-a",
  "era/redis-a",
  "era/redis-responses-a",
  "late-20260418/small-a",
  "T0-20260204/small-a",
  "T1-20260207/small-a",
  "T2-20260214/small-a",
];

/** Prompts that were to show what the runtime drops on its way to a browser; they do not fail. */
const dropsOnly = /citation event|stuck socket/;

function promptsOf(
  scenario: string,
): { conv: string; expected: string; turn_id: string | undefined; http: JsonObject[string] }[] {
  const truth = sampleJson("pinocchio-runs", scenario, "truth.json");
  return (asArray(truth["prompts"]) ?? []).map((item) => {
    const prompt = asObject(item);
    const response = asObject(prompt?.["response"]);
    return {
      conv: asText(prompt?.["conv"]) ?? "",
      expected: asText(prompt?.["expect"]) ?? "",
      turn_id: asText(response?.["turn_id"]),
      http: prompt?.["http"] ?? null,
    };
  });
}

/** How what was found differs from what was planned; every list is empty and both numbers are equal when it does not. */
export interface FailureVerdict {
  /** Prompts that were made to fail, without a failure of the right code. */
  readonly missing: readonly string[];
  /** Prompts that went well, with a failure that blames somebody. */
  readonly accused: readonly string[];
  readonly panics: number;
  readonly panics_planned: number;
  /** Turns that ended in more than one way. */
  readonly ended_twice: readonly (string | null)[];
}

/** Compares the failures of a store with the plan of the recorded server that was imported into it. */
export function judgeFailures(store: ReadStore, scenario: string): FailureVerdict {
  const failures = failuresIn(store);
  const prompts = promptsOf(scenario);
  const missing: string[] = [];
  const accused: string[] = [];
  for (const { conv, expected, turn_id, http } of prompts) {
    const codes = dropsOnly.test(expected)
      ? []
      : (planned.find(([words]) => words.test(expected))?.[1] ?? []);
    const found = failures.filter((failure) =>
      turn_id === undefined ? failure.conv_id === conv : failure.turn_id === turn_id,
    );
    const told = `${conv}, ${expected}: ${found.map(({ error_code }) => error_code).join(", ")}`;
    // What the server refused at once never became a turn.
    if (codes.length > 0 && http === 200 && !found.some(({ error_code }) => codes.includes(error_code)))
      missing.push(told);
    if (codes.length === 0 && turn_id !== undefined && clean.some((words) => words.test(expected))) {
      if (found.some(({ error_class }) => blaming.has(error_class))) accused.push(told);
    }
  }
  const endings = failures.filter(
    ({ turn_id, error_class }) =>
      turn_id !== null && (error_class === "provider" || error_class === "runtime"),
  );
  return {
    missing,
    accused,
    panics: failures.filter(({ error_code }) => error_code === "runtime.panic").length,
    panics_planned: prompts.filter(({ expected }) => expected.includes("server panics")).length,
    ended_twice: [...groupBy(endings, ({ turn_id }) => turn_id)]
      .filter(([, of]) => of.length > 1)
      .map(([turn]) => turn),
  };
}

function failuresIn({ sqlite }: ReadStore): readonly Found[] {
  const rows = sqlite.prepare("SELECT conv_id, turn_id, error_code, error_class FROM errors").all();
  return rows.map((row) => row as Found);
}
