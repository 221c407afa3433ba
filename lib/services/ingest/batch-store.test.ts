import { expect, test } from "vitest";
import { EventLog } from "@/db/event-log/event-log";
import { Packer } from "@/db/event-log/packer";
import { ReceiptBook } from "@/db/event-log/receipts";
import { RecordWriter } from "@/db/records/record-writer";
import { RedactionBook } from "@/db/records/redaction-book";
import { SettleQueue } from "@/db/records/settle-queue";
import { RollupBook } from "@/db/rollups/rollup-book";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { BatchStore } from "./batch-store";
import { ConversationCounters } from "./conversation-counters";
import { ConversationFolds } from "./conversation-folds";
import { Settler } from "./settler";
import { StreamOrders } from "./stream-orders";

/** Words of two conversations that take turns with new ones, stored in one batch; what their messages say when it is settled. */
function messagesWithRoomFor(events: number): unknown {
  const store = temporaryStore();
  const now = 1_800_000_000_000;
  const { sqlite } = store.writer;
  const queue = new SettleQueue(sqlite);
  const records = new RecordWriter(sqlite);
  const folds = new ConversationFolds(store.writer, () => true, events);
  const settler = new Settler(store.writer, queue, records, folds, () => now);
  const batches = new BatchStore({
    log: new EventLog(sqlite),
    records,
    receipts: new ReceiptBook(sqlite),
    folds,
    orders: new StreamOrders(store.writer),
    counters: new ConversationCounters(sqlite),
    settler,
    rollups: new RollupBook(store.writer, () => now),
    redactions: new RedactionBook(sqlite),
    packer: new Packer(sqlite, () => now),
  });
  const words = ["one ", "two ", "three"].flatMap((delta, at) =>
    ["c1", "c2", `new-${String(at)}`].map((conv) =>
      semFrame({ conv, id: "m1", seq: BigInt(at + 1), data: { id: "m1", delta: `${conv} ${delta}` } }),
    ),
  );
  sqlite.transaction(() => batches.store([words.map((item) => ({ source: "test", item }))], now)).immediate();
  settler.settle(Number.POSITIVE_INFINITY, true);
  const told = sqlite
    .prepare(
      "SELECT conv_id, json_extract(props, '$.content') FROM entities WHERE conv_id < 'd' ORDER BY conv_id",
    )
    .raw()
    .all();
  store.close();
  return told;
}

test("a conversation whose fold had to go within the batch is projected from all of its envelopes", () => {
  const told = [
    ["c1", "c1 one c1 two c1 three"],
    ["c2", "c2 one c2 two c2 three"],
  ];
  expect(messagesWithRoomFor(1_000)).toEqual(told);
  expect(messagesWithRoomFor(1)).toEqual(told);
});
