import { afterEach, beforeEach, expect, test } from "vitest";
import { EventLog } from "@/db/event-log/event-log";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { StreamOrders } from "./stream-orders";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

/** Findings of two counted streams that send in turn, each with the numbers given. */
function findings(seqs: readonly bigint[], limit?: number): readonly unknown[] {
  const log = new EventLog(store.writer.sqlite);
  const orders = new StreamOrders(store.writer, limit);
  const source = `limit ${String(limit)}`;
  return seqs.flatMap((seq, at) =>
    ["one", "two"].flatMap((conv) => {
      const frame = semFrame({ conv, seq, identity: String(at) });
      const place = log.placeOf(source, frame);
      const checker = orders.of(undefined, place.stream_key, frame);
      if (checker === undefined) return [];
      const appended = log.append(frame, place, { source, now_ms: 1, epoch: checker.order.epoch });
      return orders
        .observe(checker, frame, appended)
        .map(({ row }) => ({ ...row, ordinal: undefined, previous_ordinal: undefined }));
    }),
  );
}

test("a checker that was forgotten for want of room finds the same when its stream goes on", () => {
  const seqs = [1n, 2n, 5n, 3n, 6n, 6n, 4n, 7n, 9n];
  const kept = findings(seqs);
  expect(kept.length).toBeGreaterThan(4);
  expect(findings(seqs, 1)).toEqual(kept);
});
