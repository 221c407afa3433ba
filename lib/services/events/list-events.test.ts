import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEventsQuerySchema, type EventPage } from "@/lib/contracts/event";
import { valuesByName } from "@/lib/contracts/query";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents, type SketchedEvent } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listEvents } from "./list-events";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  temporary.applyChanges(["c1", "c2"].map((conv_id) => ({ set: "conversations", row: { conv_id } })));
  appendEvents(temporary, sketches());
  temporary.applyChanges([
    {
      set: "ordering_anomalies",
      row: { anomaly_id: "a1", conv_id: "c1", stream: "s", kind: "gap", ordinal: 7n },
    },
  ]);
});
afterAll(() => {
  temporary.close();
});

/** 60 envelopes of two conversations in turn; every tenth undecodable, every fifteenth a log line. */
function sketches(): SketchedEvent[] {
  return Array.from({ length: 60 }, (_, i) => ({
    conv_id: i % 2 === 0 ? "c1" : "c2",
    type: i % 3 === 0 ? "llm.start" : "llm.delta",
    class: i % 15 === 0 ? "log" : "event",
    event_id: `m${i % 4}`,
    seq: 1_771_453_370_000_000_000n + BigInt(i),
    decode_status: i % 10 === 0 ? "failed" : "ok",
    occurred_at_ms: 1000 + i,
  }));
}

function list(query: string, convId?: string): EventPage {
  const parsed = listEventsQuerySchema.parse(valuesByName(new URLSearchParams(query)));
  return listEvents({ store: temporary.reader, now: () => 0 }, parsed, convId);
}

function walk(query: string, convId?: string): string[] {
  const ordinals: string[] = [];
  let cursor = "";
  for (;;) {
    const page = list(`${query}&limit=4${cursor}`, convId);
    ordinals.push(...page.items.map((item) => item.ordinal));
    if (page.next_cursor === null) return ordinals;
    cursor = `&cursor=${page.next_cursor}`;
  }
}

const numbers = (from: number, to: number, keep: (i: number) => boolean): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .filter((ordinal) => keep(ordinal - 1))
    .map(String);

describe("order", () => {
  test("a conversation goes in order of arrival, all of them newest first", () => {
    expect(walk("", "c1")).toEqual(numbers(1, 60, (i) => i % 2 === 0));
    expect(walk("")).toEqual(numbers(1, 60, () => true).reverse());
    expect(walk("order=desc", "c2")).toEqual(numbers(1, 60, (i) => i % 2 === 1).reverse());
  });

  test("seq keeps every digit", () => {
    expect(list("limit=1", "c2").items[0]?.seq).toBe("1771453370000000001");
  });
});

describe("filters", () => {
  test.each<[string, (i: number) => boolean]>([
    ["type=llm.start", (i) => i % 3 === 0],
    ["type=llm.*", () => true],
    ["type=none", () => false],
    ["kind=log", (i) => i % 15 === 0],
    ["status=failed", (i) => i % 10 === 0],
    ["id=m2", (i) => i % 4 === 2],
    ["id=none", () => false],
    ["has=gap", (i) => i === 6],
    ["has=anomaly&type=llm.delta", () => false],
    ["ordinal=10..20", (i) => i >= 9 && i <= 19],
    ["seq=1771453370000000005", (i) => i === 5],
    ["type=llm.start,llm.delta&kind=event&status=ok", (i) => i % 15 !== 0 && i % 10 !== 0],
    ["turn=none", () => false],
    ["q=type:llm.*+-id:m1,m2", (i) => i % 4 === 0 || i % 4 === 3],
    ["q=-kind:log+seq:>=1771453370000000058", (i) => i >= 58],
    ["q=time:1970-01-01T00:00:01.010..1970-01-01T00:00:01.012", (i) => i >= 10 && i <= 12],
    ["q=conv:c2+start", (i) => i % 2 === 1 && i % 3 === 0],
  ])("%s, in one conversation and over all", (query, keep) => {
    expect(walk(query, "c1")).toEqual(numbers(1, 60, (i) => i % 2 === 0 && keep(i)));
    expect(walk(`${query}&order=asc`)).toEqual(numbers(1, 60, keep));
  });
});

test("shows the anomalies noticed at an envelope", () => {
  expect(list("has=gap", "c1").items).toEqual([
    expect.objectContaining({ ordinal: "7", anomalies: ["gap"] }),
  ]);
});

test("no filter makes a page sort, or scan the log from its beginning without an end", () => {
  const queries = ["", "type=llm.start", "kind=log", "status=failed", "id=m1", "has=anomaly", "q=llm"];
  for (const query of queries) {
    for (const convId of [undefined, "c1"]) {
      const plans = queryPlansOf(temporary.reader, () => list(query, convId));
      for (const { sql, steps } of plans.filter((plan) => plan.sql.includes('from "events"'))) {
        expect(steps.join("; "), sql).not.toContain("TEMP B-TREE");
        expect(steps[0], sql).toMatch(/^SEARCH events USING (COVERING )?(INDEX|INTEGER PRIMARY KEY)/);
        expect(sql).toContain("limit");
      }
    }
  }
});
