import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { listSpans } from "@/db/queries/axis";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getAxis } from "./get-axis";

let store: TemporaryStore;
beforeAll(() => {
  store = temporaryStore();
  store.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }, ...records()]);
  appendEvents(
    store,
    Array.from({ length: 500 }, (_, n) => ({ occurred_at_ms: 1000 + 10 * n })),
  );
});
afterAll(() => {
  store.close();
});

/** 5,000 entities of which 2,500 are of one moment, and 300 calls of a tool. */
function records(): RecordChange[] {
  const entities = Array.from({ length: 5000 }, (_, n): RecordChange => ({
    set: "entities",
    row: {
      conv_id: "c1",
      entity_id: `e${String(n)}`,
      kind: "message",
      origin: "projected",
      created_at_ms: n < 2500 ? 1500 : n,
    },
  }));
  const calls = Array.from({ length: 300 }, (_, n): RecordChange => ({
    set: "tool_calls",
    row: {
      conv_id: "c1",
      tool_call_id: `t${String(n)}`,
      requested_at_ms: 2000 + n,
      ...(n === 7 ? { status: "failed" as const } : {}),
    },
  }));
  return [...entities, ...calls];
}

test("counts everything once, however many pieces it comes in", async () => {
  const axis = await getAxis({ store: store.reader, now: () => 0 }, "c1");
  const countOf = (name: string): number | undefined =>
    axis.lanes.find((lane) => lane.name === name)?.spans.reduce((sum, { count }) => sum + count, 0);
  expect(countOf("projection")).toBe(5000);
  expect(countOf("tools")).toBe(300);
  expect(axis.density.counts.reduce((sum, count) => sum + count)).toBe(500);
  expect([axis.start_ms, axis.end_ms]).toEqual([1000, 1000 + 10 * 499]);
  expect(axis.lanes.find(({ name }) => name === "tools")?.spans.filter(({ failed }) => failed)).toHaveLength(
    1,
  );
});

test("reads a crowded lane in pieces, each a range of an index", () => {
  const plans = queryPlansOf(store.reader, () => {
    const pieces = [...listSpans(store.reader, "projection", "c1")].map(({ length }) => length);
    // What is of one moment stays together; before it there is nothing.
    expect(pieces).toEqual([0, 2500, 2000, 500]);
  });
  expect(plans.flatMap(({ steps }) => steps.slice(1, 2))).toEqual([
    expect.stringMatching(/USING COVERING INDEX entity_rows_by_created \(conv_key=\? AND created_at_ms>\?\)/),
    expect.stringMatching(
      /USING INDEX entity_rows_by_created \(conv_key=\? AND created_at_ms>\? AND created_at_ms<\?\)/,
    ),
  ]);
});

test("envelopes without a time of their own do not stretch the axis, unless nothing else is there", async () => {
  store.applyChanges([
    { set: "conversations", row: { conv_id: "some" } },
    { set: "conversations", row: { conv_id: "none" } },
  ]);
  appendEvents(store, [
    { conv_id: "some", occurred_at_ms: 1000 },
    { conv_id: "some", occurred_at_ms: 5000 },
    { conv_id: "some" },
    { conv_id: "none" },
  ]);
  const context = { store: store.reader, now: () => 0 };
  const some = await getAxis(context, "some");
  expect([some.start_ms, some.end_ms]).toEqual([1000, 5000]);
  expect(some.density.counts.reduce((sum, count) => sum + count)).toBe(2);
  const none = await getAxis(context, "none");
  expect([none.start_ms, none.end_ms]).toEqual([1_800_000_000_000, 1_800_000_000_000]);
});
