import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JoinedItem, JoinedPage } from "@/lib/contracts/joined";
import { joinedConversation, joinedPage } from "@/lib/testing/joined-conversation";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import type { TemporaryStore } from "@/lib/testing/temporary-store";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = joinedConversation();
});
afterAll(() => {
  temporary.close();
});

const joined = (query: string): JoinedPage => joinedPage(temporary, query);

const itemOf = (page: JoinedPage, ref: string): JoinedItem | undefined =>
  page.items.find((item) => item.ref === ref);

test("collapses the deltas and upserts of one message into one item", () => {
  const page = joined("kind=event&limit=500");
  const runs = page.items.filter((item) => item.count > 1);
  // Message 2 is split by the pong that arrived last and happened in its middle.
  expect(runs.map((item) => item.count)).toEqual([33, 33, 16, 17, 33, 33, 33]);
  expect(runs[0]).toMatchObject({ ref: "event:2", title: "llm.delta ×33", took_ms: 290, last_ordinal: "34" });
  const total = page.items.reduce((sum, item) => sum + item.count, 0);
  expect(total).toBe(6 * 35 + 1);
});

test("full density shows every envelope once, in order of time, then arrival", () => {
  const items = joined("density=full&kind=event&limit=500").items;
  expect(items).toHaveLength(6 * 35 + 1);
  const keys = items.map((item) => (item.at_ms ?? 0) * 1000 + Number(item.ordinal));
  expect(keys).toEqual([...keys].sort((a, b) => a - b));
});

describe("items", () => {
  test("every kind stands at its time, with words of its own", () => {
    const page = joined("limit=500");
    expect(itemOf(page, "tool_call:c1/call-1")).toMatchObject({
      at_ms: 150,
      title: "tool search",
      summary: "failed · no answer",
      took_ms: 50,
      tone: "failed",
      mark: "tool",
    });
    expect(itemOf(page, "anomaly:a1")).toMatchObject({ title: "seq gap", summary: "2 missing" });
    expect(itemOf(page, "ws:w1/close")).toMatchObject({
      title: "ws closed 1006",
      tone: "failed",
      took_ms: 25_000,
    });
    expect(itemOf(page, "planner:c1/p1")).toMatchObject({
      title: "router → finance",
      summary: "confidence 0.7 · over support 0.2",
    });
    expect(itemOf(page, "snapshot:c1/t1/final/20350")).toMatchObject({
      title: "final",
      summary: "3 blocks",
      turn_id: "t1",
    });
  });

  test("a failure without a time stands at its envelope", () => {
    const error = itemOf(joined("limit=500"), "error:e1");
    expect(error).toMatchObject({ ordinal: "40", mark: "tool" });
    expect(error?.links).toContainEqual({ ref: "event:40", how: "explicit" });
    expect(error?.at_ms).toBe(itemOf(joined("density=full&limit=500"), "event:40")?.at_ms);
  });

  test("an entity that never reached the store says so", () => {
    const page = joined("kind=entity");
    expect(itemOf(page, "entity:c1/m2/message/projected")).toMatchObject({ tone: "warning" });
    expect(itemOf(page, "entity:c1/m1/message/stored")).toMatchObject({ tone: null });
  });

  test("turns are rows where they began, and what is inside one is found at it", () => {
    const page = joined("kind=turn,error&limit=500");
    expect(page.items.map(({ kind, turn_id }) => [kind, turn_id])).toEqual([
      ["turn", "t1"],
      ["error", "t1"],
    ]);
    const around = joined("kind=turn,error&around=event:10&limit=500");
    expect(around.items[around.anchor ?? -1]?.ref).toBe("turn:c1/t1");
  });

  test("a log line says its message", () => {
    expect(joined("kind=log").items).toMatchObject([{ title: "log.error", summary: "gateway gone" }]);
  });

  test("what came a moment ago and was not projected yet says its own words", () => {
    const text = JSON.stringify({
      sem: true,
      event: { type: "chat.message", id: "new", data: { content: "Question 2" } },
    });
    const [ordinal] = appendEvents(temporary, [
      { type: "chat.message", event_id: "new", conv_id: "c-new", text },
    ]);
    temporary.applyChanges([{ set: "conversations", row: { conv_id: "c-new" } }]);
    const page = joinedPage(temporary, "limit=10", "c-new");
    expect(itemOf(page, `event:${ordinal}`)?.summary).toBe("Question 2 · new");
  });

  test("state rows come only when asked for, second tellings never", () => {
    const kinds = joined("limit=500").items.map((item) => item.kind);
    expect(kinds).toContain("log");
    expect(kinds).not.toContain("record");
    expect(joined("kind=record").items).toHaveLength(1);
  });

  test("a native line that states a record is a state row, one of a type nobody knows is not", () => {
    const [stated, unknown, sem] = appendEvents(temporary, [
      { type: "error", dialect: "native", occurred_at_ms: 70_000 },
      { type: "acme.heartbeat", dialect: "native", occurred_at_ms: 70_001 },
      { type: "error", occurred_at_ms: 70_002 },
    ]).map((ordinal) => `event:${String(ordinal)}`);
    const late = (kinds: string) =>
      joined(`kind=${kinds}&from_ms=70000&limit=500`).items.map((item) => item.ref);
    expect(late("event")).toEqual([unknown, sem]);
    expect(late("event,record")).toEqual([stated, unknown, sem]);
    const around = joined(`kind=event&limit=6&around=${stated ?? ""}`);
    expect(around.items[around.anchor ?? -1]?.ref).toBe(unknown);
  });

  test("the order follows the records as they change", () => {
    temporary.applyChanges([
      {
        set: "turn_snapshots",
        row: { conv_id: "c1", turn_id: "t2", phase: "final", snapshot_at_ms: 59_000 },
      },
    ]);
    temporary.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }], 1_800_000_000_001);
    expect(joined("kind=snapshot").items).toHaveLength(2);
  });
});

test("envelopes are read off the index of their order", () => {
  const plans = queryPlansOf(temporary.reader, () => joined("limit=10&around=event:100"));
  const walks = plans.filter((plan) => plan.sql.includes("e.byte_length FROM events"));
  expect(walks.length).toBeGreaterThan(0);
  for (const { steps } of walks) {
    expect(steps).toEqual([
      expect.stringMatching(
        /^SEARCH e USING INDEX events_by_conversation_time \(conv_key=\? AND <expr>[<>]\?\)/,
      ),
    ]);
  }
});
