import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ConversationSummary } from "./conversation-summary";
import { RecordWriter } from "./record-writer";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

test("facets follow what a conversation is, and those that stay are not written again", () => {
  const { sqlite } = store.writer;
  const writer = new RecordWriter(sqlite);
  const summary = new ConversationSummary(sqlite);
  const facets = (): unknown[] =>
    sqlite
      .prepare("SELECT facet || '=' || value || ' ' || count FROM conversation_facets ORDER BY 1")
      .pluck()
      .all();
  sqlite.exec(`CREATE TEMP TABLE gone (value TEXT);
    CREATE TEMP TRIGGER facet_gone AFTER DELETE ON conversation_facets BEGIN INSERT INTO gone VALUES (old.value); END`);
  const state = (reported_status: "active" | "closed", calls: number): void => {
    writer.apply([{ set: "conversations", row: { conv_id: "c1", reported_status, runtime_key: "chat" } }], {
      now_ms: 1,
    });
    for (let call = 1; call <= calls; call += 1)
      writer.apply(
        [
          {
            set: "tool_calls",
            row: { conv_id: "c1", tool_call_id: `t${String(call)}`, tool_name: "search" },
          },
        ],
        { now_ms: 1 },
      );
    summary.refresh("c1", 1);
  };
  state("active", 1);
  expect(facets()).toEqual(["integrity=clean 1", "runtime=chat 1", "status=active 1", "tool=search 1"]);
  state("closed", 2);
  expect(facets()).toEqual(["integrity=clean 1", "runtime=chat 1", "status=closed 1", "tool=search 2"]);
  expect(sqlite.prepare("SELECT value FROM gone").pluck().all()).toEqual(["active"]);
  const counted = "SELECT facet || '=' || value FROM facet_values WHERE conversation_count = 1 ORDER BY 1";
  expect(sqlite.prepare(counted).pluck().all()).toEqual([
    "integrity=clean",
    "runtime=chat",
    "status=closed",
    "tool=search",
  ]);
});
