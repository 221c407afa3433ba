import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listConversationsQuerySchema, type ConversationPage } from "@/lib/contracts/conversation";
import { conversationSorts } from "@/lib/contracts/vocabulary";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listConversations } from "./list-conversations";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  temporary.applyChanges(Array.from({ length: 60 }, (_, i) => conversation(i)).flat());
});
afterAll(() => {
  temporary.close();
});

/** Many ties in every sort column, and every seventh conversation without times. */
function conversation(i: number): RecordChange[] {
  const conv_id = `c${String(i).padStart(2, "0")}`;
  const times = i % 7 === 0 ? {} : { last_activity_ms: 1000 + (i % 5), created_at_ms: 900 + (i % 3) };
  const counts = { event_count: i % 4, turn_count: i % 3, total_tokens: i % 6, error_count: i % 2 };
  const status = i % 2 === 0 ? ("active" as const) : ("error" as const);
  const facet = (name: string, value: string): RecordChange => ({
    set: "conversation_facets",
    row: { conv_id, facet: name, value, count: 1 },
  });
  return [
    {
      set: "conversations",
      row: { conv_id, title: i === 3 ? "100% off_er" : `Title ${i}`, status, ...times, ...counts },
    },
    { set: "conversation_sessions", row: { conv_id, session_id: `session-${i}` } },
    facet("tool", i % 3 === 0 ? "search" : "sql"),
    ...(i % 4 === 0 ? [facet("tool", "mail")] : []),
    facet("model", `gpt-${i % 2}`),
  ];
}

function list(query: string): ConversationPage {
  const raw: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (raw[name] ??= []).push(value);
  return listConversations(
    { store: temporary.reader, now: () => 0 },
    listConversationsQuerySchema.parse(raw),
  );
}

function walk(query: string): string[] {
  const ids: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: ConversationPage = list(`${query}&limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`);
    ids.push(...page.items.map((item) => item.conv_id));
    cursor = page.next_cursor;
  }
  return ids;
}

describe("pages", () => {
  test.each(conversationSorts.flatMap((by) => [by, `-${by}`]))(
    "%s gives every conversation once, in one order",
    (sort) => {
      const whole = list(`sort=${sort}&limit=200`).items.map((item) => item.conv_id);
      expect(new Set(whole).size).toBe(60);
      expect(walk(`sort=${sort}`)).toEqual(whole);
    },
  );

  test("ascending is descending backwards", () => {
    const ids = (sort: string) => list(`sort=${sort}&limit=200`).items.map((item) => item.conv_id);
    expect(ids("last_activity")).toEqual(ids("-last_activity").reverse());
  });

  test("refuses a cursor of another filter", () => {
    const { next_cursor } = list("limit=5");
    expect(() => list(`limit=5&status=error&cursor=${next_cursor}`)).toThrow(
      expect.objectContaining({ code: "invalid-cursor" }),
    );
  });
});

describe("filters", () => {
  test("commas are alternatives, repetition is conjunction", () => {
    expect(list("tool=search&limit=200").total).toBe(20);
    expect(list("tool=search,sql&limit=200").total).toBe(60);
    expect(walk("tool=search&tool=mail").sort()).toEqual(["c00", "c12", "c24", "c36", "c48"]);
    expect(list("tool=search&model=gpt-1&status=error").total).toBe(10);
  });

  test("a value that no conversation has matches nothing, a word that none can have is refused", () => {
    expect(list("tool=%25")).toMatchObject({ items: [], total: 0, next_cursor: null });
    expect(() => list("status=exploded")).toThrow("status of conversations is one of");
  });

  test("parameters and the query language say the same", () => {
    expect(walk("q=tool:search,sql+-tool:mail+status:active")).toEqual(
      walk("tool=search,sql,-mail&status=active"),
    );
    expect(list("q=events:>=2 -model:gpt-1").total).toBe(15);
    expect(walk("q=title:FF_ER")).toEqual(["c03"]);
  });

  test("text is taken literally and looks into titles, conversations and sessions", () => {
    expect(list('q="100%25 off_er"').items.map((item) => item.conv_id)).toEqual(["c03"]);
    expect(list("q=%25").total).toBe(0);
    expect(list("q=-session").total).toBe(0);
    expect(list("q=SESSION-42").items.map((item) => item.conv_id)).toEqual(["c42"]);
    expect(list("q=c07").total).toBe(1);
  });
});

test("a row carries counts, tools and models", () => {
  const [item] = list("q=c12").items;
  expect(item).toMatchObject({
    conv_id: "c12",
    event_count: 0,
    tools: ["mail", "search"],
    models: ["gpt-0"],
    duration_ms: 102,
  });
});

describe("cost", () => {
  test.each(conversationSorts)("sorting by %s walks an index and sorts nothing", (sort) => {
    const plans = queryPlansOf(temporary.reader, () => walk(`sort=-${sort}&status=error`));
    const pages = plans.filter((plan) => plan.sql.includes("order by"));
    expect(pages.length).toBeGreaterThan(0);
    for (const { sql, steps } of pages.filter((plan) => !plan.sql.includes("conversation_facets"))) {
      expect(steps.join("; "), sql).toMatch(/USING INDEX conversations_by_/);
      expect(steps.join("; "), sql).not.toContain("TEMP B-TREE");
    }
  });
});

test("beyond ten thousand conversations matches are counted among the newest, and told to be more", () => {
  const many = temporaryStore();
  try {
    const insert = (from: number, to: number) =>
      many.writer.sqlite.exec(
        `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
         INSERT INTO conversations (conv_id, last_activity_ms, status) SELECT 'c' || i, i, iif(i % 2, 'error', 'idle') FROM n`,
      );
    const count = (query: string) => {
      const { total, total_is_exact } = listConversations(
        { store: many.reader, now: () => 0 },
        listConversationsQuerySchema.parse({ q: [query] }),
      );
      return [total, total_is_exact];
    };
    insert(1, 10_000);
    expect([count(""), count("status:error")]).toEqual([
      [10_000, true],
      [5_000, true],
    ]);
    insert(10_001, 10_010);
    expect([count(""), count("status:error")]).toEqual([
      [10_000, false],
      [5_000, false],
    ]);
  } finally {
    many.close();
  }
});
