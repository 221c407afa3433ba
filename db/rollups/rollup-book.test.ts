import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { recountRollups } from "@/lib/testing/recount-rollups";
import { semFrame } from "@/lib/testing/envelopes";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import type { RecordChange } from "@/lib/domain/model";
import { ensureRollups } from "./rollup-triggers";

const begin = 1_799_990_000_000;
const hour = 3_600_000;

function kept({ reader }: TemporaryStore): readonly unknown[] {
  return reader.sqlite
    .prepare("SELECT bucket, metric, bucket_ms, dimension, value FROM rollups ORDER BY 1, 2, 3, 4")
    .all();
}

/** Something that happens to a store; places are small numbers, so that the same record is met again. */
type Step =
  | { kind: "frame"; id: number; at: number }
  | { kind: "record"; set: "errors" | "model_calls" | "tool_calls"; id: number; at: number; what: number }
  | { kind: "remove"; table: string; id: number }
  | { kind: "settle"; all: boolean };

const id = fc.integer({ min: 0, max: 5 });
/** Two days around an hour and a day that end, by minutes. */
const at = fc.integer({ min: 0, max: 48 * 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("frame" as const), id, at }),
  fc.record({
    kind: fc.constant("record" as const),
    set: fc.constantFrom("errors" as const, "model_calls" as const, "tool_calls" as const),
    id,
    at,
    what: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constant("remove" as const),
    table: fc.constantFrom("errors", "model_calls", "tool_calls", "events"),
    id,
  }),
  fc.record({ kind: fc.constant("settle" as const), all: fc.boolean() }),
);

function recordOf({ set, id: n, at: minute, what }: Extract<Step, { kind: "record" }>): RecordChange {
  const ms = begin + minute * 60_000;
  const conv_id = `c${String(n % 2)}`;
  switch (set) {
    case "errors":
      return {
        set,
        row: {
          error_id: `e${String(n)}`,
          conv_id: what === 0 ? null : conv_id,
          error_code: `tool.code_${String(what)}`,
          error_class: what === 1 ? "provider" : "tool",
          occurred_at_ms: what === 3 ? null : ms,
        },
      };
    case "model_calls":
      return {
        set,
        row: {
          conv_id,
          call_id: `m${String(n)}`,
          provider: what === 0 ? null : "acme",
          request_model: `model-${String(what)}`,
          status: what === 1 ? "failed" : "succeeded",
          input_tokens: what * 100,
          reasoning_tokens: what,
          started_at_ms: ms,
          total_ms: what === 2 ? null : 10 ** what,
          first_token_ms: what,
        },
      };
    case "tool_calls":
      return {
        set,
        row: {
          conv_id,
          tool_call_id: `t${String(n)}`,
          tool_name: `tool-${String(what)}`,
          status: what === 1 ? "timed_out" : "succeeded",
          requested_at_ms: ms,
        },
      };
  }
}

const keyOf = { errors: "error_id", model_calls: "call_id", tool_calls: "tool_call_id", events: "ordinal" };

function play(store: TemporaryStore, steps: readonly Step[]): void {
  let now = begin + 100 * hour;
  const engine = new IngestEngine(store.writer, store.path, () => (now += 400));
  for (const [i, each] of steps.entries()) {
    switch (each.kind) {
      case "frame":
      case "record": {
        const item = semFrame({
          conv: `c${String(each.id % 2)}`,
          seq: BigInt(each.id + 1),
          // A frame of the same id again is a duplicate or a conflict; a record comes with a frame of its own.
          identity: each.kind === "frame" ? `f${String(each.id)}` : `r${String(i)}`,
          at: begin + each.at * 60_000,
          records: each.kind === "record" ? [recordOf(each)] : [],
        });
        engine.commit([{ source: "test", item }]);
        break;
      }
      case "remove": {
        const key = keyOf[each.table as keyof typeof keyOf];
        store.writer.sqlite
          .prepare(
            `DELETE FROM ${each.table} WHERE ${key} IN (SELECT ${key} FROM ${each.table} LIMIT 1 OFFSET ?)`,
          )
          .run(each.id);
        break;
      }
      case "settle":
        engine.settle(each.all);
    }
  }
  engine.settle(true);
}

describe("rollups", () => {
  test("equal a recount after any order of arrival, correction, repetition and deletion", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const store = temporaryStore();
        try {
          play(store, steps);
          expect(kept(store)).toEqual(recountRollups(store.reader));
          expect(store.reader.sqlite.prepare("SELECT count(*) FROM stale_rollups").pluck().get()).toBe(0n);
        } finally {
          store.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  test("hold nothing of a batch that was rolled back", () => {
    const store = temporaryStore();
    const engine = new IngestEngine(
      store.writer,
      store.path,
      () => begin,
      (reached) => {
        if (reached === "batch-written") throw new Error("killed");
      },
    );
    expect(() => engine.commit([{ source: "test", item: semFrame({ seq: 1n }) }])).toThrow();
    expect(kept(store)).toEqual([]);
    store.close();
  });

  test("are made anew when their definition changes", () => {
    const store = temporaryStore();
    play(store, [
      { kind: "frame", id: 1, at: 3 },
      { kind: "record", set: "model_calls", id: 1, at: 70, what: 3 },
    ]);
    store.writer.sqlite.exec("DROP TRIGGER rollups_errors_insert; UPDATE rollups SET value = value + 1");
    expect(ensureRollups(store.writer)).toEqual({ recounted: true });
    new IngestEngine(store.writer, store.path, () => begin).settle(true);
    expect(kept(store)).toEqual(recountRollups(store.reader));
    expect(ensureRollups(store.writer)).toEqual({ recounted: false });
    store.close();
  });

  test("of one changed record are recounted through the index on time", () => {
    const store = temporaryStore();
    const plan = (sql: string): string =>
      store.reader.sqlite
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join("\n");
    const range = (column: string) => `${column} >= 1 AND ${column} < 2`;
    expect(plan(`SELECT error_class, error_code FROM errors WHERE ${range("occurred_at_ms")}`)).toContain(
      "errors_by_time",
    );
    expect(plan(`SELECT provider FROM model_calls WHERE ${range("started_at_ms")}`)).toContain(
      "model_calls_recent",
    );
    expect(plan(`SELECT status FROM tool_calls WHERE ${range("requested_at_ms")}`)).toContain(
      "tool_calls_recent",
    );
    store.close();
  });
});
