import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { RecordWriter } from "../records/record-writer";
import { matchExpression } from "./match-text";
import { SearchFollower } from "./search-follower";
import { ensureSearchIndex } from "./search-index";

let temporary: TemporaryStore;
beforeEach(() => {
  temporary = temporaryStore();
});
afterEach(() => {
  temporary.close();
});

const entity = (entity_id: string, text: string): RecordChange => ({
  set: "entities",
  row: {
    conv_id: "c1",
    entity_id,
    kind: "message",
    origin: "projected",
    props: { role: "user", content: text },
  },
});

function found(text: string, isPhrase = false): unknown[] {
  return temporary.reader.sqlite
    .prepare(
      "SELECT d.key FROM search_index JOIN search_docs d ON d.doc_id = search_index.rowid WHERE search_index MATCH ? ORDER BY d.key",
    )
    .pluck()
    .all(matchExpression(text, isPhrase));
}

/** FTS5 compares the index with what the records say now. Throws when they differ. */
function checkIndex(): void {
  temporary.writer.sqlite.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
}

test("finds what records say, by the beginnings of words and by phrase, and not the names of JSON members", () => {
  temporary.applyChanges([entity("m1", "What is the\nRefund policy?"), entity("m2", "policy refund")]);
  expect(found("refu")).toEqual(["m1", "m2"]);
  expect(found("refund policy", true)).toEqual(["m1"]);
  expect(found("polic", true)).toEqual([]);
  expect(found("content")).toEqual([]);
});

const follower = () => new SearchFollower(temporary.writer.sqlite);

test("follows changes and deletions", () => {
  temporary.applyChanges([entity("m1", "first words"), entity("m2", "stay")]);
  temporary.applyChanges([entity("m1", "other words")]);
  expect(found("first")).toEqual([]);
  expect(found("other")).toEqual(["m1"]);
  temporary.writer.sqlite.exec("DELETE FROM entities WHERE entity_id = 'm1'");
  follower().followAll();
  expect(found("words")).toEqual([]);
  checkIndex();
});

test("what changed is noted with the change, also for the next process, and indexed once", () => {
  const records = new RecordWriter(temporary.writer.sqlite);
  const write = (text: string): void => {
    records.apply([entity("m1", text)], { now_ms: 1 });
  };
  write("first");
  write("second");
  expect(found("second")).toEqual([]);
  expect(follower().isBehind).toBe(true);
  expect(follower().follow()).toBe(false);
  expect(follower().isBehind).toBe(false);
  expect([found("first"), found("second")]).toEqual([[], ["m1"]]);
  // Taken away and stated again, as settling does: nothing is left over, nothing is lost.
  temporary.writer.sqlite.exec("DELETE FROM entities");
  write("second");
  follower().followAll();
  expect(found("second")).toEqual(["m1"]);
  checkIndex();
});

test("reads every kind of record that it names", () => {
  const conv_id = "c1";
  temporary.applyChanges([
    { set: "conversations", row: { conv_id, title: "zebra title" } },
    { set: "conversation_sessions", row: { conv_id, session_id: "zebra-session" } },
    { set: "turns", row: { conv_id, turn_id: "zebra-turn" } },
    {
      set: "blocks",
      row: { block_id: "b1", content_hash: "h", kind: "user", payload: { text: "zebra block" } },
    },
    { set: "model_calls", row: { conv_id, call_id: "zebra-call" } },
    { set: "tool_calls", row: { conv_id, tool_call_id: "t1", arguments: { q: ["a", { deep: "zebra" }] } } },
    { set: "errors", row: { error_id: "e1", error_code: "tool.zebra", error_class: "tool" } },
    { set: "http_requests", row: { http_id: "h1", path: "/zebra" } },
    { set: "ws_sessions", row: { socket_id: "w1", close_reason: "zebra" } },
  ]);
  expect(found("zebra")).toHaveLength(9);
  checkIndex();
});

test.each(['"', "NEAR(", "a OR b", "text:x", "*", "^a", "(", "'", "\u0000", "%", "-a", "{x} :"])(
  "takes %j as text, never as a command",
  (text) => {
    temporary.applyChanges([entity("m1", "a b x")]);
    expect(() => found(text)).not.toThrow();
    expect(() => found(text, true)).not.toThrow();
  },
);

test("is made anew when its definition is another, and left alone otherwise", () => {
  temporary.applyChanges([entity("m1", "kept words"), entity("m2", "more words")]);
  expect(ensureSearchIndex(temporary.writer)).toEqual({ rebuilt: false });
  temporary.writer.sqlite.exec("DROP TRIGGER search_entities_insert");
  temporary.applyChanges([entity("m3", "missed words")]);
  expect(ensureSearchIndex(temporary.writer)).toEqual({ rebuilt: true });
  expect(found("words")).toEqual(["m1", "m2", "m3"]);
  checkIndex();
});
