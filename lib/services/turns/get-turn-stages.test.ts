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
  expect(delivery).toMatchObject({ ping_ms: 40, sockets: [{ close_code: 1000 }], lag: null });
  expect(projection?.entity_count).toBe(2);
  expect((projection?.to_ms ?? 0) - (projection?.from_ms ?? 0)).toBeGreaterThanOrEqual(800);
});

test("what no source records is absent, and not what this console computes in its place", () => {
  recordScenario(store, `conversation c start=-5m store=off\n${turn}`);
  expect(stagesOf("c")()).toEqual({ projection: null, delivery: null });
});

test("a socket that ends in the middle of a turn leaves a hole in its delivery", () => {
  recordScenario(
    store,
    `
conversation c start=-5m seq=counter
  ws.open
  turn t1 "Hello"
    +20   llm.start
    +100  llm.delta "Hi there, this takes a while" x10 every=100
    +300  close ws 1006 "network changed" by=network
    +700  ws.open
    +1400 llm.final in=1 out=2
  close ws 1000
`,
  );
  const sockets = stagesOf("c")().delivery?.sockets ?? [];
  expect(sockets.map(({ close_code }) => close_code)).toEqual([1006, 1000]);
  expect((sockets[1]?.from_ms ?? 0) - (sockets[0]?.to_ms ?? 0)).toBe(400);
});

test("envelopes that come live tell the time from the source's clock to this one's", () => {
  recordScenario(store, `conversation c start=-2s store=off\n${turn}`);
  store.writer.sqlite.exec("UPDATE events SET ingested_at_ms = occurred_at_ms + 12");
  store.writer.sqlite.exec("UPDATE events SET ingested_at_ms = occurred_at_ms + 80 WHERE ordinal = 2");
  expect(stagesOf("c")().delivery?.lag).toMatchObject({ median_ms: 12, max_ms: 80 });
});

test("the stages of a turn cost what its conversation holds", () => {
  recordScenario(store, `conversation c start=-5m store=on\n${turn}`);
  const steps = queryPlansOf(store.reader, stagesOf("c")).flatMap((plan) => plan.steps);
  expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
});
