import { afterEach, beforeEach, expect, test } from "vitest";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getTurnStages } from "./get-turn-stages";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const stagesOf = (convId: string) => {
  const turnId = String(
    store.reader.sqlite.prepare("SELECT turn_id FROM turns WHERE conv_id = ?").pluck().get(convId),
  );
  return () => getTurnStages({ store: store.reader, now: () => 0 }, convId, turnId);
};
const turn = `
  turn t1 "Hello"
    +20  llm.start
    +100 llm.delta "Hi there" x4 every=100
    +900 llm.final in=1 out=2
`;

test("projection and delivery are what the runtime's own store and its sockets tell", () => {
  recordScenario(
    store,
    `conversation c start=-5m store=on\n  ws.open\n  ping 30\n  wait 1s\n  ping 50\n${turn}  close ws 1000\n`,
  );
  const { projection, delivery } = stagesOf("c")();
  expect(delivery).toEqual({ ping_ms: 40 });
  expect(projection?.entity_count).toBe(2);
  expect((projection?.to_ms ?? 0) - (projection?.from_ms ?? 0)).toBeGreaterThanOrEqual(800);
});

test("what no source records is absent, and not what this console computes in its place", () => {
  recordScenario(store, `conversation c start=-5m store=off\n${turn}`);
  expect(stagesOf("c")()).toEqual({ projection: null, delivery: null });
});

test("the stages of a turn cost what its conversation holds", () => {
  recordScenario(store, `conversation c start=-5m store=on\n${turn}`);
  const steps = queryPlansOf(store.reader, stagesOf("c")).flatMap((plan) => plan.steps);
  expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
});
