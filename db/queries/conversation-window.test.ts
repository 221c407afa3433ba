import { afterAll, beforeAll, expect, test } from "vitest";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { ConversationSummary } from "../records/conversation-summary";
import { countConversations, listConversationRows } from "./conversation-list";
import { countFacets } from "./list-facets";

let store: TemporaryStore;
let summary: ConversationSummary;
beforeAll(() => {
  store = temporaryStore();
  summary = new ConversationSummary(store.writer.sqlite);
  for (let at = 0; at < 60; at += 1) add(at);
});
afterAll(() => {
  store.close();
});

/** Conversations whose tools, models, states and words each take their own turns. */
function add(at: number): void {
  const conv_id = `c${String(at % 7)}-${String(at)}`;
  const title = ["refund of an order", "weather", "orders and refunds"][at % 3];
  const tools = [["search"], ["sql", "search"], [], ["sql"]][at % 4] ?? [];
  store.applyChanges([
    {
      set: "conversations",
      row: {
        conv_id,
        title,
        last_activity_ms: 1_000 + (at % 50),
        event_count: 1,
        ...(at % 5 === 0 ? { reported_status: "closed" as const } : {}),
      },
    },
    ...tools.map((tool_name) => ({
      set: "tool_calls" as const,
      row: { conv_id, tool_call_id: `${conv_id}-${tool_name}`, tool_name },
    })),
  ]);
  summary.refresh(conv_id, 0);
}

const context = { now_ms: 2_000 };
const parsed = (q: string) => listConversationsQuerySchema.parse({ q: [q] });
/** Every conversation has an event, and how many is kept in the table alone. */
const askTable = "events:>=0";

/** The pages of a list, read one after the other. */
function listed(q: string, limit: number): string[] {
  const { query, sort } = parsed(q);
  const ids: string[] = [];
  for (let after: { value: number | null; conv_id: string } | undefined; ;) {
    const page = listConversationRows(store.reader, {
      query,
      ...context,
      by: sort.by,
      descending: sort.descending,
      after,
      limit,
    });
    ids.push(...page.map(({ conv_id }) => conv_id));
    const last = page.at(-1);
    if (page.length < limit || last === undefined) return ids;
    after = { value: last.last_activity_ms, conv_id: last.conv_id };
  }
}

const queries = [
  "tool:sql",
  "tool:sql,search",
  "-tool:search",
  "tool:*",
  "-tool:*",
  "status:closed tool:search",
  "status:closed -tool:sql refund",
  "refund",
  "-refund",
  '"refund of"',
  "tool:sql nothing",
];

test.each(queries)("the window answers %s as the tables do, page by page", (q) => {
  for (const limit of [7, 100]) expect(listed(q, limit)).toEqual(listed(`${q} ${askTable}`, limit));
  const [inWindow, inTable] = [parsed(q).query, parsed(`${q} ${askTable}`).query];
  expect(countConversations(store.reader, inWindow, context)).toEqual(
    countConversations(store.reader, inTable, context),
  );
  const facets = (query: typeof inWindow): unknown =>
    Object.fromEntries(
      countFacets(store.reader, "conversations", ["tool", "source", "integrity"], query, context),
    );
  expect(facets(inWindow)).toEqual(facets(inTable));
});

test("what changed since the last question is in the next answer, also a word that was indexed since", () => {
  const count = (q: string): number => countConversations(store.reader, parsed(q).query, context).total;
  const before = [count("tool:sql"), count("zebra"), count("status:closed")];
  store.applyChanges([
    {
      set: "conversations",
      row: { conv_id: "new", title: "zebra", last_activity_ms: 5_000, reported_status: "closed" },
    },
    { set: "tool_calls", row: { conv_id: "new", tool_call_id: "x", tool_name: "sql" } },
  ]);
  summary.refresh("new", 0);
  expect([count("tool:sql"), count("zebra"), count("status:closed")]).toEqual(before.map((n) => n + 1));
  expect(listed("zebra", 10)).toEqual(["new"]);
});

test("what is kept is asked of no table but that of the versions and the text index", () => {
  const { query } = parsed("tool:sql refund");
  countConversations(store.reader, query, context);
  const plans = queryPlansOf(store.reader, () => countConversations(store.reader, query, context));
  expect(plans.map(({ sql }) => sql).filter((sql) => !/list_changes|search_version/.test(sql))).toEqual([]);
});

test("a page that the newest 10,000 do not fill is answered from memory once the others were read", async () => {
  const large = temporaryStore();
  large.writer.sqlite.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100)
    INSERT INTO conversations (conv_id, last_activity_ms, event_count, bytes_received) SELECT 'c' || i, i, 1, 1 FROM n;
    INSERT INTO conversation_facets (conv_id, facet, value, count) VALUES ('c7', 'tool', 'rare', 1), ('c10099', 'tool', 'rare', 1);`);
  const { query, sort } = parsed("tool:rare");
  const params = { query, ...context, by: sort.by, descending: sort.descending, limit: 50 };
  const list = (): string[] => listConversationRows(large.reader, params).map(({ conv_id }) => conv_id);
  expect(list()).toEqual(["c10099", "c7"]);
  const walks = (): number =>
    queryPlansOf(large.reader, list).filter(({ sql }) => sql.includes("last_activity_ms")).length;
  expect(walks()).toBeGreaterThan(0);
  // Pieces are read between requests.
  for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
  const read = queryPlansOf(large.reader, list).flatMap(({ steps }) => steps);
  expect(read.filter((step) => /SCAN|by_activity/.test(step))).toEqual([]);
  expect(list()).toEqual(["c10099", "c7"]);
  // What is counted is among the newest, as before.
  expect(countConversations(large.reader, query, context)).toEqual({ total: 1, is_exact: false });
  large.close();
});
