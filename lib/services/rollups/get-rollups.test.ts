import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countDays } from "@/db/queries/rollups";
import { getRollupsQuerySchema } from "@/lib/contracts/rollup";
import { latencyBin } from "@/lib/domain/rollups/latency-histogram";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getRollups } from "./get-rollups";

const now = 1_800_000_000_000;
let store: TemporaryStore;
beforeAll(() => {
  store = temporaryStore();
  recordScenario(
    store,
    `
conversation c1 start=-10m
  turn t1 "What is the refund policy?"
    +0      llm.start model=gpt-5
    +600    tool.start search args={"q":"refund"}
    +1900   tool.fail code=tool.timeout "no answer within 60 s"
    +2010   llm.final in=812 out=64 finish=stop
conversation c2 start=-3h
  turn t1 "Hello"
    +0      llm.start model=small
    +400    llm.fail provider.rate_limit "too many requests" http=429
`,
    { baseMs: now },
  );
});
afterAll(() => {
  store.close();
});

const get = (query: Record<string, string> = {}, at = now) =>
  getRollups(
    { store: store.reader, now: () => at },
    getRollupsQuerySchema.parse(
      Object.fromEntries(Object.entries(query).map(([name, text]) => [name, [text]])),
    ),
  );
const sums = (answer: ReturnType<typeof get>, metric: string) => {
  const found = answer.sums.find((candidate) => candidate.metric === metric);
  return Object.fromEntries((found?.groups ?? []).map(({ key, total }) => [key.join("/"), total]));
};

describe("rollups of a range", () => {
  test("say what failed, by class and code, and which calls were made, by outcome", () => {
    const answer = get();
    expect(sums(answer, "errors")).toEqual({
      "tool/tool.timeout": "1",
      "provider/provider.rate_limit": "1",
    });
    expect(sums(answer, "tool_calls")).toEqual({ "search/timed_out": "1" });
    expect(Object.keys(sums(answer, "model_calls")).sort()).toEqual([
      expect.stringContaining("gpt-5/succeeded"),
      expect.stringContaining("small/failed"),
    ]);
    expect(sums(answer, "tokens")).toMatchObject({ "openai/gpt-5/input": "812" });
  });

  test("have one value per step, which add up to the total", () => {
    const { from_ms, to_ms, step, step_ms, sums: metrics } = get();
    expect(step).toBe("15m");
    for (const { groups } of metrics)
      for (const { total, values } of groups) {
        expect(values).toHaveLength((to_ms - from_ms) / step_ms);
        expect(String(values.reduce((sum, value) => sum + BigInt(value), 0n))).toBe(total);
      }
  });

  test("of an hour leave out what was before it", () => {
    const answer = get({ time: "-1h" });
    expect(answer.step).toBe("1m");
    expect(sums(answer, "errors")).toEqual({ "tool/tool.timeout": "1" });
  });

  test("give percentiles that lie in the bin of the only call", () => {
    const [latency] = get({ time: "-1h", metric: "latency" }).latencies;
    expect(latency?.all.count).toBe("1");
    expect(latencyBin(latency?.all.p95_ms ?? 0)).toBe(latencyBin(2010));
    expect(latency?.groups.map(({ key }) => key.at(-1))).toEqual(["gpt-5"]);
  });

  test("default to everything stored when that is older than a day", () => {
    const later = get({}, now + 40 * 86_400_000);
    expect(later.stored).not.toBeNull();
    expect(later.from_ms).toBeLessThanOrEqual(later.stored?.from_ms ?? 0);
    expect(later.to_ms).toBeGreaterThanOrEqual(later.stored?.to_ms ?? Number.POSITIVE_INFINITY);
    expect(sums(later, "errors")).toEqual(sums(get({ time: "*" }), "errors"));
  });

  test("default to the newest recording where others lie weeks away", () => {
    const other = temporaryStore();
    try {
      const conversation = (id: string) => `
conversation ${id} start=-10m
  turn t1 "Hello"
    llm.start model=small
    llm.final in=1 out=1
`;
      recordScenario(other, conversation("long-ago"), { baseMs: now - 400 * 86_400_000 });
      recordScenario(other, conversation("lately"), { baseMs: now - 2 * 86_400_000 });
      const context = { store: other.reader, now: () => now };
      const answer = getRollups(context, getRollupsQuerySchema.parse({}));
      expect(answer.usual).toBe("recording");
      expect(answer.to_ms).toBeGreaterThanOrEqual(answer.stored?.to_ms ?? Number.POSITIVE_INFINITY);
      expect(answer.to_ms - answer.from_ms).toBeLessThan(86_400_000);
      expect(sums(answer, "tokens")).toMatchObject({ "openai/small/input": "1" });
      const days = queryPlansOf(other.reader, () => countDays(other.reader, { from_ms: 0, to_ms: now }));
      expect(days.flatMap(({ steps }) => steps)).toContainEqual(
        expect.stringMatching(
          /^SEARCH rollups USING PRIMARY KEY \(bucket=\? AND metric=\? AND bucket_ms>\? AND bucket_ms<\?\)/,
        ),
      );
    } finally {
      other.close();
    }
  });

  test("refuse a range of too many steps, and a time that is none", () => {
    expect(() => get({ time: "2000..2026", step: "1m" })).toThrow(/at most 2000/);
    expect(() => get({ time: "tomorrow" })).toThrow(/takes a time/);
  });

  test("read ranges of keys and never a table whole", () => {
    const steps = queryPlansOf(store.reader, () => get()).flatMap((plan) => plan.steps);
    const reads = steps.filter((line) => /rollups|events|errors|calls/.test(line));
    expect(reads).not.toEqual([]);
    for (const line of reads) expect(line).toMatch(/^SEARCH .* USING (PRIMARY KEY|(COVERING )?INDEX)/);
  });
});
