import { afterAll, beforeAll, expect, test } from "vitest";
import { itemIdSql } from "@/db/event-log/item-id";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { lookUp } from "./look-up";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  recordScenario(
    temporary,
    `
conversation c1 "Refund" start=-10m
  turn t1 "What is the refund policy?"
    http POST /chat 202
    llm.start model=gpt-5
    tool.start search args={"q":"refund"}
    tool.result {"pages":2}
    llm.final text="Thirty days." in=1 out=1
`,
  );
});
afterAll(() => {
  temporary.close();
});

const context = () => ({ store: temporary.reader, now: () => 1_800_000_000_000 });
const kindsBy = (id: string): Map<string, string[]> => {
  const kinds = new Map<string, string[]>();
  for (const { kind, matched } of lookUp(context(), id).items)
    kinds.set(matched, [...(kinds.get(matched) ?? []), kind]);
  return kinds;
};

test.each([
  ["response_id", "SELECT response_id FROM model_calls WHERE response_id IS NOT NULL", "model_call"],
  ["trace_id", "SELECT trace_id FROM model_calls WHERE trace_id IS NOT NULL", "model_call"],
  ["trace_id", "SELECT trace_id FROM tool_calls WHERE trace_id IS NOT NULL", "tool_call"],
  ["idempotency_key", "SELECT idempotency_key FROM http_requests WHERE idempotency_key IS NOT NULL", "http"],
  ["block_id", "SELECT block_id FROM blocks WHERE kind = 'user'", "snapshot"],
])("a %s opens what carries it: %s", (matched, sql, kind) => {
  const id = String(temporary.reader.sqlite.prepare(sql).pluck().get());
  expect(kindsBy(id).get(matched)).toContain(kind);
});

test("the id under which a line was sent finds it again", () => {
  const id = String(
    temporary.reader.sqlite
      .prepare(`SELECT ${itemIdSql("e")} AS id FROM events e WHERE id IS NOT NULL ORDER BY ordinal LIMIT 1`)
      .pluck()
      .get(),
  );
  expect(kindsBy(id).get("id")).toEqual(["event"]);
});

test("no probe walks a table", () => {
  const plans = queryPlansOf(temporary.reader, () => lookUp(context(), "nothing of the kind"));
  expect(plans.length).toBeGreaterThan(10);
  expect(plans.flatMap(({ steps }) => steps).filter((step) => step.startsWith("SCAN"))).toEqual([]);
});
