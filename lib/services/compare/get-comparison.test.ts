import { afterEach, beforeEach, expect, test } from "vitest";
import { compareQuerySchema } from "@/lib/contracts/compare";
import { compareHref, printCompareSide, readCompareSide } from "@/lib/contracts/compare-side";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getComparison } from "./get-comparison";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const compare = (a: string, b: string) =>
  getComparison({ store: store.reader, now: () => 0 }, compareQuerySchema.parse({ a: [a], b: [b] }));
const turnsOf = (conv: string): string[] =>
  store.reader.sqlite
    .prepare("SELECT turn_id FROM turns WHERE conv_id = ? ORDER BY position")
    .pluck()
    .all(conv)
    .map(String);

const asked = (id: string, question: string, temperature: number, answer: string) => `
conversation ${id} "Opening hours" start=-9m profile=desk model=gpt-5
  turn t1 "Good morning"
    +20 llm.start temperature=0.2
    +90 llm.delta "Good morning, how can I help?" x2
    +200 llm.final in=10 out=6
  turn t2 "${question}"
    +20 llm.start temperature=${String(temperature)}
    +50 tool.start hours args={"hall":"A"}
    +60 tool.result {"open":"9-18"}
    +90 llm.delta "${answer}" x2
    +200 llm.final in=30 out=9
`;

test("two conversations that differ in one prompt and one setting show these, and what followed", () => {
  recordScenario(
    store,
    asked("a", "When is hall A open?", 0.2, "From nine to six.") +
      asked("b", "When is hall A open on Sunday?", 0.9, "It is closed on Sundays."),
  );
  const { turns, differences, a } = compare("a", "b");
  expect(a).toMatchObject({ conv_id: "a", turn_id: null, title: "Opening hours", left_out: 0 });
  expect(turns.map(({ state }) => state)).toEqual(["same", "changed"]);
  const [, second] = turns;
  expect(second?.blocks.map((pair) => [pair.a?.kind ?? pair.b?.kind, pair.state])).toEqual([
    ["user", "changed"],
    ["llm_text", "changed"],
    ["tool_call", "same"],
    ["tool_use", "same"],
  ]);
  expect(second?.facts.filter(({ kind, state }) => kind === "setting" && state !== "same")).toMatchObject([
    { group: "model", label: "temperature", a: 0.2, b: 0.9 },
  ]);
  expect(differences).toBe(3);
});

test("a turn compared with the one before shows all that each was asked with", () => {
  recordScenario(store, asked("a", "When is hall A open?", 0.2, "From nine to six."));
  const [first, second] = turnsOf("a").map((turn_id) => printCompareSide({ conv_id: "a", turn_id }));
  const { turns, a, b } = compare(first ?? "", second ?? "");
  expect([a.turn_id, b.turn_id, a.turns.length]).toEqual([...turnsOf("a"), 2]);
  expect(turns).toHaveLength(1);
  expect(turns[0]?.blocks.map((pair) => [pair.a?.kind ?? pair.b?.kind, pair.state])).toEqual([
    ["system", "same"],
    ["user", "same"],
    ["llm_text", "same"],
    ["user", "only_b"],
    ["llm_text", "only_b"],
    ["tool_call", "only_b"],
    ["tool_use", "only_b"],
  ]);
});

test("a failure on one side stands with the turn that it ended, and leads to its record", () => {
  recordScenario(
    store,
    `${asked("a", "When is hall A open?", 0.2, "From nine to six.")}
conversation b start=-5m profile=desk model=gpt-5
  turn t1 "When is hall A open?"
    +20  llm.start temperature=0.2
    +900 llm.fail provider.rate_limit "too many requests" http=429
`,
  );
  const failed = compare("a", "b").turns.find(({ errors }) => errors.length > 0);
  expect(failed?.errors).toMatchObject([
    { state: "only_b", a: null, b: { code: "provider.rate_limit", message: "too many requests" } },
  ]);
  expect(failed?.errors[0]?.b?.ref).toMatch(/^error:/);
});

test("what is not there is refused by name, and a side that cannot be read by its place", () => {
  recordScenario(store, asked("a", "When?", 0.2, "At nine."));
  expect(() => compare("a", "nowhere")).toThrow(/No conversation/);
  expect(() => compare("a", "a/nothing")).toThrow(/no such turn/);
  expect(compareQuerySchema.safeParse({ a: ["a"], b: ["a/b/c"] }).success).toBe(false);
});

test("sides are written and read back, whatever their ids hold", () => {
  for (const side of [{ conv_id: "c/1 %2F" }, { conv_id: "c", turn_id: "t/1%" }])
    expect(readCompareSide(printCompareSide(side))).toEqual({ turn_id: undefined, ...side });
  expect(compareHref({ conv_id: "c/1" }, { conv_id: "c 2" })).toBe("/compare?a=c%252F1&b=c+2");
});

test("reading two sides scans nothing", () => {
  recordScenario(store, asked("a", "When?", 0.2, "At nine.") + asked("b", "Where?", 0.2, "There."));
  const steps = queryPlansOf(store.reader, () => compare("a", "b")).flatMap((plan) => plan.steps);
  expect(steps.filter((step) => /^SCAN (?!n$|\()/.test(step))).toEqual([]);
});
