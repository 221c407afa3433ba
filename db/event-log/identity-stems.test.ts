import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { semFrame } from "@/lib/testing/envelopes";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { EnvelopeRemoval } from "./envelope-removal";
import { EventLog, type Appended } from "./event-log";
import { itemIdSql } from "./item-id";

let store: TemporaryStore;
let log: EventLog;
beforeEach(() => {
  store = temporaryStore();
  log = new EventLog(store.writer.sqlite);
});
afterEach(() => {
  store.close();
});

/** An envelope whose id holds in all streams of its source, as native lines have them. */
function append(source: string, id: string, conv = "c1"): Appended {
  const envelope = {
    ...semFrame({ conv, seq: 1n, identity: id, data: { source, id } }),
    identity_stream: "",
    item_id: id,
  };
  const context = { source, now_ms: 0, epoch: 0 };
  return log.append(envelope, log.placeOf(source, envelope), context);
}

const stems = (): unknown[] => {
  const sql = "SELECT stem, digits FROM identity_stems ORDER BY stem_key";
  return store.writer.sqlite.prepare(sql).raw().all();
};
const itemIdOf = (ordinal: bigint): unknown =>
  store.writer.sqlite
    .prepare(`SELECT ${itemIdSql("e")} FROM events e WHERE ordinal = ?`)
    .pluck()
    .get(ordinal);

const anyId = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^(run-|é|\u0000|%d|:){0,3}[0-9]{1,20}$/),
  fc.tuple(fc.string(), fc.bigInt(0n, 10n ** 20n)).map(([text, number]) => `${text}${String(number)}`),
);

test("the same id of the same source finds its envelope, and is shown as it came", () => {
  const sent = fc.tuple(fc.constantFrom("web", "desk"), anyId);
  const everyIdIsFound = fc.property(fc.array(sent, { maxLength: 20 }), (items) => {
    for (const [source, id] of items) {
      const held = log.find(source, "", id);
      const { status, ordinal } = append(source, id);
      expect(status).toBe(held === undefined ? "stored" : "duplicate");
      if (held !== undefined) expect(ordinal).toBe(held.ordinal);
      expect(log.find(source, "", id)?.ordinal).toBe(ordinal);
      expect(itemIdOf(ordinal)).toBe(id);
    }
  });
  store.writer.sqlite.transaction(() => fc.assert(everyIdIsFound)).immediate();
  const told = store.writer.sqlite.prepare("SELECT count(*) FROM events").pluck().get();
  const ids = store.writer.sqlite
    .prepare(`SELECT count(DISTINCT source_key || ' ' || hex(${itemIdSql("e")})) FROM events e`)
    .pluck()
    .get();
  expect(ids).toBe(told);
});

test("an id that counts is stored as its stem's key and its number alone", () => {
  append("web", "run-1:00017");
  append("web", "run-1:00018");
  append("desk", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
  expect(stems()).toEqual([
    ["run-1:", 5n],
    ["", -1n],
  ]);
  const rows = store.writer.sqlite.prepare("SELECT item_id FROM events ORDER BY ordinal").pluck().all();
  expect(rows).toEqual([null, null, "3f2504e0-4f89-41d3-9a0c-0305e82c3301"]);
});

test("asking for an id that never came leaves nothing behind", () => {
  expect(log.find("web", "", "run-9:00017")).toBeUndefined();
  expect(stems()).toEqual([]);
});

test("a stem that was rolled back is made again", () => {
  const { sqlite } = store.writer;
  const failing = sqlite.transaction(() => {
    append("web", "run-1:00017");
    throw new Error("rolled back");
  });
  expect(failing).toThrow("rolled back");
  log.forget();
  expect(append("web", "run-1:00017").status).toBe("stored");
  expect(itemIdOf(1n)).toBe("run-1:00017");
});

test("a stem, an identity and whether a stem is still used are one probe of an index each", () => {
  const plans = queryPlansOf(store.writer, () => {
    new EventLog(store.writer.sqlite);
    new EnvelopeRemoval(store.writer.sqlite);
  });
  const stepsOf = (text: string): readonly string[] =>
    plans.filter(({ sql }) => sql.includes(text)).flatMap(({ steps }) => steps);
  expect(stepsOf("SELECT stem_key FROM identity_stems")).toEqual([
    "SEARCH identity_stems USING COVERING INDEX identity_stems_by_text (stem=? AND digits=? AND source_key=?)",
  ]);
  expect(stepsOf("WHERE stem_key = ? AND identity_number = ?")).toEqual([
    "SEARCH events USING INDEX events_by_identity (stem_key=? AND identity_number=?)",
  ]);
  expect(stepsOf("DELETE FROM identity_stems")).toEqual([
    "SEARCH identity_stems USING INTEGER PRIMARY KEY (rowid=?)",
    "SCALAR SUBQUERY 1",
    "SEARCH events USING COVERING INDEX events_by_identity (stem_key=?)",
  ]);
});

test("a stem goes with the last envelope that has it", () => {
  for (const id of ["run-1:00017", "only-1:00017", "x"]) append("web", id, "c1");
  append("web", "run-1:00018", "c2");
  const { sqlite } = store.writer;
  const keyOf = sqlite.prepare("SELECT conv_key FROM conversation_keys WHERE conv_id = ?").pluck();
  const removal = new EnvelopeRemoval(sqlite);
  removal.ofConversation(Number(keyOf.get("c1")));
  expect(stems()).toEqual([["run-1:", 5n]]);
  removal.ofConversation(Number(keyOf.get("c2")));
  expect(stems()).toEqual([]);
});
