import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getFailureAccount } from "./get-failure-account";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const errorOf = (code: string): string =>
  String(
    store.reader.sqlite
      .prepare("SELECT error_id FROM errors WHERE error_code = ? ORDER BY occurred_at_ms DESC LIMIT 1")
      .pluck()
      .get(code),
  );
const accountOf = (code: string, id = errorOf(code)) =>
  getFailureAccount({ store: store.reader, now: () => 0 }, id);

const search = (name: string, start: string, query: string, end: string): string => `
conversation ${name} "Talk ${name}" start=${start}
  turn t-${name} "What is the refund policy?"
    +20  llm.start model=gpt-5
    +100 tool.start search args={"q":"${query}"}
    +400 ${end}
    +900 llm.final in=1 out=1
`;
const worked = 'tool.result {"hits":3}';
const failed = 'tool.fail code=tool.timeout "no answer from search within 60000 ms"';

describe("the account of a failure", () => {
  test("says what it means, where it happened and which envelope shows it first", () => {
    recordScenario(store, search("c1", "-10m", "refund", failed));
    const account = accountOf("tool.timeout");
    expect(account.meaning).toMatchObject({
      title: "Tool timeout",
      says: "A tool did not answer in time.",
    });
    expect(account.message).toBe("no answer from search within 60000 ms");
    expect(account.conversation).toEqual({ conv_id: "c1", title: "Talk c1" });
    expect(account.turn).toMatchObject({ position: 1, prompt: "What is the refund policy?" });
    expect(account.records.map(({ title }) => title)).toEqual(["tool search", "model call gpt-5"]);
    expect(account.envelope?.kind).toBe("event");
    expect(account.envelope?.ref).toBe(`event:${account.envelope?.ordinal ?? ""}`);
  });

  test("names the last call of the same tool that worked, in whatever conversation, and what was otherwise", () => {
    recordScenario(store, search("c1", "-40m", "policy", worked));
    recordScenario(store, search("c2", "-30m", "refund", failed));
    recordScenario(store, search("c3", "-10m", "refund", failed));
    const { last_good, calls_before } = accountOf("tool.timeout");
    expect(calls_before).toEqual({ kind: "tool", name: "search", count: 2, failed: 1 });
    expect(last_good).toMatchObject({
      conversation_title: "Talk c1",
      record: { conv_id: "c1", kind: "tool_call" },
      compare: { then: { conv_id: "c1" }, now: { conv_id: "c3" } },
    });
    expect(last_good?.changes).toEqual([{ what: "arguments", was: '{"q":"policy"}', is: '{"q":"refund"}' }]);
  });

  test("where nothing of the kind ever worked, says so", () => {
    recordScenario(store, search("c1", "-10m", "refund", failed));
    expect(accountOf("tool.timeout")).toMatchObject({
      last_good: null,
      calls_before: { count: 0, failed: 0 },
    });
  });

  test("of a failure without a call names the turn before that was completed", () => {
    recordScenario(
      store,
      `
conversation c1 start=-10m seq=counter store=on
  turn t1 "First"
    +20  llm.start model=gpt-5
    +500 llm.final in=1 out=1
  turn t2 "Second"
    +20  llm.start model=gpt-5
    +200 llm.delta "Answer in parts, long enough to lose some" x6 every=60
    +350 drop 2
    +900 llm.final in=1 out=1
`,
    );
    const { last_good, led_by } = accountOf("projection.lost_delta");
    expect(led_by.map(({ title }) => title)).toEqual(["transport.frame_gap"]);
    expect(last_good?.record).toMatchObject({ kind: "turn", title: "turn 1" });
    expect(last_good?.compare?.now.conv_id).toBe("c1");
    // The gap itself names no turn: the one in which it lies went on after it, and is not what was before.
    expect(accountOf("transport.frame_gap").last_good?.record).toMatchObject({ title: "turn 1" });
  });

  test("costs looks into indexes, whatever is stored", () => {
    recordScenario(store, search("c1", "-40m", "policy", worked));
    recordScenario(store, search("c2", "-10m", "refund", failed));
    const id = errorOf("tool.timeout");
    const steps = queryPlansOf(store.reader, () => accountOf("", id)).flatMap((plan) => plan.steps);
    expect(steps.filter((step) => /^SCAN (tool_calls|model_calls|turns|errors|e)\b/.test(step))).toEqual([]);
    expect(steps.join("\n")).toMatch(/SEARCH tool_calls USING INDEX tool_calls_by_name/);
  });
});
