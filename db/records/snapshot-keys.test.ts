import { afterEach, beforeEach, expect, test } from "vitest";
import { countLineage, listPlaces } from "@/db/queries/turns";
import { snapshotOfBlock } from "@/db/search/find-text";
import { lineageKinds } from "@/lib/domain/model/turn";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { Random } from "@/lib/testing/scenario/random";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ConversationRemoval } from "./conversation-removal";
import { RecordWriter } from "./record-writer";

type Place = RecordIn<"snapshot_blocks">;

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const keyOf = ({ conv_id, turn_id, phase, snapshot_at_ms, position }: Place): string =>
  [conv_id, turn_id, phase, snapshot_at_ms, position].join("/");

/** A place as somebody may tell of it: some of its fields, the block that is there now. */
function randomPlace(random: Random): Place {
  const conv = String(random.int(1, 3));
  const maybe = <T>(value: T): T | undefined => (random.int(0, 2) === 0 ? undefined : value);
  return {
    conv_id: `c${conv}`,
    // The same name is another turn in another conversation.
    turn_id: `t${String(random.int(1, 3))}`,
    phase: ["pre_inference", "final"][random.int(0, 1)] ?? "",
    snapshot_at_ms: random.int(0, 1) === 0 ? 0 : 1_771_453_377_700,
    position: random.int(0, 3),
    block_id: `b${String(random.int(1, 4))}`,
    content_hash: `h${String(random.int(1, 3))}`,
    lineage: maybe(lineageKinds[random.int(0, lineageKinds.length - 1)] ?? "new"),
    lineage_turn_id: maybe(`t${String(random.int(1, 3))}`),
    lineage_phase: maybe("final"),
    previous_hash: maybe(`h${String(random.int(1, 3))}`),
    previous_position: maybe(BigInt(random.int(0, 9))),
  };
}

const blockOf = ({ block_id, content_hash }: Place): RecordChange => ({
  set: "blocks",
  row: { block_id, content_hash, kind: "user" },
});

function stored(): unknown[] {
  return store.reader.sqlite
    .prepare("SELECT * FROM snapshot_blocks ORDER BY conv_id, turn_id, phase, snapshot_at_ms, position")
    .all();
}

/** Rows of the plain model as the view must show them. */
function shown(places: ReadonlyMap<string, Place>): unknown[] {
  const names = Object.keys(randomPlace(new Random("names")));
  const integers = new Set(["snapshot_at_ms", "position", "previous_position"]);
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, place]) => {
      const values = new Map<string, string | number | bigint | null>(Object.entries(place));
      return Object.fromEntries(
        names.map((name) => {
          const value = values.get(name) ?? null;
          return [name, value !== null && integers.has(name) ? BigInt(value) : value];
        }),
      );
    });
}

test.each([1, 2, 3, 4])(
  "places read as they were told, newest first, and a conversation goes with what it alone held (%i)",
  (seed) => {
    const random = new Random(`places/${String(seed)}`);
    const { sqlite } = store.writer;
    const records = new RecordWriter(sqlite);
    const removal = new ConversationRemoval(sqlite);
    const places = new Map<string, Place>();
    for (let step = 0; step < 300; step += 1) {
      if (random.int(0, 60) === 0) {
        const conv = `c${String(random.int(1, 3))}`;
        sqlite.transaction(() => removal.remove(conv, "test", step)).immediate();
        records.forget();
        for (const [key, place] of places) if (place.conv_id === conv) places.delete(key);
        continue;
      }
      const place = randomPlace(random);
      const told = Object.entries<unknown>(place).filter(([, value]) => value !== undefined);
      places.set(keyOf(place), { ...(places.get(keyOf(place)) ?? place), ...Object.fromEntries(told) });
      const changes: RecordChange[] = [blockOf(place), { set: "snapshot_blocks", row: place }];
      sqlite.transaction(() => records.apply(changes, { now_ms: step })).immediate();
    }
    expect(stored()).toEqual(shown(places));
    const held = new Set(
      [...places.values()].map(({ block_id, content_hash }) => `${block_id}/${content_hash}`),
    );
    const named = (sql: string): Set<unknown> => new Set(sqlite.prepare(sql).pluck().all());
    const kept = named("SELECT block_id || '/' || content_hash FROM blocks");
    // A block may have lost all its places to others; it stays until its conversation goes.
    for (const block of held) expect(kept).toContain(block);
    expect(named("SELECT DISTINCT conv_key FROM snapshot_keys").size).toBe(
      new Set([...places.values()].map(({ conv_id }) => conv_id)).size,
    );
  },
);

test("a block leaves with the last conversation that held it, and its name with it", () => {
  const place = { ...randomPlace(new Random("one")), block_id: "shared", content_hash: "h" };
  const own = { ...place, position: 4, block_id: "own" };
  const other = { ...place, conv_id: "other" };
  store.applyChanges([place, own, other].flatMap((row) => [blockOf(row), { set: "snapshot_blocks", row }]));
  const blocks = (table: string): unknown[] =>
    store.reader.sqlite.prepare(`SELECT block_id FROM ${table} ORDER BY block_id`).pluck().all();
  const remove = (conv: string): void => {
    store.writer.sqlite.transaction(() =>
      new ConversationRemoval(store.writer.sqlite).remove(conv, "test", 1),
    )();
  };
  remove(place.conv_id);
  expect(blocks("blocks")).toEqual(["shared"]);
  expect(blocks("block_keys")).toEqual(["shared"]);
  remove("other");
  expect(blocks("blocks")).toEqual([]);
  expect(blocks("block_keys")).toEqual([]);
  expect(store.reader.sqlite.prepare("SELECT count(*) FROM snapshot_block_rows").pluck().get()).toBe(0n);
});

test("places are found by their turn and by their block, never by walking a conversation", () => {
  const stepsOf = (work: () => unknown): string =>
    queryPlansOf(store.reader, work)
      .flatMap(({ steps }) => steps)
      .join("\n");
  const byTurn = "SEARCH k USING COVERING INDEX snapshot_keys_by_turn (conv_key=? AND turn_key=?)";
  for (const work of [
    () => listPlaces(store.reader, "c1", "t1"),
    () => listPlaces(store.reader, "c1", "t1", [{ phase: "final", snapshot_at_ms: 10 }]),
    () => countLineage(store.reader, "c1", ["t1", "t2"]),
  ]) {
    expect(stepsOf(work)).toContain(byTurn);
    expect(stepsOf(work)).not.toMatch(/SCAN (r|k|b|t)\b/);
  }
  expect(stepsOf(() => snapshotOfBlock(store.reader, "b1", "h1"))).toMatch(
    /SEARCH b USING COVERING INDEX block_keys_by_id \(block_id=\? AND content_hash=\?\)\nSEARCH r USING INDEX snapshot_block_rows_by_block/,
  );
});
