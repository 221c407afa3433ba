import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { RecordChange } from "@/lib/domain/model";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { RecordWriter } from "../records/record-writer";
import { matchExpression } from "./match-text";
import { RecordTexts } from "./record-texts";
import { SearchFollower } from "./search-follower";
import { ensureSearchIndex, tokenizer } from "./search-index";
import { TextSnippets } from "./text-snippets";

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

/** The index, word by word, is one that was made of what the records say now. */
function checkIndex(): void {
  const { sqlite } = temporary.writer;
  sqlite.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
  const texts = new RecordTexts(sqlite);
  const memory = new Database(":memory:");
  memory.defaultSafeIntegers(true);
  memory.exec(`CREATE VIRTUAL TABLE search_index USING fts5 (text, tokenize = "${tokenizer}")`);
  const add = memory.prepare("INSERT INTO search_index (rowid, text) VALUES (?, ?)");
  const docs = z
    .array(
      z.object({
        doc_id: z.bigint(),
        kind: z.string(),
        conv_id: z.string().nullable(),
        key: z.string(),
        part: z.string(),
      }),
    )
    .parse(sqlite.prepare("SELECT * FROM search_docs ORDER BY doc_id").all());
  for (const { doc_id, ...record } of docs) add.run(doc_id, texts.of(record));
  expect(wordsOf(sqlite)).toEqual(wordsOf(memory));
  const places = "SELECT doc_id FROM search_places ORDER BY 1";
  expect(sqlite.prepare(places).pluck().all()).toEqual(docs.map(({ doc_id }) => doc_id));
}

/** Every word of an index with its record and place. */
function wordsOf(sqlite: Database.Database): unknown[] {
  sqlite.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', 'search_index', 'instance')");
  const words = sqlite.prepare('SELECT term, doc, "offset" FROM words ORDER BY 1, 2, 3').all();
  sqlite.exec("DROP TABLE temp.words");
  return words;
}

/** SQL that takes an entity out of the table under the view. */
function deleteEntity(id: string): string {
  return `DELETE FROM entity_rows WHERE entity_key IN (SELECT k.entity_key FROM entity_keys k JOIN subjects s USING (subject_key) WHERE s.name = '${id}')`;
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
  temporary.writer.sqlite.exec(deleteEntity("m1"));
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
  temporary.writer.sqlite.exec("DELETE FROM entity_rows");
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
    {
      set: "notes",
      row: {
        note_id: "n1",
        kind: "note",
        subject_kind: "error",
        subject_id: "e1",
        body: "a zebra",
        created_at_ms: 1,
        edited_at_ms: 1,
      },
    },
  ]);
  expect(found("zebra")).toHaveLength(10);
  checkIndex();
});

test("an entity told twice is one, with the words of both", () => {
  const stored: RecordChange = {
    set: "entities",
    row: { conv_id: "c1", entity_id: "m1", kind: "message", origin: "stored", props: { content: "as kept" } },
  };
  temporary.applyChanges([entity("m1", "as recomputed"), stored]);
  expect([found("kept"), found("recomputed"), found("as")]).toEqual([["m1"], ["m1"], ["m1"]]);
  temporary.writer.sqlite.exec("DELETE FROM entity_rows WHERE origin = 0");
  follower().followAll();
  expect([found("kept"), found("recomputed")]).toEqual([[], ["m1"]]);
  checkIndex();
});

test("no text stands in the index, and what was purged leaves its words nowhere", () => {
  const bytesOf = (word: string): unknown =>
    temporary.writer.sqlite
      .prepare(
        "SELECT (SELECT count(*) FROM search_index_data WHERE instr(block, CAST(@word AS BLOB))) + (SELECT count(*) FROM search_docs WHERE instr(key || part, @word))",
      )
      .pluck()
      .get({ word });
  temporary.applyChanges([entity("m1", "the quetzalcoatl secret"), entity("m2", "stays")]);
  expect(bytesOf("quetzalcoatl")).toBe(1n);
  expect(bytesOf("the quetzalcoatl")).toBe(0n);
  temporary.writer.sqlite.exec(deleteEntity("m1"));
  follower().purge();
  while (follower().follow());
  expect(bytesOf("quetzalcoatl")).toBe(0n);
  expect(temporary.writer.sqlite.prepare("SELECT * FROM search_purges").all()).toEqual([]);
  expect(found("stays")).toEqual(["m2"]);
  checkIndex();
});

test("what is stated again as it was is not indexed again", () => {
  temporary.applyChanges([entity("m1", "same words")]);
  temporary.writer.sqlite.exec("DELETE FROM entity_rows");
  new RecordWriter(temporary.writer.sqlite).apply([entity("m1", "same words")], { now_ms: 2 });
  const written = temporary.writer.sqlite.prepare("SELECT sum(length(block)) FROM search_index_data").pluck();
  const before = written.get();
  follower().followAll();
  expect(written.get()).toEqual(before);
  expect(found("same")).toEqual(["m1"]);
});

test("a snippet shows the words of the record as it is now, by accents and beginnings as the index finds them", () => {
  temporary.applyChanges([
    entity("m1", `${"so ".repeat(40)}Der Kr\u00f6sus zahlt die R\u00fcckerstattung ${"aus ".repeat(40)}`),
  ]);
  const record = { kind: "entity", conv_id: "c1", key: "m1", part: "message" };
  const snippets = new TextSnippets(temporary.reader);
  const of = (text: string, isPhrase = false) => snippets.of(matchExpression(text, isPhrase), [record])[0];
  expect(of("krosus")).toContain("Der \u0001Kr\u00f6sus\u0002 zahlt");
  expect(of("ruckerst")).toContain("\u0001R\u00fcckerstattung\u0002");
  expect(of("zahlt die", true)).toContain("\u0001zahlt die\u0002");
  temporary.writer.sqlite.exec(`UPDATE entity_rows SET props = '{"content":"masked"}', summary = NULL`);
  expect(of("krosus")).not.toContain("Kr");
  temporary.writer.sqlite.exec("DELETE FROM entity_rows");
  expect(of("krosus")).toBeUndefined();
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
  temporary.writer.sqlite.exec("DROP TRIGGER search_entity_rows_insert");
  temporary.applyChanges([entity("m3", "missed words")]);
  expect(ensureSearchIndex(temporary.writer)).toEqual({ rebuilt: true });
  expect(found("words")).toEqual(["m1", "m2", "m3"]);
  checkIndex();
});
