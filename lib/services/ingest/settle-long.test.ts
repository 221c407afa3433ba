import { afterEach, beforeEach, expect, test } from "vitest";
import { semFrame } from "@/lib/testing/envelopes";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { IngestEngine } from "./ingest-engine";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
  const said = ["a", "long", "z"].map(
    (conv_id) => `
conversation ${conv_id} start=-10m
  turn t1 "Hello"
    llm.start model=small
    llm.delta "Good day. " x40
    llm.final in=1 out=1
`,
  );
  recordScenario(store, said.join(""));
});
afterEach(() => {
  store.close();
});

test("a long conversation is settled by itself, between others, as it was before, whether its fold is in memory or not", () => {
  const { sqlite } = store.writer;
  const projected = (): unknown[] =>
    sqlite
      .prepare(
        "SELECT conv_id, entity_id, kind, version, props, turn_id FROM entities WHERE origin = 'projected' ORDER BY 1, 2, 3",
      )
      .all();
  const before = projected();
  expect(before.length).toBeGreaterThan(3);
  sqlite.exec("DELETE FROM entity_rows WHERE origin = 1");
  // It counts as long by what the list says of it.
  sqlite.exec("UPDATE conversations SET event_count = 1000000 WHERE conv_id = 'long'");
  sqlite.exec(
    "INSERT INTO unsettled_conversations (conv_id, due_at_ms) VALUES ('a', 0), ('long', 0), ('z', 0)",
  );
  const begun: string[] = [];
  const prepared = sqlite.transaction.bind(sqlite);
  sqlite.transaction = ((work: () => unknown) => {
    begun.push(sqlite.inTransaction ? "savepoint" : "transaction");
    return prepared(work);
  }) as typeof sqlite.transaction;
  const engine = new IngestEngine(store.writer, store.folder, () => 1_800_000_100_000);
  expect(engine.settle(true)).toBe(0);
  expect(sqlite.prepare("SELECT conv_id, failure FROM unsettled_conversations").all()).toEqual([]);
  expect(projected()).toEqual(before);
  expect(begun.filter((kind) => kind === "savepoint")).toHaveLength(2);

  // Nor is it settled in a savepoint when its fold is in memory: of an import without a pause it holds everything.
  const frame = (conv: string) => ({ source: "test", item: semFrame({ conv, seq: 900n }) });
  engine.commit([frame("a"), frame("long")]);
  begun.length = 0;
  expect(engine.settle(true)).toBe(0);
  expect(begun.filter((kind) => kind === "savepoint")).toHaveLength(1);
});
