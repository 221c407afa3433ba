import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { openForReading } from "../store";
import { ConversationRemoval } from "../records/conversation-removal";
import { RecordWriter } from "../records/record-writer";
import { DocPlaces } from "./doc-places";
import { SearchFollower } from "./search-follower";
import { ensureSearchIndex } from "./search-index";
import { kindNumber } from "./searched-sets";
import { conversationsSaying } from "./saying-conversations";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

type Step =
  | { readonly kind: "title" | "remove"; readonly conv: number }
  | { readonly kind: "say"; readonly conv: number; readonly record: number; readonly text: string }
  | { readonly kind: "hold"; readonly conv: number; readonly block: number }
  | { readonly kind: "follow" | "rebuild" };

const conv = fc.integer({ min: 0, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("title" as const), conv }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("say" as const),
      conv,
      record: fc.integer({ min: 0, max: 3 }),
      text: fc.constantFrom("one", "two"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("hold" as const),
      conv,
      block: fc.integer({ min: 0, max: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), conv }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("follow" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebuild" as const) }) },
);

/** What the tables say of all that is indexed, by record: number of its conversation, or whether it is a block. */
function inTables(): ReadonlyMap<number, number | "block" | "nowhere"> {
  const rows = store.reader.sqlite
    .prepare("SELECT doc_id, conv, kind FROM search_places ORDER BY doc_id DESC")
    .raw()
    .all() as [bigint, bigint | null, bigint][];
  return new Map(
    rows.map(([doc, conv, kind]) => [
      Number(doc),
      conv === null ? (Number(kind) === kindNumber("block") ? "block" : "nowhere") : Number(conv),
    ]),
  );
}

/** The same as it is kept. */
function inMemory(places: DocPlaces, docs: Iterable<number>): ReturnType<typeof inTables> {
  return new Map(
    Array.from(docs, (doc) => {
      const { convs, blocks } = places.placesOf([doc]);
      const [conv] = convs;
      return [doc, conv ?? (blocks.includes(doc) ? "block" : "nowhere")];
    }),
  );
}

test("places are those of the tables after any changes, with much or little room, in two processes, whatever was read before", () => {
  const { sqlite } = store.writer;
  const records = new RecordWriter(sqlite);
  const removal = new ConversationRemoval(sqlite);
  let now = 0;
  const take = (one: Step): void => {
    now += 1;
    const conv_id = "conv" in one ? `c${String(one.conv)}` : "";
    const write = (...changes: readonly RecordChange[]): void => {
      sqlite.transaction(() => records.apply(changes, { now_ms: now })).immediate();
    };
    switch (one.kind) {
      case "title":
        write({ set: "conversations", row: { conv_id, title: `title ${String(now)}` } });
        return;
      case "say":
        write({
          set: "tool_calls",
          row: { conv_id, tool_call_id: `t${String(one.record)}`, result_raw: one.text },
        });
        return;
      case "hold": {
        const block = { block_id: `b${String(one.block)}`, content_hash: "h" };
        const place = { turn_id: "t", phase: "final", snapshot_at_ms: 1, position: one.block } as const;
        write(
          { set: "blocks", row: { ...block, kind: "user", payload: { text: "held" } } },
          { set: "snapshot_blocks", row: { conv_id, ...place, ...block } },
        );
        return;
      }
      case "remove":
        sqlite.transaction(() => removal.remove(conv_id, "test", now)).immediate();
        return;
      case "follow":
        new SearchFollower(sqlite).followAll();
        return;
      case "rebuild":
        sqlite.exec("DROP TRIGGER search_docs_delete");
        ensureSearchIndex(store.writer);
    }
  };
  const other = openForReading(store.path);
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(7)), { maxLength: 40 }), (steps) => {
      const all = [
        new DocPlaces(store.reader.sqlite, { chunk: 4, most: 100 }),
        new DocPlaces(store.reader.sqlite, { chunk: 2, most: 2 }),
        new DocPlaces(other.sqlite, { chunk: 3, most: 100 }),
      ];
      for (const [one, looks] of steps) {
        take(one);
        const expected = inTables();
        for (const [at, places] of all.entries()) {
          // Each looks at other moments, so that it has something to catch up with.
          if ((looks & (1 << at)) === 0) continue;
          if (now % 3 === 0) places.readSome();
          const { convs, blocks } = places.placesOf([...expected.keys()]);
          expect(new Set(convs)).toEqual(
            new Set([...expected.values()].filter((place) => typeof place === "number")),
          );
          expect(blocks).toHaveLength([...expected.values()].filter((place) => place === "block").length);
          expect(inMemory(places, expected.keys())).toEqual(expected);
        }
      }
    }),
    { numRuns: 100 },
  );
  other.sqlite.close();
});

const say = (conv_id: string, text: string, tool_call_id = "t") =>
  ({ set: "tool_calls", row: { conv_id, tool_call_id, result_raw: text } }) as const;

test("a number is never given twice, so what is known of a removed record is not taken for another", () => {
  const numbers = () => new Set(inTables().keys());
  store.applyChanges([{ set: "conversations", row: { conv_id: "c1", title: "x" } }, say("c1", "zebra")]);
  const before = numbers();
  const removal = new ConversationRemoval(store.writer.sqlite);
  store.writer.sqlite.transaction(() => removal.remove("c1", "test", 1)).immediate();
  store.applyChanges([]);
  store.applyChanges([{ set: "conversations", row: { conv_id: "c2", title: "x" } }, say("c2", "zebra")]);
  expect(before.size).toBe(2);
  expect(numbers().size).toBe(2);
  expect([...numbers()].filter((doc) => before.has(doc))).toEqual([]);
});

test("what is known is asked of no table, and what is not is read by numbers alone", () => {
  store.applyChanges([say("c1", "zebra"), say("c2", "zebra")]);
  const docs = [...inTables().keys()];
  const places = new DocPlaces(store.reader.sqlite, { chunk: 100, most: 10 });
  expect(places.known).toBe(0);
  while (places.readSome());
  expect(places.known).toBe(docs.length);
  // Answered though the table is empty.
  const kept = places.placesOf(docs);
  store.writer.sqlite.exec("DELETE FROM search_places");
  expect(places.placesOf(docs)).toEqual(kept);

  const plans = queryPlansOf(store.reader, () => {
    new DocPlaces(store.reader.sqlite, { chunk: 100, most: 10 });
    conversationsSaying(store.reader, { text: "zebra", isPhrase: false });
  });
  const steps = plans.filter(({ sql }) => sql.includes("search_places")).flatMap((plan) => plan.steps);
  expect(new Set(steps)).toEqual(
    new Set([
      "SCAN j VIRTUAL TABLE INDEX 1:",
      "SEARCH search_places USING INTEGER PRIMARY KEY (rowid<?)",
      "SEARCH p USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
      "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
    ]),
  );
});

test("the newest are kept where there is no room for all, and the others are asked for", () => {
  store.applyChanges(Array.from({ length: 9 }, (_, n) => say(`c${String(n)}`, "zebra")));
  const all = inTables();
  const places = new DocPlaces(store.reader.sqlite, { chunk: 2, most: 2 });
  const pieces = (): number => {
    let read = 0;
    while (read < 10 && places.readSome()) read += 1;
    return read;
  };
  // Records 1 to 9, in groups of 0 and 1, 2 and 3, and so on.
  expect(pieces()).toBe(2);
  expect(inMemory(places, all.keys())).toEqual(all);
  expect([places.known, pieces()]).toEqual([4, 0]);
  store.writer.sqlite.exec("DELETE FROM search_places");
  const newest = [...all].filter(([doc]) => doc >= 6);
  expect(
    inMemory(
      places,
      newest.map(([doc]) => doc),
    ),
  ).toEqual(new Map(newest));
});

test("whoever asks for some has the others read between requests", async () => {
  store.applyChanges([say("c1", "zebra"), say("c2", "lion"), say("c3", "lion")]);
  const known = (): number => DocPlaces.of(store.reader).known;
  conversationsSaying(store.reader, { text: "zebra", isPhrase: false });
  expect(known()).toBe(1);
  await setImmediate();
  expect(known()).toBe(3);
});
