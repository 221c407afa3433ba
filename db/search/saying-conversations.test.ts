import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listConversationRows } from "../queries/conversation-list";
import { ConversationRemoval } from "../records/conversation-removal";
import { RecordWriter } from "../records/record-writer";
import { SearchFollower } from "./search-follower";
import { conversationsSaying, textWindow } from "./saying-conversations";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const titled = (number: number, title: string): RecordChange => ({
  set: "conversations",
  row: { conv_id: `c${String(number)}`, title },
});
function saying(text: string, isPhrase = false) {
  const answer = conversationsSaying(store.reader, { text, isPhrase });
  const name = store.reader.sqlite.prepare("SELECT conv_id FROM search_conversations WHERE conv = ?").pluck();
  return { answer, is_whole: answer.is_whole, ids: new Set([...answer.convs].map((conv) => name.get(conv))) };
}

test("a conversation says what its records and the blocks in its snapshots say", () => {
  const block = { block_id: "b1", content_hash: "h1" };
  const place = { turn_id: "t1", phase: "final", snapshot_at_ms: 1, position: 0 } as const;
  store.applyChanges([
    titled(1, "A zebra"),
    titled(2, "Other"),
    { set: "blocks", row: { ...block, kind: "user", payload: { text: "zebras" } } },
    { set: "snapshot_blocks", row: { conv_id: "c2", ...place, ...block } },
  ]);
  const plans = queryPlansOf(store.reader, () => {
    expect([...saying("zebra").ids].sort()).toEqual(["c1", "c2"]);
  });
  expect([...saying("zebra", true).ids]).toEqual(["c1"]);
  // Who holds a block is asked by keys alone.
  const steps = plans.filter(({ sql }) => sql.includes("block_keys")).flatMap((plan) => plan.steps);
  expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([
    "SCAN j VIRTUAL TABLE INDEX 1:",
    "SCAN h",
  ]);
  expect(steps).toContain("SEARCH r USING INDEX snapshot_block_rows_by_block (block_key=?)");
});

test("an answer is kept until the index changes", () => {
  store.applyChanges([titled(1, "A zebra")]);
  const first = saying("zebra").answer;
  expect(saying("zebra").answer).toBe(first);
  store.applyChanges([titled(2, "Another zebra")]);
  expect(saying("zebra").ids.size).toBe(2);
});

test("a conversation that comes back while its removal is indexed is found by all that it says", () => {
  const many = Array.from({ length: 700 }, (_, n): RecordChange => ({
    set: "tool_calls",
    row: { conv_id: "c1", tool_call_id: String(n), result_raw: "zebra" },
  }));
  const title = titled(1, "stripes");
  store.applyChanges([title, ...many]);
  const { sqlite } = store.writer;
  sqlite.transaction(() => new ConversationRemoval(sqlite).remove("c1", "test", 1)).immediate();
  const follower = new SearchFollower(sqlite);
  expect(follower.follow()).toBe(true);
  const back = [title, ...many.slice(600)];
  sqlite.transaction(() => new RecordWriter(sqlite).apply(back, { now_ms: 2 })).immediate();
  follower.followAll();
  expect([...saying("zebra").ids]).toEqual(["c1"]);
  expect([...saying("stripes").ids]).toEqual(["c1"]);
});

test("says when it did not look at all that matches, and takes what is so frequent for no beginning", () => {
  store.applyChanges(Array.from({ length: textWindow + 10 }, (_, n) => titled(n, "zebra")));
  store.applyChanges([titled(textWindow + 10, "zebras")]);
  expect(saying("zebra")).toMatchObject({ is_whole: false });
  expect(saying("zebra").ids.size).toBe(textWindow);
  expect(saying("zebra").ids.has(`c${String(textWindow + 10)}`)).toBe(false);
  expect([...saying("zebras").ids]).toEqual([`c${String(textWindow + 10)}`]);
  expect(saying("zebras").is_whole).toBe(true);

  // A walk over the list asks for the number of each conversation that it meets, and for no name.
  const term = { kind: "text", text: "zebra", isPhrase: false, isExcluded: false } as const;
  const walk = { query: [term], now_ms: 0, by: "last_activity", descending: true, limit: 30_000 } as const;
  const plans = queryPlansOf(store.reader, () => {
    const ids = listConversationRows(store.reader, walk).map(({ conv_id }) => conv_id);
    expect(new Set(ids)).toEqual(saying("zebra").ids);
  });
  const steps = plans.filter(({ sql }) => sql.includes("says(")).flatMap((plan) => plan.steps);
  expect(steps).toContain(
    "SEARCH c USING COVERING INDEX sqlite_autoindex_search_conversations_1 (conv_id=?)",
  );
}, 60_000);
