import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import {
  crowdedSources,
  listCrowdedRows,
  listSubjectRows,
  listUncrowdedRows,
} from "@/db/queries/joined-side";
import { listJoinedQuerySchema } from "@/lib/contracts/joined";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { beginning } from "./joined-cursor";
import { compareKeys, entryOf, fewSidesOf, type JoinedKey, type SideEntry } from "./side-list";
import { listJoined } from "./list-joined";
import { orderOfList, orderOfPieces } from "./side-order";

let store: TemporaryStore;
beforeAll(() => {
  store = temporaryStore();
  store.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }, ...records()]);
});
afterAll(() => {
  store.close();
});

const entity = (entity_id: string, created_at_ms?: number): RecordChange => ({
  set: "entities",
  row: {
    conv_id: "c1",
    entity_id,
    kind: "message",
    origin: "projected",
    ...(created_at_ms === undefined ? {} : { created_at_ms }),
  },
});
const version = (entity_id: string, n: number, occurred_at_ms?: number): RecordChange => ({
  set: "entity_versions",
  row: {
    conv_id: "c1",
    entity_id,
    kind: "message",
    origin: "stored",
    version: BigInt(n),
    ...(occurred_at_ms === undefined ? {} : { occurred_at_ms }),
  },
});

const turnTimes = [1000, 2500, 4000];
const written = Array.from({ length: 300 }, (_, n) => `w${String(n)}`);
const alone = Array.from({ length: 900 }, (_, n) => `e${String(n)}`);

/** Writes of 1,300 times, 450 more at one of them, some without a time, entities without writes, 300 that only their
 * writes have a place for, and a few turns. */
function records(): RecordChange[] {
  const many = Array.from({ length: 1300 }, (_, n) => version("m", n + 1, 1000 + 3 * n));
  const together = Array.from({ length: 450 }, (_, n) => version("t", n + 1, 2500));
  const places = written.flatMap((id, n) => [entity(id, 2000 + n), version(id, 1, 3000 + n)]);
  const single = alone.map((id, n) => entity(id, 900 + 5 * n));
  const turns = turnTimes.map((started_at_ms): RecordChange => ({
    set: "turns",
    row: { conv_id: "c1", turn_id: `t${String(started_at_ms)}`, started_at_ms },
  }));
  return [...many, ...together, ...single, ...places, version("m", 9000), entity("untimed"), ...turns];
}

const whole = { from_ms: -1, to_ms: Number.MAX_SAFE_INTEGER };
const piecesOf = (range = whole) =>
  orderOfPieces(store.reader, "c1", orderOfList(fewSidesOf(store.reader, "c1").filter(inside(range))), {
    range,
  });
/** Everything, read by what it is about and not by its time. */
function wholeList(): readonly SideEntry[] {
  const subjects = [
    "m",
    "t",
    "untimed",
    ...alone,
    ...written,
    ...turnTimes.map((time) => `t${String(time)}`),
  ];
  const rows = [
    ...listUncrowdedRows(store.reader, "c1"),
    ...subjects.flatMap((subject) => listSubjectRows(store.reader, "c1", subject)),
  ];
  const entries = new Map(rows.map(entryOf).map((entry) => [entry.ref, entry]));
  return [...entries.values()].sort(compareKeys);
}
const inside =
  ({ from_ms, to_ms }: typeof whole) =>
  ({ at_ms }: SideEntry): boolean =>
    at_ms >= from_ms && at_ms <= to_ms;
const refs = (entries: Iterable<SideEntry>) => [...entries].map(({ ref }) => ref);

describe("records read in pieces", () => {
  test.each(["forward", "backward"] as const)(
    "are those of the whole list, %s from anywhere",
    (direction) => {
      const all = wholeList();
      expect(all).toHaveLength(1300 + 450 + 900 + 300 + 2 + 3);
      const end: JoinedKey = { ...beginning.side, at_ms: Number.MAX_SAFE_INTEGER };
      const keys: readonly JoinedKey[] = [beginning.side, ...all.filter((_, at) => at % 97 === 0), end];
      for (const key of keys)
        expect(refs(piecesOf().from(key, direction))).toEqual(refs(orderOfList(all).from(key, direction)));
    },
  );

  test("are read no further than the walk goes, also where none has a place", () => {
    const entities = crowdedSources.find(({ source }) => source.record_kind === "entity");
    if (entities === undefined) throw new Error("entities are crowded");
    const within = (from: number, to: number): number =>
      written.filter((_, n) => 2000 + n >= from && 2000 + n < to).length;
    const { rows, next_ms = 0 } = listCrowdedRows(store.reader, "c1", entities, "forward", 2000);
    expect(rows.length + within(2000, next_ms)).toBe(100);
    expect(rows.map(({ subject }) => subject)).not.toContain("w0");
  });

  test("keep to a range of time", () => {
    const range = { from_ms: 2400, to_ms: 2600 };
    const all = wholeList().filter(inside(range));
    expect(all.length).toBeGreaterThan(450);
    expect(refs(piecesOf(range).from(beginning.side, "forward"))).toEqual(refs(all));
  });

  test("are found by reference and by their entity", () => {
    const list = orderOfList(wholeList());
    for (const ref of [
      "entity_version:c1/m/message/stored/700",
      "entity:c1/e5/message/projected",
      "turn:c1/t2500",
    ])
      expect(piecesOf().find(ref)).toEqual(list.find(ref) ?? "not in the list");
    expect(piecesOf().firstAbout("t")).toEqual(list.firstAbout("t"));
  });

  test("cost a range of an index, not the conversation", () => {
    const plans = queryPlansOf(store.reader, () => {
      const [first] = piecesOf().from({ ...beginning.side, at_ms: 2000 }, "forward");
      expect(first?.at_ms).toBe(2000);
    });
    const pieces = plans.filter(({ sql }) => sql.includes("BETWEEN @low AND @high"));
    const steps = pieces.flatMap((plan) => plan.steps);
    expect(pieces).toHaveLength(crowdedSources.length);
    for (const { source, column } of crowdedSources)
      expect(steps.join("\n"), source.table).toMatch(
        new RegExp(`SEARCH [xr] USING INDEX \\w+ \\(conv_(id|key)=\\? AND ${column}>\\? AND`),
      );
    // The key of a conversation is looked up first.
    const ends = plans
      .filter(({ sql }) => sql.includes("OFFSET 100"))
      .flatMap((plan) => plan.steps)
      .filter((step) => !/SCALAR SUBQUERY|conversation_keys/.test(step));
    expect(ends).toHaveLength(crowdedSources.length);
    for (const step of ends)
      expect(step).toMatch(/USING COVERING INDEX \w+ \(conv_(id|key)=\? AND \w+_ms>\?\)/);
    expect(steps.join("\n")).not.toContain("TEMP B-TREE");
  });
});

test("what is about one subject is listed once, whether it has a time or not", () => {
  const query = listJoinedQuerySchema.parse({ subject: ["m"], limit: ["500"] });
  const { items } = listJoined({ store: store.reader, now: () => 0 }, "c1", query);
  expect(items).toHaveLength(500);
  expect(new Set(items.map(({ ref }) => ref)).size).toBe(500);
  expect(items[0]?.ref).toBe("entity_version:c1/m/message/stored/9000");
});

test("a record without a time stands where its envelope stands", () => {
  appendEvents(store, [
    { type: "llm.start", occurred_at_ms: 7 },
    { type: "llm.final", occurred_at_ms: 999 },
  ]);
  const last = store.reader.sqlite.prepare("SELECT max(ordinal) FROM events").pluck().get();
  store.applyChanges([
    {
      set: "http_requests",
      row: { http_id: "h1", conv_id: "c1", ordinal: typeof last === "bigint" ? last : 0n },
    },
  ]);
  const [row] = listUncrowdedRows(store.reader, "c1").filter(({ kind }) => kind === "http");
  expect(row?.at_ms).toBe(999);
});
