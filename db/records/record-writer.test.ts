import { afterEach, beforeEach, expect, test } from "vitest";
import { RecordWriter } from "./record-writer";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const entity = (props: string, at: number, version: bigint) => ({
  set: "entities" as const,
  row: {
    conv_id: "c1",
    entity_id: "m1",
    kind: "message",
    origin: "stored" as const,
    entity_updated_at_ms: at,
    last_seen_version: version,
    first_seen_version: version,
    props: { content: props },
  },
});

function read() {
  return store.reader.sqlite.prepare("SELECT * FROM entities").get() as Record<string, unknown>;
}

test("keeps ordinals beyond 2^53 exact", () => {
  store.applyChanges([entity("a", 1, 1_771_453_377_700_000_001n)]);
  expect(read()["last_seen_version"]).toBe(1_771_453_377_700_000_001n);
});

test("an older statement overwrites nothing, but fills the first version", () => {
  store.applyChanges([entity("new", 20, 9n)]);
  store.applyChanges([entity("old", 10, 3n)]);
  expect(read()).toMatchObject({ props: '{"content":"new"}', last_seen_version: 9n, first_seen_version: 3n });
});

test("an absent value never erases a present one", () => {
  store.applyChanges([entity("a", 1, 1n)]);
  store.applyChanges([
    { set: "entities", row: { conv_id: "c1", entity_id: "m1", kind: "message", origin: "stored" } },
  ]);
  expect(read()["props"]).toBe('{"content":"a"}');
});

test("refuses a value of the wrong type instead of storing it", () => {
  const wrong = { set: "turns" as const, row: { conv_id: "c1", turn_id: "t1", position: Number.NaN } };
  expect(() => store.applyChanges([wrong])).toThrow();
});

test("what a source states of a call is not overwritten by what follows from its events", () => {
  const call = (status: "timed_out" | "failed", tool_name?: string) => ({
    set: "tool_calls" as const,
    row: { conv_id: "c1", tool_call_id: "k1", status, ...(tool_name === undefined ? {} : { tool_name }) },
  });
  store.applyChanges([call("timed_out")]);
  store.writer.sqlite
    .transaction(() =>
      new RecordWriter(store.writer.sqlite).apply([call("failed", "search")], { now_ms: 1, derived: true }),
    )
    .immediate();
  const row = store.reader.sqlite.prepare("SELECT status, tool_name FROM tool_calls").raw().get();
  expect(row).toEqual(["timed_out", "search"]);
});

test("without times, the version tells which of two statements is newer", () => {
  const stated = (content: string, version: bigint) => ({
    set: "entities" as const,
    row: {
      conv_id: "c1",
      entity_id: "m1",
      kind: "ChatMessage",
      origin: "stored" as const,
      last_seen_version: version,
      props: { content },
    },
  });
  store.applyChanges([stated("new", 9n), stated("old", 3n)]);
  expect(read()).toMatchObject({ props: '{"content":"new"}', last_seen_version: 9n });
});
