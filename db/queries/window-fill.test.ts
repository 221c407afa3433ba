import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConversationRemoval } from "../records/conversation-removal";
import { ConversationSummary } from "../records/conversation-summary";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { WindowFill } from "./window-fill";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const size = 5;

/** What the tables say of the newest conversations. */
function expected(limit: number): unknown[] {
  return store.reader.sqlite
    .prepare(
      `SELECT conv_id, last_activity_ms, (SELECT group_concat(facet || '=' || value) FROM
         (SELECT facet, value FROM conversation_facets f WHERE f.conv_id = c.conv_id ORDER BY 1, 2)) AS facets
       FROM conversations c ORDER BY last_activity_ms DESC, conv_id LIMIT ${String(limit)}`,
    )
    .raw()
    .all();
}

function held(fill: WindowFill): unknown[] {
  return fill.conversations.map(({ conv_id, activity, facets }) => [
    conv_id,
    activity === null ? null : BigInt(activity),
    (fill.sets[facets] ?? [])
      .map((mark) => `${fill.marks[mark]?.facet ?? ""}=${fill.marks[mark]?.value ?? ""}`)
      .sort()
      .join(",") || null,
  ]);
}

type Step =
  | { readonly kind: "seen"; readonly conv: number; readonly at: number | undefined }
  | { readonly kind: "tool"; readonly conv: number; readonly tool: string }
  | { readonly kind: "remove"; readonly conv: number };

const conv = fc.integer({ min: 0, max: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("seen" as const),
      conv,
      at: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("tool" as const),
      conv,
      tool: fc.constantFrom("sql", "search"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), conv }) },
);

test("the window holds what the tables say after any changes, looked at in between or not", () => {
  const summary = new ConversationSummary(store.writer.sqlite);
  const removal = new ConversationRemoval(store.writer.sqlite);
  let calls = 0;
  const take = (one: Step): void => {
    const conv_id = `c${String(one.conv)}`;
    switch (one.kind) {
      case "seen":
        store.applyChanges([{ set: "conversations", row: { conv_id, last_activity_ms: one.at } }]);
        break;
      case "tool":
        calls += 1;
        store.applyChanges([
          { set: "conversations", row: { conv_id } },
          { set: "tool_calls", row: { conv_id, tool_call_id: String(calls), tool_name: one.tool } },
        ]);
        break;
      case "remove":
        calls += 1;
        store.writer.sqlite.transaction(() => removal.remove(conv_id, "test", calls)).immediate();
        return;
    }
    summary.refresh(conv_id, 0);
  };
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 40 }), (steps) => {
      for (let at = 0; at <= 8; at += 1) take({ kind: "remove", conv: at });
      const fill = new WindowFill(store.reader.sqlite, { first: size, most: size });
      const growing = new WindowFill(store.reader.sqlite, { first: 2, most: 100 });
      for (const [one, isLookedAt] of steps) {
        take(one);
        if (!isLookedAt) continue;
        fill.refresh();
        growing.refresh();
        if (growing.isOrdered) expect(held(growing)).toEqual(expected(growing.conversations.length));
        growing.grow();
        if (fill.isOrdered) expect(held(fill)).toEqual(expected(size));
      }
      fill.refresh();
      const all = Number(store.reader.sqlite.prepare("SELECT count(*) FROM conversations").pluck().get());
      expect(fill.isAll).toBe(all <= size);
      growing.refresh();
      while (growing.canGrow) growing.grow();
      if (growing.isOrdered) expect(held(growing)).toEqual(expected(growing.conversations.length));
      if (growing.isAll) expect(growing.conversations).toHaveLength(all);
      if (fill.isOrdered) expect(held(fill)).toEqual(expected(size));
    }),
    { numRuns: 60 },
  );
});

test("a look at a window to which nothing happened reads no conversation", () => {
  store.applyChanges([{ set: "conversations", row: { conv_id: "c", last_activity_ms: 1 } }]);
  const fill = new WindowFill(store.reader.sqlite, { first: size, most: size });
  fill.refresh();
  const before = fill.conversations[0];
  fill.refresh();
  expect(fill.conversations[0]).toBe(before);
});
