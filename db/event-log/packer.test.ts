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
const segments = (): unknown[] =>
  store.reader.sqlite
    .prepare("SELECT event_count FROM event_segments ORDER BY conv_key, first_ordinal")
    .pluck()
    .all();
const inTail = (): unknown => store.reader.sqlite.prepare("SELECT count(*) FROM event_tail").pluck().get();

test("a busy conversation is packed in full segments, what is left once it is quiet", () => {
  const engine = openEngine();
  commit(engine, "c1", upTo(25));
  while (engine.packDue());
  expect([segments(), inTail()]).toEqual([[10n, 10n], 5n]);
  commit(engine, "c1", upTo(4, 26));
  expect(engine.packDue()).toBe(false);
  now += usualPacking.idle_ms;
  expect(engine.packDue()).toBe(true);
  expect([segments(), inTail(), engine.packDue()]).toEqual([[10n, 10n, 9n], 0n, false]);
});

test("more than one statement reads is packed whole, each envelope once, along the index of its conversation", () => {
  const engine = openEngine();
  commit(engine, "c1", upTo(150));
  commit(engine, "c2", upTo(64));
  const before = upTo(214).map((ordinal) => readEnvelope(store.reader, BigInt(ordinal)));
  engine.packAll();
  expect([segments().length, inTail()]).toEqual([15 + 7, 0n]);
  expect(upTo(214).map((ordinal) => readEnvelope(store.reader, BigInt(ordinal)))).toEqual(before);
  const plans = queryPlansOf(store.reader, () => new Packer(store.reader.sqlite, () => now));
  const young = plans.find(({ sql }) => sql.includes("t.bytes"));
  expect(young?.steps.join("; ")).toMatch(
    /^SEARCH e USING INDEX events_by_conversation \(conv_key=\? AND rowid>\?\); SEARCH t USING INTEGER PRIMARY KEY/,
  );
});

test("many short conversations that are quiet cost one synced transaction", () => {
  let commits = 0;
  const engine = openEngine((step) => {
    if (step === "segment-committed") commits += 1;
  });
  for (const conv of ["c1", "c2", "c3", "c4"]) commit(engine, conv, upTo(3));
  now += usualPacking.idle_ms;
  engine.packDue();
  expect([segments(), inTail(), commits]).toEqual([[3n, 3n, 3n, 3n], 0n, 1]);
});

test("a packing that fails loses nothing and is done again", () => {
  let breaks = true;
  const engine = openEngine((step) => {
    if (breaks && step === "segment-written") throw new Error("stopped");
  });
  commit(engine, "c1", upTo(12));
  expect(() => engine.packDue()).toThrow("stopped");
  expect([segments(), inTail()]).toEqual([[], 12n]);
  breaks = false;
  engine.packAll();
  expect([segments(), inTail()]).toEqual([[10n, 2n], 0n]);
  for (const ordinal of upTo(12))
    expect(String(readEnvelope(store.reader, BigInt(ordinal)))).toContain(`"seq":${ordinal}`);
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
    .prepare("SELECT sum(raw_bytes), sum(length(data)) FROM event_segments")
    .raw()
    .get();
  const total = (name: "raw_bytes" | "stored_bytes") => packed.reduce((sum, row) => sum + row[name], 0);
  expect([total("raw_bytes"), total("stored_bytes")].map(BigInt)).toEqual(sums);
});
