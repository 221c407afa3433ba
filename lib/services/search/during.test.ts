import { afterAll, beforeAll, expect, test } from "vitest";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { listIncidentsQuerySchema } from "@/lib/contracts/error";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listConversations } from "../conversations/list-conversations";
import { listIncidents } from "../incidents/list-incidents";

const failing = `
    +0   llm.start model=small
    +400 llm.fail provider.rate_limit "too many requests" http=429`;

let store: TemporaryStore;
beforeAll(() => {
  store = temporaryStore();
  recordScenario(
    store,
    `
conversation early start=-3h
  turn t1 "Hello"${failing}
conversation late start=-10m
  turn t1 "Hello again"${failing}
conversation long start=-3h
  turn t1 "Wait"
    llm.start model=small
    llm.final in=1 out=1
  wait 170m
  turn t2 "Done?"
    llm.start model=small
    llm.final in=1 out=1
`,
    { baseMs: 1_800_000_000_000 },
  );
});
afterAll(() => {
  store.close();
});

const context = () => ({ store: store.reader, now: () => 1_800_000_000_000 });
const conversations = (q: string) =>
  listConversations(context(), listConversationsQuerySchema.parse({ q: [q] }))
    .items.map(({ conv_id }) => conv_id)
    .sort();
const incidents = (q: string) => listIncidents(context(), listIncidentsQuerySchema.parse({ q: [q] })).items;

test("a conversation is found by any time at which it was active, not only its last", () => {
  expect(conversations("during:-4h..-150m")).toEqual(["early", "long"]);
  expect(conversations("time:-4h..-150m")).toEqual(["early"]);
  expect(conversations("during:-20m")).toEqual(["late", "long"]);
  expect(conversations("-during:-20m")).toEqual(["early"]);
});

test("an incident is found by each of its occurrences", () => {
  expect(incidents("during:-4h..-150m")).toHaveLength(1);
  expect(incidents("during:-20m")).toHaveLength(1);
  expect(incidents("during:-2h..-1h")).toEqual([]);
  expect(incidents("time:-4h..-150m")).toEqual([]);
});

test("occurrences are looked up by incident", () => {
  const steps = queryPlansOf(store.reader, () => incidents("during:-20m")).flatMap((plan) => plan.steps);
  expect(steps.join("\n")).toMatch(
    /SEARCH e EXISTS USING COVERING INDEX errors_by_incident \(incident_id=\? AND occurred_at_ms>\?\)/,
  );
});
