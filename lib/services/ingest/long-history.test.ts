import { afterEach, beforeEach, expect, test } from "vitest";
import { EventHistory } from "@/db/event-log/event-history";
import { ConversationFold } from "@/lib/domain/projection/conversation-fold";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import { reopenEvent } from "@/lib/ingest/reopen-event";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ConversationFolds } from "./conversation-folds";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
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
afterEach(() => {
  store.close();
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
