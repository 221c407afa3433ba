import { afterEach, beforeEach, expect, test } from "vitest";
import { openForReading } from "@/db/store";
import { removeFolder, temporaryFolder } from "@/lib/testing/grillo-process";
import { LinePrinter } from "@/lib/testing/scenario/native-line";
import { scenarioLines } from "@/lib/testing/scenario/scenario";
import { searchRecords } from "../search/search-records";
import { ownStore, storePath } from "./data-folder";
import { WriterHost } from "./writer-host";

let folder: string;
let host: WriterHost;
let now: number;
let tick: number;
beforeEach(() => {
  folder = temporaryFolder();
  now = 1_800_000_000_000;
  tick = 0;
  host = new WriterHost(ownStore(folder, "test", new Date(now), "drizzle"), () => (now += tick), "server");
});
afterEach(() => {
  host.close();
  removeFolder(folder);
});

test("what a file says is found while it is still being read", async () => {
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

test("what fills a segment is packed while more conversations wait than can be settled at once", async () => {
  // Every look at the clock takes a millisecond, so that a budget of time ends after some conversations.
  tick = 1;
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
  const store = openForReading(storePath(folder));
  const count = (table: string): unknown =>
    store.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(count("unsettled_conversations")).not.toBe(0n);
  expect(count("event_segments WHERE is_packed = 1")).toBe(1n);
  store.sqlite.close();
});
