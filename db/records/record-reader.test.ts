import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import * as schema from "../schema";
import { RecordReader } from "./record-reader";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

test("records are read as the query builder reads them, 64-bit integers, JSON and what is absent alike", () => {
  recordScenario(
    store,
    `
conversation c1 start=-10m
  turn t1 "Count"
    llm.start model=small
    llm.delta "on and on" x4 every=14
    llm.final in=1 out=1
`,
  );
  const { sqlite, drizzle } = store.writer;
  const condition = "conv_id = @conv";
  const conv = { conv: "c1" };
  const pairs = [
    [
      new RecordReader(sqlite, "turns", condition).all(conv),
      drizzle.select().from(schema.turns).where(eq(schema.turns.conv_id, "c1")).all(),
    ],
    [
      new RecordReader(sqlite, "entities", condition).all(conv),
      drizzle.select().from(schema.entities).where(eq(schema.entities.conv_id, "c1")).all(),
    ],
    [
      new RecordReader(sqlite, "model_calls", condition).all(conv),
      drizzle.select().from(schema.modelCalls).where(eq(schema.modelCalls.conv_id, "c1")).all(),
    ],
    [
      new RecordReader(sqlite, "conversations", condition).all(conv),
      drizzle.select().from(schema.conversations).where(eq(schema.conversations.conv_id, "c1")).all(),
    ],
  ] as const;
  for (const [read, built] of pairs) {
    expect(read.length).toBeGreaterThan(0);
    // Views have columns behind the fields of their set.
    expect(read).toEqual(
      built.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name in (read[0] ?? {})))),
    );
  }
});
