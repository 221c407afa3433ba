import { afterAll, beforeAll, expect, test } from "vitest";
import { listEventsQuerySchema } from "@/lib/contracts/event";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listEvents } from "./list-events";

let store: TemporaryStore;
beforeAll(() => {
  store = temporaryStore();
  appendEvents(store, [{ type: "llm.delta", event_id: "m1", occurred_at_ms: 1 }]);
  const { sqlite } = store.writer;
  const columns = sqlite.prepare("SELECT name FROM pragma_table_info('events')").pluck().all().map(String);
  const copied = columns.map((name) =>
    name === "ordinal" || name === "identity_number" ? `e.${name} + n.value` : `e.${name}`,
  );
  sqlite.exec(`INSERT INTO events (${columns.join(", ")})
    WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 51000)
    SELECT ${copied.join(", ")} FROM n, events e`);
});
afterAll(() => {
  store.close();
});

test.each(["desc", "asc"])(
  "a page begins at one bound, in order %s: what lies behind is not passed over",
  (order) => {
    const ask = (cursor: string[] = []) =>
      listEvents(
        { store: store.reader, now: () => 0 },
        listEventsQuerySchema.parse({ q: ["nothing"], order: [order], cursor }),
      );
    const { next_cursor } = ask();
    expect(next_cursor).not.toBeNull();
    for (const cursor of [[], [next_cursor ?? ""]]) {
      const pages = queryPlansOf(store.reader, () => ask(cursor)).filter(({ sql }) =>
        sql.includes("left join"),
      );
      expect(pages).toHaveLength(1);
      for (const { sql } of pages) expect(sql.match(/"events"\."ordinal" >=? \?/g)).toHaveLength(1);
    }
  },
);

test("the end of a window in the log is found by probes, and pages meet without a gap", () => {
  const first = listEvents(
    { store: store.reader, now: () => 0 },
    listEventsQuerySchema.parse({ q: ["nothing"], order: ["asc"] }),
  );
  const last = store.reader.sqlite.prepare("SELECT max(ordinal) FROM events").pluck().get();
  const ask = (q: string, cursor: string[]) =>
    listEvents(
      { store: store.reader, now: () => 0 },
      listEventsQuerySchema.parse({ q: [q], order: ["asc"], cursor }),
    );
  // The first page looks at 50,001 of 51,001 envelopes; the second at the rest, and ends.
  expect(ask("nothing", [first.next_cursor ?? ""]).next_cursor).toBeNull();
  // A range that is shorter than a window has no second page.
  expect(ask(`nothing ordinal:10..${String(last)}`, []).next_cursor).not.toBeNull();
  expect(ask("nothing ordinal:10..40000", []).next_cursor).toBeNull();
  const plans = queryPlansOf(store.reader, () => ask("nothing", []));
  expect(plans.filter(({ sql }) => sql.includes("offset"))).toEqual([]);
});
