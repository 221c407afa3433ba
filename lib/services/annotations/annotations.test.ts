import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listNotesQuerySchema } from "@/lib/contracts/note";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { decodeBundle } from "../bundle/decode-bundle";
import { writeBundle } from "../bundle/write-bundle";
import { IngestEngine } from "../ingest/ingest-engine";
import { addNote, editNote, removeNote } from "./edit-notes";
import { listNoteMarks } from "./list-note-marks";
import { listNotes } from "./list-notes";
import { listSavedViews, removeView, renameView, saveView } from "./saved-views";

let store: TemporaryStore;
let now: number;
beforeEach(() => {
  store = temporaryStore();
  now = 1_800_000_000_000;
  recordScenario(
    store,
    `
conversation c1 start=-10m
  turn t1 "Refund?"
    llm.start model=gpt-5
    llm.final in=1 out=1
conversation c2 start=-5m
  turn t1 "Hello"
    llm.start model=small
    llm.final in=1 out=1
`,
  );
});
afterEach(() => {
  store.close();
});

function contextOf(of: TemporaryStore) {
  const engine = new IngestEngine(of.writer, of.path, () => now);
  return {
    store: of.reader,
    now: () => (now += 1_000),
    writer: {
      editAnnotations: (edit: Parameters<IngestEngine["editAnnotations"]>[0]) => {
        engine.editAnnotations(edit);
        return Promise.resolve();
      },
    },
  };
}
const list = (query: Record<string, string> = {}, of = store) =>
  listNotes(
    contextOf(of),
    listNotesQuerySchema.parse(
      Object.fromEntries(Object.entries(query).map(([name, text]) => [name, [text]])),
    ),
  );

/** Reference of the last envelope of a conversation, as the store numbers it. */
function lastEventOf(of: TemporaryStore, convId: string): string {
  const ordinal = of.reader.sqlite
    .prepare(
      "SELECT max(e.ordinal) FROM events e JOIN conversation_keys k USING (conv_key) WHERE k.conv_id = ?",
    )
    .pluck()
    .get(convId);
  return `event:${String(ordinal)}`;
}

describe("notes", () => {
  test("are kept on any record, changed and removed", async () => {
    const context = contextOf(store);
    const ref = lastEventOf(store, "c1");
    const note = await addNote(context, { ref, kind: "note", body: "Here it went wrong" });
    const pin = await addNote(context, { ref: "turn:c2/t1", kind: "pin" });
    expect(note).toMatchObject({ ref, conv_id: "c1", kind: "note", resolved: false });
    expect(list().items.map(({ note_id }) => note_id)).toEqual([pin.note_id, note.note_id]);
    expect(list({ conv: "c1" }).items.map(({ body }) => body)).toEqual(["Here it went wrong"]);
    expect(list({ ref: "turn:c2/t1" }).items.map(({ kind }) => kind)).toEqual(["pin"]);
    expect(list({ ref: "turn:c2/t1" }).items[0]?.subject?.title).toBe("turn 1");

    const edited = await editNote(context, note.note_id, { body: "Right after this", resolved: true });
    expect(edited).toMatchObject({
      body: "Right after this",
      resolved: true,
      created_at_ms: note.created_at_ms,
    });
    expect(edited.edited_at_ms).toBeGreaterThan(note.edited_at_ms);

    await removeNote(context, note.note_id);
    expect(list({ conv: "c1" }).items).toEqual([]);
    await expect(removeNote(context, note.note_id)).rejects.toThrow("There is no such note");
  });

  test("on a record that is not there are refused", async () => {
    await expect(addNote(contextOf(store), { ref: "turn:c1/none", kind: "pin" })).rejects.toThrow(
      "names no record",
    );
  });

  test("come page by page, each once", async () => {
    const context = contextOf(store);
    for (let i = 0; i < 7; i += 1)
      await addNote(context, { ref: "turn:c1/t1", kind: "note", body: `note ${String(i)}` });
    const seen: (string | null)[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = list({ limit: "3", ...(cursor === "" ? {} : { cursor }) });
      seen.push(...page.items.map(({ body }) => body));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `note ${String(i)}`));
  });

  test("go into the bundle and come back on the same envelope, whatever its number there", async () => {
    const first = await addNote(contextOf(store), {
      ref: lastEventOf(store, "c2"),
      kind: "note",
      body: "On an envelope",
    });
    await addNote(contextOf(store), { ref: "turn:c2/t1", kind: "pin" });
    const bundle = Buffer.concat([...writeBundle(store.reader, ["c2"])]);
    const target = temporaryStore();
    const engine = new IngestEngine(target.writer, target.path, () => now);
    const items = [...decodeBundle(bundle)];
    const read = () => {
      engine.commit(items.map((item) => ({ source: "test", item, delivery: "file" })));
      engine.endDelivery("file");
    };
    read();
    const here = lastEventOf(target, "c2");
    expect(here).not.toBe(first.ref);
    const found = list({ ref: here }, target).items;
    expect(found.map(({ body, note_id }) => [body, note_id])).toEqual([["On an envelope", first.note_id]]);
    expect(list({ ref: "turn:c2/t1" }, target).items).toHaveLength(1);

    await editNote(contextOf(target), first.note_id, { body: "Looked at again" });
    read();
    expect(list({ ref: here }, target).items[0]?.body).toBe("Looked at again");
    target.close();
  });

  test("on an incident travel with each conversation that has an occurrence", async () => {
    recordScenario(
      store,
      `
conversation c3 start=-4m
  turn t1 "Search"
    llm.start model=gpt-5
    tool.start search args={"q":"x"}
    tool.fail code=tool.timeout "no answer"
    llm.final in=1 out=1
`,
    );
    const incident = store.reader.sqlite
      .prepare("SELECT incident_id FROM errors WHERE conv_id = 'c3'")
      .pluck()
      .get();
    const ref = `incident:${String(incident)}`;
    const note = await addNote(contextOf(store), { ref, kind: "note", body: "Ask the search team" });
    expect(note).toMatchObject({ conv_id: null, subject: { url: `/incidents/${String(incident)}` } });
    const notesIn = (convId: string) => {
      const target = temporaryStore();
      const engine = new IngestEngine(target.writer, target.path, () => now);
      const bundle = Buffer.concat([...writeBundle(store.reader, [convId])]);
      engine.commit([...decodeBundle(bundle)].map((item) => ({ source: "test", item, delivery: "file" })));
      engine.endDelivery("file");
      engine.settle(true);
      const found = list({ ref }, target).items.map(({ body, subject }) => [body, subject?.url]);
      target.close();
      return found;
    };
    expect(notesIn("c3")).toEqual([["Ask the search team", `/incidents/${String(incident)}`]]);
    expect(notesIn("c1")).toEqual([]);
  });

  test("mark the rows that carry them; a conversation counts for everything in it", async () => {
    const context = contextOf(store);
    await addNote(context, { ref: "turn:c2/t1", kind: "pin" });
    await addNote(context, { ref: lastEventOf(store, "c1"), kind: "note", body: "Here" });
    await addNote(context, { ref: lastEventOf(store, "c1"), kind: "pin" });
    const marks = (...ref: string[]) =>
      Object.fromEntries(listNoteMarks(context, { ref }).items.map((item) => [item.ref, item.mark]));
    const event = lastEventOf(store, "c1");
    expect(
      marks("turn:c2/t1", event, "turn:c1/t1", "conversation:c1", "conversation:c2", "no reference"),
    ).toEqual({ "turn:c2/t1": "pin", [event]: "note", "conversation:c1": "note", "conversation:c2": "pin" });
    const steps = queryPlansOf(store.reader, () => marks(event, "conversation:c1")).flatMap(
      (plan) => plan.steps,
    );
    expect(steps.join("\n")).toMatch(/SEARCH notes USING INDEX notes_by_subject/);
    expect(steps.join("\n")).toMatch(/SEARCH notes USING INDEX notes_by_conversation/);
    expect(steps.join("\n")).not.toContain("TEMP B-TREE");
  });

  test("of a record, of a conversation and of all are ranges of an index each", () => {
    for (const [query, index] of [
      [{}, "notes_recent"],
      [{ conv: "c1" }, "notes_by_conversation"],
      [{ ref: "turn:c1/t1" }, "notes_by_subject"],
    ] as const) {
      const steps = queryPlansOf(store.reader, () => list(query)).flatMap((plan) => plan.steps);
      expect(steps.join("\n")).toMatch(new RegExp(`(SCAN|SEARCH) notes USING INDEX ${index}`));
      expect(steps.join("\n")).not.toContain("TEMP B-TREE");
    }
  });
});

describe("saved views", () => {
  const view = { page: "incidents", query: { q: "class:tool", sort: "-last_seen" } } as const;

  test("are saved under a name, replaced by the same name, renamed and removed", async () => {
    const context = contextOf(store);
    const saved = await saveView(context, { ...view, name: "Tools" });
    await saveView(context, { ...view, name: "Tools", query: { q: "class:tool state:open" } });
    await saveView(context, { page: "events", name: "Tools", query: { q: "tool:*" } });
    expect(listSavedViews(context).items.map(({ page, name, query }) => [page, name, query])).toEqual([
      ["events", "Tools", { q: "tool:*" }],
      ["incidents", "Tools", { q: "class:tool state:open" }],
    ]);
    const other = await saveView(context, { ...view, name: "Other" });
    await expect(renameView(context, other.view_id, { name: "Tools" })).rejects.toThrow("is called Tools");
    expect((await renameView(context, saved.view_id, { name: "Open tools" })).name).toBe("Open tools");
    await removeView(context, saved.view_id);
    await expect(removeView(context, saved.view_id)).rejects.toThrow("no such saved view");
  });
});
