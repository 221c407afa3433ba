import { afterEach, expect, test } from "vitest";
import { ConversationTurnsReader } from "@/db/records/conversation-turns";
import { RecordWriter } from "@/db/records/record-writer";
import type { RecordChange } from "@/lib/domain/model";
import { recordsOfTurnSnapshot, type TurnBlockInput } from "@/lib/ingest/pinocchio/turn-records";
import { Random } from "@/lib/testing/scenario/random";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { TurnArrangements } from "./turn-arrangements";

const open: TemporaryStore[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

/** Counts the snapshots whose places are read. */
class CountingReader extends ConversationTurnsReader {
  read_snapshots = 0;

  override places(...[convId, snapshots]: Parameters<ConversationTurnsReader["places"]>) {
    this.read_snapshots += snapshots.length;
    return super.places(convId, snapshots);
  }
}

/** A store in which the turns of one conversation are told and arranged, with so many bytes of room for what is kept. */
class Arranged {
  readonly #store = temporaryStore();
  readonly #records = new RecordWriter(this.#store.writer.sqlite);
  readonly reader = new CountingReader(this.#store.writer.sqlite);
  readonly #arrangements: TurnArrangements;

  constructor(limit?: number) {
    open.push(this.#store);
    this.#arrangements = new TurnArrangements(this.reader, limit);
  }

  tell(changes: readonly RecordChange[], now: number): void {
    this.#arrangements.note(changes);
    this.#apply(changes, now);
  }

  /** Arranges and gives everything that follows. */
  settle(now: number): unknown {
    const { changes, tools } = this.#arrangements.arrange("c1");
    this.#apply(changes, now);
    const all = (sql: string): string[] =>
      this.#store.writer.sqlite
        .prepare(sql)
        .raw()
        .all()
        .map((row) => (row as readonly unknown[]).map(String).join(" | "));
    return {
      turns: all("SELECT * FROM turns ORDER BY position"),
      snapshots: all("SELECT * FROM turn_snapshots ORDER BY turn_id, phase, snapshot_at_ms"),
      places: all("SELECT * FROM snapshot_blocks ORDER BY turn_id, phase, snapshot_at_ms, position"),
      reuse: all("SELECT block_id, content_hash, reuse_count FROM blocks ORDER BY 1, 2"),
      tools: this.#arrangements
        .toolBlocks(tools)
        .map(({ block_id, content_hash, turn_id }) => [block_id, content_hash, turn_id].join(" "))
        .sort(),
    };
  }

  #apply(changes: readonly RecordChange[], now: number): void {
    this.#store.writer.sqlite
      .transaction(() => {
        this.#records.apply(changes, { now_ms: now, source: "test" });
      })
      .immediate();
  }
}

const phases = ["pre_inference", "post_inference", "post_tools", "final"];

/**
 * A conversation that goes on, with what a source may do to it: edits, gaps, late snapshots and old ones told otherwise,
 * sessions and content that come later.
 */
function* randomTelling(random: Random, length: number): Generator<readonly RecordChange[]> {
  const chance = (oneIn: number): boolean => random.int(1, oneIn) === 1;
  const told: { turn_id: string; phase: string; snapshot_at_ms: number }[] = [];
  const held: RecordChange[] = [];
  let blocks: TurnBlockInput[] = [];
  let turn = 1;
  let at = 1_771_453_377_000;
  for (let step = 0; step < length; step += 1) {
    if (chance(7)) turn += 1;
    const kind = ["user", "llm_text", "tool_call", "tool_use"][random.int(0, 3)] ?? "user";
    const payload: Readonly<Record<string, string>> = kind.startsWith("tool")
      ? { id: `call-${String(random.int(1, 4))}`, name: "search" }
      : { text: `text ${String(step)}` };
    blocks = [...blocks, { id: `b${String(random.int(1, step + 1))}`, kind, role: kind, payload }];
    if (chance(10)) blocks = blocks.slice(random.int(0, 2));
    if (chance(10)) blocks = [...blocks.slice(1), ...blocks.slice(0, 1)];
    if (chance(10))
      blocks = blocks.map((block, i) => (i === 0 ? { ...block, payload: { text: "edited" } } : block));
    at += random.int(0, 2) * 500;
    const fresh = {
      turn_id: `t${String(turn)}`,
      phase: phases[random.int(0, 3)] ?? "final",
      snapshot_at_ms: at,
    };
    const late = { ...fresh, snapshot_at_ms: at - random.int(1, 20_000) };
    const old = told[random.int(0, Math.max(0, told.length - 1))] ?? fresh;
    const place = chance(12) ? late : chance(8) ? old : fresh;
    told.push(place);
    const session_id = chance(3) ? undefined : "s1";
    const changes = recordsOfTurnSnapshot({ conv_id: "c1", session_id, ...place, blocks });
    if (chance(5)) held.push(...changes.filter(({ set }) => set === "blocks"));
    yield changes.filter((change) => !held.includes(change));
    if (chance(12)) yield held.splice(0);
    if (chance(20))
      yield [{ set: "turns", row: { conv_id: "c1", turn_id: old.turn_id, session_id: "other" } }];
  }
}

test.each([1, 2, 3, 4])(
  "what goes on from where it was arranged is what is arranged from the beginning (%i)",
  (seed) => {
    const random = new Random(`arrangements/${String(seed)}`);
    const [goingOn, fromTheBeginning] = [new Arranged(), new Arranged(0)];
    let now = 0;
    for (const changes of randomTelling(random, 60)) {
      now += 1;
      for (const store of [goingOn, fromTheBeginning]) store.tell(changes, now);
      if (random.int(0, 2) === 0) expect(goingOn.settle(now)).toEqual(fromTheBeginning.settle(now));
    }
    expect(goingOn.reader.read_snapshots).toBeLessThan(fromTheBeginning.reader.read_snapshots);
  },
);

const user = (id: string, text: string): TurnBlockInput => ({
  id,
  kind: "user",
  role: "user",
  payload: { text },
});

/** Snapshots of a turn that hold the same blocks, more of them than are looked at again. */
function* sameSnapshots(
  turn_id: string,
  from: number,
  blocks: readonly TurnBlockInput[],
): Generator<RecordChange[]> {
  for (let at = from; at < from + 10; at += 1)
    yield recordsOfTurnSnapshot({ conv_id: "c1", turn_id, phase: "post_tools", snapshot_at_ms: at, blocks });
}

test.each<readonly [string, readonly (readonly RecordChange[])[], readonly RecordChange[]]>([
  [
    "content of a block that left long ago",
    [
      ...[...sameSnapshots("t1", 100, [{ id: "b1", kind: "tool_call", payload: { id: "call" } }])].map(
        (changes) => changes.filter(({ set }) => set !== "blocks"),
      ),
      ...sameSnapshots("t1", 200, [user("b2", "hello")]),
    ],
    [...sameSnapshots("t1", 100, [{ id: "b1", kind: "tool_call", payload: { id: "call" } }])]
      .flat()
      .filter(({ set }) => set === "blocks"),
  ],
  [
    "another session of an old turn",
    [...sameSnapshots("t1", 100, [user("b1", "one")]), ...sameSnapshots("t2", 200, [user("b1", "two")])],
    [{ set: "turns", row: { conv_id: "c1", turn_id: "t1", session_id: "other" } }],
  ],
])("what comes late is arranged as if it had been known: %s", (_what, first, late) => {
  const [goingOn, fromTheBeginning] = [new Arranged(), new Arranged(0)];
  const settled = [goingOn, fromTheBeginning].map((store) => {
    for (const changes of first) store.tell(changes, 1);
    const before = store.settle(1);
    store.tell(late, 2);
    const after = store.settle(2);
    expect(after).not.toEqual(before);
    return after;
  });
  expect(settled[0]).toEqual(settled[1]);
});

test("long prompts are not kept beyond the room there is, and arranged from the beginning", () => {
  const store = new Arranged(20_000);
  const tell = (at: number, length: number): number => {
    const blocks = [user("b1", "x".repeat(length))];
    store.tell(
      recordsOfTurnSnapshot({
        conv_id: "c1",
        turn_id: "t1",
        phase: "post_tools",
        snapshot_at_ms: at,
        blocks,
      }),
      at,
    );
    const before = store.reader.read_snapshots;
    store.settle(at);
    return store.reader.read_snapshots - before;
  };
  const read = Array.from({ length: 40 }, (_, i) => tell(i + 1, i < 20 ? 10 : 30_000));
  expect(read.slice(10, 20)).toEqual(read.slice(10, 20).map(() => 7));
  expect(read[39]).toBe(40);
});

test("a snapshot that follows costs what it holds, however long the conversation is", () => {
  const store = new Arranged();
  const blocks: TurnBlockInput[] = [];
  for (let at = 1; at <= 60; at += 1) {
    blocks.push({ id: `b${String(at)}`, kind: "user", role: "user", payload: { text: String(at) } });
    const turn_id = `t${String(Math.ceil(at / 20))}`;
    store.tell(
      recordsOfTurnSnapshot({ conv_id: "c1", turn_id, phase: "post_tools", snapshot_at_ms: at * 10, blocks }),
      at,
    );
    const before = store.reader.read_snapshots;
    store.settle(at);
    expect(store.reader.read_snapshots - before).toBeLessThanOrEqual(7);
  }
});
