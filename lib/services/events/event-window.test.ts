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
    name === "ordinal" ? "e.ordinal + n.value" : name === "identity" ? "randomblob(8)" : `e.${name}`,
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
