import { afterEach, beforeEach, expect, test } from "vitest";
import { findTextInSlice, slicesOfIndex } from "@/db/search/find-text";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listConversations } from "../conversations/list-conversations";
import { searchRecords } from "./search-records";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
  recordScenario(
    store,
    `
conversation c1 "Refund" start=-10m
  turn t1 "What is the refund policy?"
    llm.start model=gpt-5
    tool.start search args={"q":"refund"}
    tool.fail code=tool.timeout "no answer"
    llm.final text="Refunds take thirty days." in=1 out=1
`,
  );
});
afterEach(() => {
  store.close();
});

const context = () => ({ store: store.reader, now: () => 1_800_000_000_000 });
const search = (q: string, signal?: AbortSignal) => searchRecords(context(), { q, limit: 20 }, signal);

const note = (subject_kind: string, subject_id: string, body: string): RecordChange => ({
  set: "notes",
  row: {
    note_id: `on-${subject_kind}`,
    kind: "note",
    conv_id: "c1",
    subject_kind,
    subject_id,
    body,
    created_at_ms: 1,
    edited_at_ms: 1,
  },
});

test("what has a title comes first, each thing once, with the words around what was found", async () => {
  const { items } = await search("refund");
  expect(items[0]).toMatchObject({ kind: "conversation", title: "Refund" });
  expect(new Set(items.map(({ ref }) => ref)).size).toBe(items.length);
  const answer = items.find(({ snippet }) => snippet?.text.includes("thirty days"));
  const [[from, to] = [0, 0]] = answer?.snippet?.marks ?? [];
  expect(answer?.snippet?.text.slice(from, to)).toBe("Refunds");
});

test("words in quotes stand in a row", async () => {
  expect((await search('"refund policy"')).items).not.toEqual([]);
  expect((await search('"policy refund"')).items).toEqual([]);
  expect((await search("policy refund")).items).not.toEqual([]);
});

test("a note is found by what it says, and opens what it is on", async () => {
  const [turn] = store.reader.sqlite.prepare("SELECT turn_id FROM turns").pluck().all();
  const ref = `turn:c1/${String(turn)}`;
  store.applyChanges([note("turn", `c1/${String(turn)}`, "Waits for Zanzibar")]);
  const { items } = await search("zanz");
  expect(items).toMatchObject([
    { ref, kind: "turn", matched: "note", snippet: { text: "Waits for Zanzibar", marks: [[10, 18]] } },
  ]);
  const listed = listConversations(context(), listConversationsQuerySchema.parse({ q: ["zanzibar"] }));
  expect(listed.items.map(({ conv_id }) => conv_id)).toEqual(["c1"]);
  store.writer.sqlite.exec("DELETE FROM notes");
  store.applyChanges([]);
  expect((await search("zanzibar")).items).toEqual([]);
});

test("nothing is read when nobody waits, and the index is left at the end of a slice", async () => {
  expect((await search("refund", AbortSignal.abort())).items).toEqual([]);
  const leaving = new AbortController();
  const answer = search("refund policy", leaving.signal);
  // The first slice, that of titles, is read before the call returns.
  leaving.abort();
  expect((await answer).items.filter(({ kind }) => kind !== "conversation")).toEqual([]);
});

test("one word is looked for once, and things that are found twice leave room for others", async () => {
  const twins = Array.from({ length: 30 }, (_, n): RecordChange => ({
    set: "notes",
    row: {
      note_id: `n${String(n)}`,
      kind: "note",
      conv_id: "c1",
      subject_kind: "conversation",
      subject_id: "c1",
      body: "quokka",
      created_at_ms: n,
      edited_at_ms: n,
    },
  }));
  store.applyChanges([
    { set: "http_requests", row: { http_id: "quokka-1", conv_id: "c1", path: "/quokka" } },
    ...twins,
  ]);
  const { items } = await search("quokka");
  expect(items.map(({ kind }) => kind).sort()).toEqual(["conversation", "http"]);
  expect([...slicesOfIndex(store.reader, true)]).toHaveLength(1);
});

test("a search walks the index of words and looks records up by their numbers", () => {
  const plans = queryPlansOf(store.reader, () => {
    for (const slice of slicesOfIndex(store.reader, false))
      findTextInSlice(store.reader, '"refund"', slice, 20);
  });
  expect(plans.flatMap(({ steps }) => steps)).toEqual([
    "SEARCH search_docs USING INTEGER PRIMARY KEY (rowid<?)",
    "SCAN search_index VIRTUAL TABLE INDEX 192:M1<>",
    "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)",
  ]);
});
