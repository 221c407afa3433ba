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
const exact = () => countEventsBySlice(store.reader, key(), 0, 512, 100);
const density = () => densityOf(store.reader, key(), scale, 100);

test("counts what an exact count finds, also of what comes later", () => {
  expect(density()).toEqual(exact());
  append(500, 700);
  expect(density()).toEqual(exact());
  expect(density().reduce((sum, count) => sum + count)).toBe(700);
});

test("a conversation that goes on costs its new envelopes", () => {
  density();
  append(500, 510);
  const steps = queryPlansOf(store.reader, density).flatMap((plan) => plan.steps);
  expect(steps).toContain("SEARCH e USING INDEX events_by_conversation (conv_key=? AND rowid>? AND rowid<?)");
  expect(steps.join("\n")).not.toContain("events_by_conversation_time");
});
