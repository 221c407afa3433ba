import { expect, test } from "vitest";
import { listEventsByOrdinal } from "@/db/queries/event-rows";
import { createNativeDecoder } from "@/lib/ingest/native";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { IngestEngine } from "../ingest/ingest-engine";
import { decodeBundle } from "./decode-bundle";
import { openBundle, verifyBundle } from "./read-bundle";
import { writeBundle } from "./write-bundle";

const clock = () => 1_800_000_000_000;

function recorded() {
  const store = temporaryStore();
  const engine = new IngestEngine(store.writer, store.path, clock);
  const frames = Array.from({ length: 20 }, (_, i) =>
    semFrame({ seq: BigInt(i + 1), id: `m${String(i % 3)}`, data: { cumulative: "x".repeat(i) } }),
  );
  engine.commit(frames.map((item) => ({ source: "test", item })));
  engine.settle(true);
  return store;
}

test("the same content gives the same bundle, byte for byte", () => {
  const store = recorded();
  const bytes = () => Buffer.concat([...writeBundle(store.reader, ["c1"])]);
  expect(bytes().equals(bytes())).toBe(true);
  store.close();
});

test("verification finds one flipped byte anywhere in an event file", () => {
  const store = recorded();
  const bundle = Buffer.concat([...writeBundle(store.reader, ["c1"])]);
  expect(verifyBundle(bundle).faults).toEqual([]);
  const at = bundle.indexOf('"cumulative":"xxxx');
  const damaged = Buffer.from(bundle);
  damaged[at + 16] = 0x79;
  expect(verifyBundle(damaged).faults.map(({ path }) => path)).toEqual(["events/000001.evl"]);
  expect(() => openBundle(damaged)).toThrow(/does not match its SHA-256/);
  store.close();
});

test("a bundle reads back to the same counts and hashes", () => {
  const store = recorded();
  const bundle = Buffer.concat([...writeBundle(store.reader, ["c1"])]);
  const target = temporaryStore();
  const engine = new IngestEngine(target.writer, target.path, clock);
  engine.commit([...decodeBundle(bundle)].map((item) => ({ source: "test", item, delivery: "file" })));
  engine.settle(true);
  const facts = (which: typeof store) =>
    which.reader.sqlite
      .prepare(
        "SELECT event_count, entity_count, model_call_count, bytes_received, (SELECT group_concat(hex(sha256)) FROM events) FROM conversations",
      )
      .raw()
      .get();
  expect(facts(target)).toEqual(facts(store));
  store.close();
  target.close();
});

test("an envelope of a bundle is the one that its source sends again", () => {
  const store = temporaryStore();
  const lines = ["run-1:00017", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"].map((id) =>
    JSON.stringify({ id, type: "note", conv_id: "c1", source: "web", occurred_at_ms: 1 }),
  );
  const decoder = createNativeDecoder({ name: "request", source_path: "http_ingest" });
  const sent = [
    ...lines.flatMap((line, i) => decoder.decode(Buffer.from(line), i + 1)),
    semFrame({ seq: 1n }),
  ].map((item) => ({ source: "web", item }));
  const engine = new IngestEngine(store.writer, store.path, clock);
  const outcomes = engine.commit(sent);
  engine.settle(true);

  const target = temporaryStore();
  const receiving = new IngestEngine(target.writer, target.path, clock);
  const bundle = decodeBundle(Buffer.concat([...writeBundle(store.reader, ["c1"])]));
  receiving.commit([...bundle].map((item) => ({ source: "web", item, delivery: "file" })));
  const repeated = receiving.commit(sent);
  expect(repeated.map(({ status, id }) => [status, id])).toEqual(outcomes.map(({ id }) => ["duplicate", id]));
  const idsOf = ({ reader }: typeof store) =>
    listEventsByOrdinal(reader, [1n, 2n, 3n]).map(({ item_id }) => item_id);
  expect(idsOf(target)).toEqual(idsOf(store));
  store.close();
  target.close();
});

test("a bundle of a newer format is refused", () => {
  const store = recorded();
  const bundle = Buffer.concat([...writeBundle(store.reader, ["c1"])]);
  const newer = Buffer.from(
    bundle.toString("latin1").replace('"min_reader_version": 1', '"min_reader_version": 9'),
    "latin1",
  );
  expect(() => verifyBundle(newer)).toThrow(/version 9/);
  store.close();
});

test("what is no bundle is refused", () => {
  expect(() => verifyBundle(Buffer.from("not a zip"))).toThrow(/not a whole zip/);
});
