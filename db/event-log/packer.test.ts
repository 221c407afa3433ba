import { afterEach, beforeEach, expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { Packer, usualPacking } from "./packer";
import { readPackedDialects } from "./packing-sums";
import { readEnvelope } from "./read-envelope";

let store: TemporaryStore;
let now = 1_800_000_000_000;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const openEngine = (watch?: ConstructorParameters<typeof IngestEngine>[3]): IngestEngine =>
  new IngestEngine(store.writer, store.path, () => now, watch, { ...usualPacking, segment_events: 10 });

function commit(engine: IngestEngine, conv: string, seqs: readonly number[]): void {
  engine.commit(
    seqs.map((seq) => ({ source: "test", item: semFrame({ conv, seq: BigInt(seq), data: { seq } }) })),
  );
}
const upTo = (n: number, from = 1): number[] => Array.from({ length: n }, (_, i) => from + i);
const counts = (isPacked: 0 | 1): unknown[] =>
  store.reader.sqlite
    .prepare("SELECT event_count FROM event_segments WHERE is_packed = ? ORDER BY conv_key, first_ordinal")
    .pluck()
    .all(isPacked);
const packed = (): unknown[] => counts(1);
const young = (): unknown[] => counts(0);

/** Commits so many envelopes of a conversation in transactions of five: young segments of five. */
function commitInFives(engine: IngestEngine, conv: string, count: number, from = 1): void {
  for (let at = 0; at < count; at += 5) commit(engine, conv, upTo(Math.min(5, count - at), from + at));
}

test("a busy conversation is packed in full segments, what is left once it is quiet", () => {
  const engine = openEngine();
  commitInFives(engine, "c1", 25);
  expect(young()).toEqual([5n, 5n, 5n, 5n, 5n]);
  while (engine.packDue());
  expect([packed(), young()]).toEqual([[10n, 10n], [5n]]);
  commit(engine, "c1", upTo(4, 26));
  expect(engine.packDue()).toBe(false);
  now += usualPacking.idle_ms;
  expect(engine.packDue()).toBe(true);
  expect([packed(), young(), engine.packDue()]).toEqual([[10n, 10n, 9n], [], false]);
});

test("what one transaction stores of a conversation is one row, and is read back before and after it is packed", () => {
  const engine = openEngine();
  engine.commit(
    upTo(128).map((seq) => ({ source: "test", item: semFrame({ conv: `c${seq % 2}`, seq: BigInt(seq) }) })),
  );
  expect(young()).toEqual([64n, 64n]);
  const read = () => upTo(128).map((ordinal) => String(readEnvelope(store.reader, BigInt(ordinal))));
  const before = read();
  expect(new Set(before).size).toBe(128);
  engine.packAll();
  expect([packed(), young()]).toEqual([[64n, 64n], []]);
  expect(read()).toEqual(before);
});

test("young segments are found by the index of what is young, and what the log tells of them by its conversation", () => {
  const plans = queryPlansOf(store.reader, () => new Packer(store.reader.sqlite, () => now));
  const steps = (part: string) => plans.find(({ sql }) => sql.includes(part))?.steps.join("; ");
  expect(steps("data FROM event_segments")).toMatch(
    /^SEARCH event_segments USING INDEX event_segments_young \(conv_key=\? AND first_ordinal>\?\)$/,
  );
  expect(steps("sha256 FROM events")).toMatch(
    /^SEARCH events USING INDEX events_by_conversation \(conv_key=\? AND rowid>\? AND rowid<\?\)$/,
  );
  expect(steps("GROUP BY conv_key")).toMatch(/^SCAN event_segments USING INDEX event_segments_young$/);
});

test("many short conversations that are quiet cost one synced transaction", () => {
  let commits = 0;
  const engine = openEngine((step) => {
    if (step === "segment-committed") commits += 1;
  });
  for (const conv of ["c1", "c2", "c3", "c4"]) commit(engine, conv, upTo(3));
  now += usualPacking.idle_ms;
  engine.packDue();
  expect([packed(), young(), commits]).toEqual([[3n, 3n, 3n, 3n], [], 1]);
});

test("many tiny envelopes are packed some thousands at a time: their rows are in memory together", () => {
  let commits = 0;
  const watch = (step: string): void => {
    if (step === "segment-committed") commits += 1;
  };
  const engine = new IngestEngine(store.writer, store.path, () => now, watch);
  for (let at = 0; at < 20; at += 1) commit(engine, "c1", upTo(1_000, 1 + 1_000 * at));
  engine.packAll();
  expect([packed().length, commits]).toEqual([10, 2]);
});

test("a packing that fails loses nothing and is done again", () => {
  let breaks = true;
  const engine = openEngine((step) => {
    if (breaks && step === "segment-written") throw new Error("stopped");
  });
  commitInFives(engine, "c1", 12);
  expect(() => engine.packDue()).toThrow("stopped");
  expect([packed(), young()]).toEqual([[], [5n, 5n, 2n]]);
  breaks = false;
  engine.packAll();
  expect([packed(), young()]).toEqual([[10n, 2n], []]);
  for (const ordinal of upTo(12))
    expect(String(readEnvelope(store.reader, BigInt(ordinal)))).toContain(`"seq":${ordinal}`);
});

test.each([
  [
    "one envelope's bytes were altered",
    "UPDATE event_segments SET data = zeroblob(length(data)) WHERE segment_key = 2",
  ],
  ["a row of the log is gone", "DELETE FROM events WHERE ordinal = 7"],
])("%s: what is damaged stays as it is, everything else is packed", (_, damage) => {
  const engine = openEngine();
  commitInFives(engine, "c1", 20);
  store.writer.sqlite.exec(damage);
  engine.packAll();
  expect([packed(), young()]).toEqual([[5n, 10n], [5n]]);
  expect(engine.packDue()).toBe(false);
  for (const ordinal of [...upTo(5), ...upTo(10, 11)])
    expect(String(readEnvelope(store.reader, BigInt(ordinal)))).toContain(`"seq":${ordinal}`);
});

test("an envelope that is told again in one transaction is compared with bytes that are not written yet", () => {
  const engine = openEngine();
  const frame = (content: string) => semFrame({ seq: 1n, id: "m", data: { content } });
  const outcomes = engine.commit(
    [frame("a"), frame("a"), frame("b")].map((item) => ({ source: "test", item })),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["accepted", "duplicate", "conflict"]);
});

test("what packing saved is told by dialect, and adds up to the bytes of the segments", () => {
  const engine = openEngine();
  const native = (seq: number) => ({
    ...semFrame({ seq: BigInt(seq), id: "n" }),
    dialect: "native" as const,
  });
  commit(engine, "c1", upTo(7));
  engine.commit(upTo(5, 100).map((seq) => ({ source: "test", item: native(seq) })));
  engine.packAll();
  const packed = readPackedDialects(store.reader);
  expect(packed.map(({ dialect, events }) => [dialect, events])).toEqual([
    ["sem", 7],
    ["native", 5],
  ]);
  const sums = store.reader.sqlite
    .prepare("SELECT sum(raw_bytes), sum(length(data)) FROM event_segments WHERE is_packed = 1")
    .raw()
    .get();
  const total = (name: "raw_bytes" | "stored_bytes") => packed.reduce((sum, row) => sum + row[name], 0);
  expect([total("raw_bytes"), total("stored_bytes")].map(BigInt)).toEqual(sums);
});
