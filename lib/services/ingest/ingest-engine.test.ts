import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEnvelope } from "@/db/event-log/read-envelope";
import { examineStore } from "@/db/event-log/examine-store";
import { listUnsettledFailures } from "@/db/records/settle-queue";
import type { Decoded } from "@/lib/domain/envelope";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { IngestEngine } from "./ingest-engine";

let store: TemporaryStore;
let engine: IngestEngine;
let now = 1_800_000_000_000;

beforeEach(() => {
  store = temporaryStore();
  engine = new IngestEngine(store.writer, store.path, () => (now += 1));
});
afterEach(() => {
  store.close();
});

const commit = (items: readonly Decoded[]) => engine.commit(items.map((item) => ({ source: "test", item })));
const one = (sql: string): unknown => store.reader.sqlite.prepare(sql).pluck().get();

describe("outcomes", () => {
  test("stored bytes come back exactly, with gap-free ordinals", () => {
    const frames = [semFrame({ seq: 1n }), semFrame({ seq: 2n, data: { delta: "é\u2028😀" } })];
    const outcomes = commit(frames);
    expect(outcomes.map(({ status, ordinal }) => [status, ordinal])).toEqual([
      ["accepted", 1n],
      ["accepted", 2n],
    ]);
    for (const [i, frame] of frames.entries())
      expect(readEnvelope(store.reader, BigInt(i + 1))).toEqual(frame.bytes);
  });

  test("the same bytes again are a duplicate and change nothing", () => {
    const frame = semFrame({ seq: 1n });
    commit([frame]);
    expect(commit([frame])).toMatchObject([{ status: "duplicate", ordinal: 1n }]);
    expect(one("SELECT count(*) FROM events")).toBe(1n);
  });

  test("the same content in another encoding is a duplicate, not a conflict", () => {
    const frame = semFrame({ seq: 1n, data: { text: "<b>" } });
    const escaped = {
      ...frame,
      bytes: Buffer.from(Buffer.from(frame.bytes).toString().replace("<b>", "\\u003cb\\u003e")),
    };
    commit([frame]);
    expect(commit([escaped])).toMatchObject([{ status: "duplicate", ordinal: 1n }]);
  });

  test("other content under one identity is a conflict: the first is kept, both hashes are listed", () => {
    const first = semFrame({ seq: 1n, data: { text: "a" }, identity: "x" });
    const second = semFrame({ seq: 1n, data: { text: "b" }, identity: "x" });
    commit([first]);
    expect(commit([second])).toMatchObject([{ status: "conflict", ordinal: 1n }]);
    expect(readEnvelope(store.reader, 1n)).toEqual(first.bytes);
    expect(one("SELECT count(*) FROM event_conflicts WHERE kept_sha256 <> other_sha256")).toBe(1n);
    expect(one("SELECT bytes FROM conflict_bytes")).toEqual(second.bytes);
  });

  test("an id that holds in its whole source is taken in every stream of it", () => {
    const first = { ...semFrame({ conv: "c1", seq: 1n, identity: "x" }), identity_stream: "" };
    const other = { conv: "c2", seq: 1n, identity: "x", data: { text: "b" } };
    const second = { ...semFrame(other), identity_stream: "" };
    commit([first]);
    expect(commit([second])).toMatchObject([{ status: "conflict", ordinal: 1n }]);
    expect(commit([semFrame({ conv: "c2", seq: 1n, identity: "x" })])).toMatchObject([
      { status: "accepted" },
    ]);
  });

  test("received = stored + duplicate + conflict + rejected, and every rejection leaves a row", () => {
    const frame = semFrame({ seq: 1n, identity: "x" });
    const other = semFrame({ seq: 1n, identity: "x", data: { text: "b" } });
    commit([
      frame,
      frame,
      other,
      { kind: "rejected", line: 4, code: "line-too-long", detail: "too long", bytes: 99 },
    ]);
    const receipt = store.reader.sqlite
      .prepare("SELECT received, stored, duplicate, conflict, rejected FROM receipts")
      .raw()
      .get();
    expect(receipt).toEqual([4n, 1n, 1n, 1n, 1n]);
    expect(one("SELECT reason || ' ' || count FROM drops")).toBe("line-too-long 1");
  });
});

test("a batch that fails leaves nothing, and the next one gets the ordinals", () => {
  const broken = semFrame({
    seq: 2n,
    records: [{ set: "turns", row: { conv_id: "c1", turn_id: "t1", position: Number.NaN } }],
  });
  expect(() => commit([semFrame({ seq: 1n }), broken])).toThrow();
  expect(one("SELECT count(*) FROM events")).toBe(0n);
  expect(commit([semFrame({ seq: 3n })])).toMatchObject([{ status: "accepted", ordinal: 1n }]);
});

test("frames become entities, calls and counts when the conversation settles", () => {
  commit([
    semFrame({
      seq: 1n,
      type: "chat.message",
      id: "user-t1",
      data: { schemaVersion: 1, role: "user", content: "hello" },
    }),
    semFrame({ seq: 2n, type: "llm.start", data: { id: "m1", role: "assistant" } }),
    semFrame({ seq: 3n, data: { id: "m1", delta: "hi", cumulative: "hi" } }),
    semFrame({ seq: 4n, type: "llm.final", data: { id: "m1", text: "hi" } }),
  ]);
  engine.settle(true);
  const row = store.reader.sqlite
    .prepare("SELECT event_count, entity_count, model_call_count, title FROM conversations")
    .raw()
    .get();
  expect(row).toEqual([4n, 2n, 1n, "hello"]);
});

test("frames out of order give the same entities as in order", () => {
  const frames = [
    semFrame({ seq: 1n, type: "llm.start", data: { id: "m1", role: "assistant" } }),
    semFrame({ seq: 2n, data: { id: "m1", delta: "a", cumulative: "a" } }),
    semFrame({ seq: 3n, data: { id: "m1", delta: "b", cumulative: "ab" } }),
    semFrame({ seq: 4n, type: "llm.final", data: { id: "m1", text: "ab" } }),
  ];
  const [start, first, second, final] = frames;
  if (start === undefined || first === undefined || second === undefined || final === undefined)
    throw new Error("four frames");
  for (const frame of [start, second, final, first]) {
    commit([frame]);
    engine.settle(true);
  }
  expect(one("SELECT props FROM entities WHERE origin = 'projected'")).toContain('"content":"ab"');
  expect(one("SELECT status FROM entities WHERE origin = 'projected'")).not.toBe("streaming");
});

test("order is checked across a restart of the writer", () => {
  commit([semFrame({ seq: 1n }), semFrame({ seq: 2n, id: "m2" })]);
  const restarted = new IngestEngine(store.writer, store.path, () => (now += 1));
  restarted.commit([{ source: "test", item: semFrame({ seq: 5n, id: "m3" }) }]);
  expect(one("SELECT kind || ' ' || missing_count FROM ordering_anomalies")).toBe("gap 2");
});

test("packed envelopes come back exactly, and damage to a segment is named", () => {
  const frames = Array.from({ length: 40 }, (_, i) =>
    semFrame({ seq: BigInt(i + 1), data: { cumulative: "word ".repeat(i) } }),
  );
  commit(frames);
  engine.packAll();
  expect(one("SELECT count(*) FROM event_segments WHERE is_packed = 0")).toBe(0n);
  for (const [i, frame] of frames.entries())
    expect(readEnvelope(store.reader, BigInt(i + 1))).toEqual(frame.bytes);
  store.writer.sqlite.exec("UPDATE event_segments SET data = zeroblob(length(data))");
  const fresh = { ...store.reader };
  expect(() => readEnvelope(fresh, 1n)).toThrow(/cannot be unpacked|SHA-256/);
});

describe("settling", () => {
  const restart = () => new IngestEngine(store.writer, store.path, () => (now += 1));

  test("what a writer stored and did not settle before it ended, the next one settles", () => {
    commit([semFrame({ seq: 1n, type: "llm.start", data: { id: "m1", role: "assistant" } })]);
    expect(one("SELECT entity_count FROM conversations")).toBeNull();
    restart().settle(true);
    expect(one("SELECT entity_count FROM conversations")).toBe(1n);
  });

  test("a run without an end is judged when its senders have been silent for five minutes, and not before", () => {
    commit([
      semFrame({ seq: 1n, type: "llm.start", data: { id: "m1", role: "assistant" } }),
      semFrame({ seq: 2n, data: { id: "m1", delta: "a", cumulative: "a" } }),
    ]);
    engine.settle(true);
    expect(one("SELECT count(*) FROM errors")).toBe(0n);
    now += 299_000;
    commit([semFrame({ seq: 1n, conv: "other", at: now })]);
    engine.settle(true);
    expect(one("SELECT count(*) FROM errors")).toBe(0n);
    now += 2_000;
    engine.settle(false);
    expect(one("SELECT error_code FROM errors")).toBe("provider.unfinished");
  });

  test("a conversation that cannot be settled keeps the reason and does not hold up the others", () => {
    commit([semFrame({ seq: 1n, conv: "broken" }), semFrame({ seq: 2n, conv: "sound" })]);
    store.writer.sqlite.exec(
      `CREATE TRIGGER fault BEFORE UPDATE ON conversations WHEN new.conv_id = 'broken'
       BEGIN SELECT abs(-9223372036854775807 - 1); END`,
    );
    engine.settle(true);
    expect(one("SELECT entity_count FROM conversations WHERE conv_id = 'sound'")).not.toBeNull();
    expect(
      one("SELECT conv_id || ' ' || failure FROM unsettled_conversations WHERE failure IS NOT NULL"),
    ).toMatch(/^broken .*overflow/);
    expect(listUnsettledFailures(store.reader)).toEqual([expect.stringMatching(/^broken: .*overflow$/)]);
    const { findings } = examineStore(store.reader);
    expect(findings.find(({ check }) => check === "analysis")).toMatchObject({ ok: false });
  });

  test("a panic of no conversation is a failure and an incident of its own", () => {
    const panic = {
      panic_id: "p1",
      process_id: "web",
      message: "nil map",
      occurred_at_ms: 1_800_000_000_000,
    };
    const frame = semFrame({ seq: 1n, records: [{ set: "panics", row: { ...panic, stack: "main.go:1" } }] });
    commit([{ ...frame, conv_id: undefined }]);
    engine.settle(true);
    expect(one("SELECT error_code || ' ' || raw_message FROM errors")).toBe("runtime.panic nil map");
    expect(one("SELECT occurrence_count FROM incidents")).toBe(1n);
  });
});
