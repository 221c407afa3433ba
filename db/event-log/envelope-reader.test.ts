import { afterEach, beforeEach, expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { semFrame } from "@/lib/testing/envelopes";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { EnvelopeReader } from "./envelope-reader";
import { usualPacking } from "./packer";

let store: TemporaryStore;
const bytesOf = new Map<bigint, Buffer>();

/** Two conversations of two streams each that send in turn; eight segments of five envelopes. */
beforeEach(() => {
  store = temporaryStore();
  bytesOf.clear();
  const packing = { ...usualPacking, segment_events: 5 };
  const engine = new IngestEngine(store.writer, store.path, () => 1_800_000_000_000, undefined, packing);
  for (let seq = 1n; seq <= 10n; seq += 1n)
    for (const stream of ["a", "b", "c", "d"]) {
      const conv = stream < "c" ? "one" : "two";
      const item = { ...semFrame({ conv, seq, id: stream, data: { seq } }), stream };
      const [outcome] = engine.commit([{ source: "test", item }]);
      bytesOf.set(outcome?.ordinal ?? 0n, Buffer.from(item.bytes));
    }
  engine.packAll();
});
afterEach(() => {
  store.close();
});

test("every envelope of streams that mixed is found in its segment, from whichever one reads first", () => {
  for (const ordinals of [[...bytesOf.keys()], [...bytesOf.keys()].reverse()]) {
    const reader = new EnvelopeReader(store.reader.sqlite);
    for (const ordinal of ordinals) expect(reader.read(ordinal)).toEqual(bytesOf.get(ordinal));
  }
});

test("reading one envelope touches one segment's data, found by an index", () => {
  const plans = queryPlansOf(store.reader, () => new EnvelopeReader(store.reader.sqlite));
  const looked = plans.find(({ sql }) => sql.includes("places"));
  expect(looked?.steps).toEqual([
    expect.stringMatching(
      /^SEARCH event_segments USING INDEX event_segments_by_conversation \(conv_key=\? AND first_ordinal<\?\)/,
    ),
  ]);
  // With every other segment's data gone, an envelope still comes back.
  const holder = "SELECT segment_key FROM event_segments ORDER BY segment_key LIMIT 1 OFFSET 3";
  store.writer.sqlite.exec(`UPDATE event_segments SET data = zeroblob(1) WHERE segment_key <> (${holder})`);
  const first = store.reader.sqlite
    .prepare(`SELECT first_ordinal FROM event_segments WHERE segment_key = (${holder})`)
    .pluck()
    .get();
  if (typeof first !== "bigint") throw new Error("there are eight segments");
  expect(new EnvelopeReader(store.reader.sqlite).read(first)).toEqual(bytesOf.get(first));
});
