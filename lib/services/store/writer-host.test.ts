import { onTestFinished, expect, test } from "vitest";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { openForReading } from "@/db/store";
import { scenarioLines } from "@/lib/testing/scenario/scenario";
import { LinePrinter } from "@/lib/testing/scenario/native-line";
import { searchRecords } from "../search/search-records";
import { ownStore, storePath } from "./data-folder";
import { WriterHost } from "./writer-host";

test("what fills a segment is packed while more conversations wait than can be settled at once", async () => {
  let now = 1_800_000_000_000;
  const owned = ownStore(temporaryFolder(), "test", new Date(now), "drizzle");
  // Every look at the clock takes a millisecond, so that a budget of time ends after some conversations.
  const host = new WriterHost(owned, () => (now += 1), "server");
  onTestFinished(() => {
    host.close();
  });
  const printer = new LinePrinter("test", "line");
  const state = (conv_id: string): string =>
    printer.record("conversation.updated", "conversations", now, { conv_id }, { last_activity_ms: now });
  const lines = [
    ...Array.from({ length: 1_100 }, () => state("long")),
    ...Array.from({ length: 300 }, (_, at) => state(`short-${String(at)}`)),
  ];
  host.openNdjson("in", { all_results: false, max_line_bytes: 1 << 20 });
  await host.push("in", Buffer.from(lines.join("\n")));
  await host.end("in");
  host.tend();
  const count = (table: string): unknown =>
    owned.store.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(count("unsettled_conversations")).not.toBe(0n);
  expect(count("event_segments")).toBe(1n);
});

test("what a file says is found while it is still being read", async () => {
  let now = 1_800_000_000_000;
  const folder = temporaryFolder();
  const host = new WriterHost(ownStore(folder, "test", new Date(now), "drizzle"), () => now, "server");
  onTestFinished(() => {
    host.close();
  });
  // Long enough that its first lines are committed before its end.
  const lines = scenarioLines(`
conversation c1 start=-10m
  turn t1 "Where is the zebra?"
    llm.start model=small
    llm.delta "In the zoo, behind the gate. " x3000
`);
  host.openImport("file", { name: "long.ndjson", source: "test" });
  await host.push("file", Buffer.from(lines.map((line) => `${line}\n`).join("")));
  const store = openForReading(storePath(folder));
  // The piece that settles leaves records to the next one that indexes.
  for (let piece = 0; piece < 2; piece += 1) {
    now += 4_000;
    host.tend();
  }
  const { items } = await searchRecords({ store, now: () => now }, { q: "zebra", limit: 5 });
  store.sqlite.close();
  expect(items.map(({ kind }) => kind)).toContain("entity");
  await host.end("file");
});
