import { afterEach, beforeEach, expect, test } from "vitest";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ConversationFolds, foldEventOf } from "./conversation-folds";

const limit = 100;
let store: TemporaryStore;
let behind: Set<string>;
let folds: ConversationFolds;

beforeEach(() => {
  store = temporaryStore();
  behind = new Set();
  folds = new ConversationFolds(store.writer, (convId) => behind.has(convId), limit);
});
afterEach(() => {
  store.close();
});

/** Gives a conversation so many events. */
function feed(convId: string, count: number): void {
  const fold = folds.of(convId);
  for (let seq = 1; seq <= count; seq += 1)
    folds.apply(fold, foldEventOf(semFrame({ conv: convId, seq: BigInt(seq) }), BigInt(seq), "test"));
}

test("room is made by what is settled, oldest use first, and only then by what waits", () => {
  for (const convId of ["waits", "old", "young"]) feed(convId, 34);
  behind.add("waits");
  feed("new", 1);
  feed("newer", 1);
  expect(["waits", "old", "young", "new"].map((convId) => folds.has(convId))).toEqual([
    true,
    false,
    true,
    true,
  ]);
  for (const convId of ["young", "new", "newer"]) behind.add(convId);
  feed("young", 60);
  feed("newest", 1);
  expect(folds.has("waits")).toBe(false);
});

test("a conversation longer than the room there is stays while it is written", () => {
  feed("long", limit * 3);
  feed("long", limit);
  expect(folds.of("long").events).toBe(limit * 4);
});

test("it is crowded when what waits takes three quarters of the room, whatever is settled", () => {
  feed("settled", 20);
  feed("waits", 70);
  expect(folds.isCrowded).toBe(false);
  behind.add("waits");
  feed("waits", 6);
  expect(folds.isCrowded).toBe(true);
  behind.delete("waits");
  expect(folds.isCrowded).toBe(false);
});
