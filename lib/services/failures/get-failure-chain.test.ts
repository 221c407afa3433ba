import { afterEach, beforeEach, expect, test } from "vitest";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getFailureChain } from "./get-failure-chain";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const context = () => ({ store: store.reader, now: () => 0 });
const errorOf = (code: string): string =>
  String(store.reader.sqlite.prepare("SELECT error_id FROM errors WHERE error_code = ?").pluck().get(code));
const lines = (code: string) => {
  const { before, after } = getFailureChain(context(), errorOf(code));
  const line = ({ title, link }: (typeof before)[number]): string =>
    `${title} | ${link.how} | ${link.rule} | ${link.other ?? ""}`;
  return { before: before.map(line), after: after.map(line) };
};

const tunnel = `
conversation c1 start=-90m seq=counter store=on model=gpt-5
  ws.open
  turn t1 "Is there a socket at every seat?"
    +20   llm.start
    +500  llm.delta "In carriages 10 to 14 every pair of seats shares one socket;" x14 every=60
    +1000 drop 12
    +1250 close ws 1006 "network changed" by=network
    +1400 llm.delta " in the others there is one at every table." x16 every=60
    +1900 ws.open
    +2500 llm.final in=210 out=36
  close ws 1001 "arrived" by=client
`;

test("a text that misses a part is led back over the gap to the socket that was cut off", () => {
  recordScenario(store, tunnel);
  const gap =
    "transport.ws_closed | derived | the socket ended between the envelopes on both sides of the gap | transport.frame_gap";
  const part =
    "transport.frame_gap | derived | its state differs from the envelope after the gap on | projection.lost_delta";
  expect(lines("projection.lost_delta")).toEqual({ before: [gap, part], after: [] });
  expect(lines("transport.ws_closed").after).toEqual([
    "transport.frame_gap | derived | the socket ended between the envelopes on both sides of the gap | transport.ws_closed",
    "projection.lost_delta | derived | its state differs from the envelope after the gap on | transport.frame_gap",
  ]);
});

test("retries stand before the failure that they could not avert, by the call that both name", () => {
  recordScenario(
    store,
    `
conversation c1 start=-5m
  turn t1 "Translate this"
    +20   llm.start
    +900  llm.retry cause=rate_limit status=429 backoff=2s
    +4000 llm.retry cause=rate_limit status=429 backoff=4s
    +9000 llm.fail provider.rate_limit "too many requests" http=429
`,
  );
  expect(lines("provider.rate_limit").before).toEqual([
    "model call retried | explicit | both name the model call | provider.rate_limit",
  ]);
});

test("an outage of the time is named as inferred, and leads nowhere in the conversation", () => {
  recordScenario(
    store,
    `
process bus start=-1h
  dependency redis down "connection refused"
conversation c1 start=-5m
  turn t1 "Save this"
    +20   llm.start
    +400  llm.final in=1 out=1
    +500  error storage.write_failed "cannot save turn"
`,
  );
  const { before } = getFailureChain(context(), errorOf("storage.write_failed"));
  expect(before).toMatchObject([
    { ref: null, title: "redis", summary: "down: connection refused on bus", link: { how: "inferred" } },
  ]);
});

test("a chain is read by the indexes of the conversation, whatever else is stored", () => {
  recordScenario(store, tunnel);
  const id = errorOf("projection.lost_delta");
  const steps = queryPlansOf(store.reader, () => getFailureChain(context(), id)).flatMap(
    (plan) => plan.steps,
  );
  expect(steps.filter((step) => /^SCAN (errors|events|e|a|w|r|m)\b/.test(step))).toEqual([]);
});
