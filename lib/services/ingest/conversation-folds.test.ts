import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EventHistory } from "@/db/event-log/event-history";
import { ConversationFold } from "@/lib/domain/projection/conversation-fold";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import { semFrame } from "@/lib/testing/envelopes";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ConversationFolds, foldEventOf } from "./conversation-folds";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

describe("a long history", () => {
  beforeEach(() => {
    // More events than one statement reads.
    recordScenario(
      store,
      `
conversation c1 start=-10m
  turn t1 "Count"
    llm.start model=small
    llm.delta "${"on and on ".repeat(20)}" x5600 every=14
    llm.final in=1 out=1
`,
    );
  });

  test("a long history is read in pieces, each event once and in order", () => {
    const ordinals = [...new EventHistory(store.writer.sqlite).of("c1")].map(({ ordinal }) => ordinal);
    expect(ordinals.length).toBeGreaterThan(5_600);
    expect(ordinals.every((ordinal, at) => at === 0 || ordinal > (ordinals[at - 1] ?? 0n))).toBe(true);
  });

  test("a fold made while the history is read states what one in replay order states", () => {
    const inOrder = new ConversationFold("c1");
    const events = [...new EventHistory(store.writer.sqlite).of("c1")].map(reopenEvent);
    for (const event of orderForReplay(events)) inOrder.apply(event);
    const stated = new ConversationFolds(store.writer, () => true).of("c1").drain();
    expect(stated).toEqual(inOrder.drain());
    expect(stated.some((change) => change.set === "entities")).toBe(true);
  });
});

describe("room in memory", () => {
  const limit = 100;
  let behind: Set<string>;
  let folds: ConversationFolds;
  beforeEach(() => {
    behind = new Set();
    folds = new ConversationFolds(store.writer, (convId) => behind.has(convId), limit);
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
});
