import { afterEach, beforeEach, expect, test } from "vitest";
import { countEventsBySlice } from "@/db/queries/axis";
import { findConvKey } from "@/db/queries/dictionary-keys";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { densityOf } from "./event-density";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
  append(0, 500);
});
afterEach(() => {
  store.close();
});

/** One envelope every 64 ms. */
function append(from: number, to: number): void {
  appendEvents(
    store,
    Array.from({ length: to - from }, (_, n) => ({
      type: "llm.delta",
      event_id: `m${String(from + n)}`,
      occurred_at_ms: 64 * (from + n),
    })),
  );
}

const scale = { start_ms: 0, width_ms: 512 };
const key = (): number => findConvKey(store.reader, "c1") ?? -1;
const density = () => densityOf(store.reader, key(), scale, 100);

/** What one statement counts. */
function exact(): number[] {
  const counts = Array<number>(100).fill(0);
  const rows = store.reader.sqlite
    .prepare("SELECT occurred_at_ms / 512, count(*) FROM events GROUP BY 1")
    .raw()
    .all();
  for (const row of rows) if (Array.isArray(row)) counts[Number(row[0])] = Number(row[1]);
  return counts;
}

test("counts what an exact count finds, also of what comes later", async () => {
  expect(await density()).toEqual(exact());
  append(500, 700);
  expect(await density()).toEqual(exact());
  expect((await density()).reduce((sum, count) => sum + count)).toBe(700);
});

test("passes over what is empty, and counts up to an envelope", () => {
  appendEvents(store, [{ occurred_at_ms: 512 * 5_000_000 }, { occurred_at_ms: 512 * 5_000_000 + 1 }]);
  const plans = queryPlansOf(store.reader, () => {
    const slices = [...countEventsBySlice(store.reader, key(), scale, 501n)];
    expect(slices).toHaveLength(64);
    expect(slices.at(-1)).toEqual([5_000_000, 1]);
  });
  // The envelopes themselves are not read, nor a number made of each.
  for (const { steps } of plans.filter(({ sql }) => sql.includes("FROM events")))
    expect(steps).toEqual([
      expect.stringMatching(
        /^SEARCH e USING COVERING INDEX events_by_conversation_time \(conv_key=\? AND <expr>>/,
      ),
    ]);
});

test("a conversation that goes on costs its new envelopes", async () => {
  await density();
  append(500, 510);
  const pending: Promise<number[]>[] = [];
  const steps = queryPlansOf(store.reader, () => pending.push(density())).flatMap((plan) => plan.steps);
  await Promise.all(pending);
  expect(steps).toContain("SEARCH e USING INDEX events_by_conversation (conv_key=? AND rowid>? AND rowid<?)");
  expect(steps.join("\n")).not.toContain("events_by_conversation_time");
});
