import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listJoinedQuerySchema, type JoinedItem, type JoinedPage } from "@/lib/contracts/joined";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents, type SketchedEvent } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listJoined } from "./list-joined";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  temporary.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }]);
  appendEvents(temporary, messages());
  temporary.applyChanges(records());
});
afterAll(() => {
  temporary.close();
});

/** Six messages of two turns: start, 30 deltas with an upsert after every tenth, final; 10 ms apart. */
function messages(): SketchedEvent[] {
  const sketches: SketchedEvent[] = [];
  for (let m = 0; m < 6; m += 1) {
    const base = { event_id: `m${m}`, turn_id: m < 3 ? "t1" : "t2" };
    const at = (n: number): number => 10_000 * m + 10 * n;
    sketches.push({ ...base, type: "llm.start", occurred_at_ms: at(0) });
    for (let n = 1; n <= 30; n += 1) {
      sketches.push({ ...base, type: "llm.delta", occurred_at_ms: at(n) });
      if (n % 10 === 0) sketches.push({ ...base, type: "timeline.upsert", occurred_at_ms: at(n) });
    }
    sketches.push({ ...base, type: "llm.final", occurred_at_ms: at(31) });
  }
  // Arrived last, happened in the middle; a second telling of an event; a log line; a state row.
  sketches.push({ type: "ws.pong", occurred_at_ms: 20_155 });
  sketches.push({ type: "llm.delta", event_id: "m0", occurred_at_ms: 20, twin_of: 2n });
  const text = '{"level":"error","message":"gateway\\n gone","conv_id":"c1"}';
  sketches.push({ type: "log.error", class: "log", occurred_at_ms: 30_001, text });
  sketches.push({ type: "row.turns", class: "record", occurred_at_ms: 30_002 });
  return sketches;
}

function records(): RecordChange[] {
  const turn = { conv_id: "c1", turn_id: "t1" };
  return [
    { set: "turns", row: { ...turn, started_at_ms: 0, finished_at_ms: 20_400 } },
    { set: "turn_snapshots", row: { ...turn, phase: "final", snapshot_at_ms: 20_350, block_count: 3 } },
    {
      set: "tool_calls",
      row: {
        ...turn,
        tool_call_id: "call-1",
        tool_name: "search",
        status: "failed",
        error_text: "no answer",
        started_at_ms: 100,
        finished_at_ms: 150,
      },
    },
    {
      set: "errors",
      row: {
        error_id: "e1",
        conv_id: "c1",
        error_code: "tool.timeout",
        error_class: "tool",
        fingerprint: "f",
        fingerprint_version: 1,
        event_ordinal: 40n,
        turn_id: "t1",
      },
    },
    {
      set: "ws_sessions",
      row: {
        socket_id: "w1",
        conv_id: "c1",
        connected_at_ms: 0,
        disconnected_at_ms: 25_000,
        close_code: 1006,
      },
    },
    {
      set: "ordering_anomalies",
      row: {
        anomaly_id: "a1",
        conv_id: "c1",
        stream: "s",
        kind: "gap",
        ordinal: 50n,
        missing_count: 2n,
        occurred_at_ms: 10_150,
      },
    },
    {
      set: "entities",
      row: {
        conv_id: "c1",
        entity_id: "m1",
        kind: "message",
        origin: "stored",
        created_at_ms: 10_000,
        summary: "hello",
      },
    },
    {
      set: "entities",
      row: {
        conv_id: "c1",
        entity_id: "m2",
        kind: "message",
        origin: "projected",
        created_at_ms: 20_000,
        summary: "lost",
      },
    },
    {
      set: "planner_candidates",
      row: {
        conv_id: "c1",
        decision_id: "p1",
        position: 0,
        candidate: "support",
        confidence: 0.2,
        occurred_at_ms: 5,
      },
    },
    {
      set: "planner_candidates",
      row: {
        conv_id: "c1",
        decision_id: "p1",
        position: 1,
        candidate: "finance",
        confidence: 0.7,
        chosen: true,
        occurred_at_ms: 5,
      },
    },
  ];
}

function joined(query: string): JoinedPage {
  const raw: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (raw[name] ??= []).push(value);
  return listJoined({ store: temporary.reader, now: () => 0 }, "c1", listJoinedQuerySchema.parse(raw));
}

function walk(query: string, from: "start" | "end", limit: number): string[] {
  const refs: string[] = [];
  let page = from === "start" ? joined(`${query}&limit=${limit}`) : joined(`${query}&limit=500`);
  if (from === "start") {
    for (;;) {
      refs.push(...page.items.map((item) => item.ref));
      if (page.next_cursor === null) return refs;
      page = joined(`${query}&limit=${limit}&cursor=${page.next_cursor}`);
    }
  }
  let cursor: string | null = joined(`${query}&limit=1&around=${page.items.at(-1)?.ref ?? ""}`).prev_cursor;
  refs.push(page.items.at(-1)?.ref ?? "");
  while (cursor !== null) {
    page = joined(`${query}&limit=${limit}&cursor=${cursor}`);
    refs.unshift(...page.items.map((item) => item.ref));
    cursor = page.prev_cursor;
  }
  return refs;
}

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

describe("paging", () => {
  test.each([
    "",
    "density=full",
    "kind=event",
    "kind=error,anomaly,ws,tool_call",
    "turn=t1",
    "density=full&turn=t2",
    "subject=m1",
  ])("pages of any size, in both directions, give the whole list: %s", (query) => {
    const whole = joined(`${query}&limit=500`).items.map((item) => item.ref);
    expect(whole.length).toBeGreaterThan(2);
    expect(new Set(whole).size).toBe(whole.length);
    for (const limit of whole.length > 80 ? [7, 64] : [1, 2, 5, 13]) {
      expect(walk(query, "start", limit)).toEqual(whole);
      expect(walk(query, "end", limit)).toEqual(whole);
    }
  });

  test("a page around any item holds it where it says, and joins its neighbours without a hole", () => {
    const whole = joined("limit=500").items.map((item) => item.ref);
    for (const ref of whole) {
      const page = joined(`limit=6&around=${encodeURIComponent(ref)}`);
      expect(page.items[page.anchor ?? -1]?.ref).toBe(ref);
      const first = whole.indexOf(page.items[0]?.ref ?? "");
      expect(page.items.map((item) => item.ref)).toEqual(whole.slice(first, first + page.items.length));
    }
  });

  test("an envelope inside a run is found at its run", () => {
    const page = joined("limit=6&around=10");
    expect(page.items[page.anchor ?? -1]).toMatchObject({ ref: "event:2", count: 33 });
  });

  test("refuses a cursor of another filter", () => {
    const { next_cursor } = joined("limit=2");
    expect(() => joined(`limit=2&turn=t1&cursor=${next_cursor}`)).toThrow(
      expect.objectContaining({ code: "invalid-cursor" }),
    );
  });
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
