import type { ComparedCallRow } from "@/db/queries/compared-turns";
import type { LoadedRow } from "@/db/queries/load-records";
import type { ComparedFact } from "@/lib/domain/compare/compared-turn";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";
import { asArray, asObject, asText } from "@/lib/domain/json/json-access";
import type { JsonValue } from "@/lib/domain/model/field";
import { tookOf } from "../records/describe-calls";

type TurnRow = Pick<
  LoadedRow<"turn">,
  "runtime_key" | "outcome" | "failure_code" | "started_at_ms" | "finished_at_ms"
>;

/** What is known of a turn beside its blocks: model and settings, tools offered, usage, timing, outcome. */
export function turnFacts(turn: TurnRow, calls: readonly ComparedCallRow[]): readonly ComparedFact[] {
  const facts: ComparedFact[] = [];
  const add = (
    group: ComparedFact["group"],
    label: string,
    value: string | number | null | undefined,
    unit: ComparedFact["unit"] = null,
    kind: ComparedFact["kind"] = "setting",
  ): void => {
    if (value !== null && value !== undefined && value !== "")
      facts.push({ group, label, kind, unit, value });
  };
  const distinct = (read: (call: ComparedCallRow) => string | null): string =>
    [...new Set(calls.map(read).filter((value) => value !== null))].join(", ");
  const sum = (read: (call: ComparedCallRow) => bigint | number | null): number | null => {
    const known = calls.map(read).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce<number>((total, value) => total + Number(value), 0);
  };
  add(
    "model",
    "provider",
    distinct(({ provider }) => provider),
  );
  add(
    "model",
    "model",
    distinct(({ request_model, response_model }) => request_model ?? response_model),
  );
  add("model", "runtime", turn.runtime_key);
  for (const [name, value] of parametersOf(calls)) add("model", name, value);
  add("tools", "tools offered", toolsOffered(calls));
  add("outcome", "outcome", turn.outcome);
  add("outcome", "failure", turn.failure_code);
  add(
    "outcome",
    "finish",
    distinct(({ finish_reason }) => finish_reason),
  );
  add("outcome", "model calls", calls.length, null, "measure");
  add(
    "outcome",
    "retries",
    sum(({ retry_count }) => retry_count),
    null,
    "measure",
  );
  add(
    "usage",
    "input",
    sum(({ input_tokens }) => input_tokens),
    "tokens",
    "measure",
  );
  add(
    "usage",
    "output",
    sum(({ output_tokens }) => output_tokens),
    "tokens",
    "measure",
  );
  add(
    "usage",
    "cache read",
    sum(({ cache_read_tokens }) => cache_read_tokens),
    "tokens",
    "measure",
  );
  add(
    "usage",
    "reasoning",
    sum(({ reasoning_tokens }) => reasoning_tokens),
    "tokens",
    "measure",
  );
  add(
    "usage",
    "cost",
    sum(({ cost }) => cost),
    "usd",
    "measure",
  );
  add("timing", "turn", tookOf(turn.started_at_ms, turn.finished_at_ms), "ms", "measure");
  add(
    "timing",
    "models",
    sum(({ total_ms }) => total_ms),
    "ms",
    "measure",
  );
  add(
    "timing",
    "queue",
    sum(({ queue_ms }) => queue_ms),
    "ms",
    "measure",
  );
  add("timing", "first token", calls[0]?.first_token_ms, "ms", "measure");
  return facts;
}

/** Settings of the calls by name; several values of one setting are joined. */
function parametersOf(calls: readonly ComparedCallRow[]): ReadonlyMap<string, string | number> {
  const found = new Map<string, string | number>();
  for (const { parameters } of calls) {
    for (const [name, value] of Object.entries(asObject(parsed(parameters)) ?? {})) {
      const text = typeof value === "number" || typeof value === "string" ? value : stringifyExact(value);
      const known = found.get(name);
      if (known === undefined) found.set(name, text);
      else if (!String(known).split(", ").includes(String(text)))
        found.set(name, `${String(known)}, ${String(text)}`);
    }
  }
  return found;
}

/** Names of the tools that requests offered, as the common providers write them; empty where not recorded. */
function toolsOffered(calls: readonly ComparedCallRow[]): string {
  const names = calls.flatMap(({ request_body }) =>
    (asArray(asObject(parsed(request_body))?.["tools"]) ?? []).map((tool) => {
      const definition = asObject(tool);
      return asText(definition?.["name"]) ?? asText(asObject(definition?.["function"])?.["name"]);
    }),
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort().join(", ");
}

function parsed(json: string | null): JsonValue | undefined {
  return json === null ? undefined : parseExact(json);
}
