import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ensureIncidentCounts } from "./incident-counts";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const hour = 3_600_000;
const recount = `
  SELECT incident_id, 'all' AS part, '' AS value, count(*) AS count FROM errors WHERE incident_id IS NOT NULL GROUP BY 1
  UNION ALL SELECT incident_id, 'conversations', '', count(DISTINCT conv_id) FROM errors WHERE incident_id IS NOT NULL AND conv_id IS NOT NULL GROUP BY 1
  UNION ALL SELECT incident_id, 'conversation', conv_id, count(*) FROM errors WHERE incident_id IS NOT NULL AND conv_id IS NOT NULL GROUP BY 1, 3
  UNION ALL SELECT incident_id, 'tool', tool_name, count(*) FROM errors WHERE incident_id IS NOT NULL AND tool_name IS NOT NULL GROUP BY 1, 3
  UNION ALL SELECT incident_id, 'http_status', CAST(http_status AS TEXT), count(*) FROM errors WHERE incident_id IS NOT NULL AND http_status IS NOT NULL GROUP BY 1, 3
  UNION ALL SELECT incident_id, 'hour', CAST(occurred_at_ms / ${String(hour)} * ${String(hour)} AS TEXT), count(*) FROM errors WHERE incident_id IS NOT NULL AND occurred_at_ms IS NOT NULL GROUP BY 1, 3
  ORDER BY 1, 2, 3`;
const counts = (): unknown =>
  store.reader.sqlite.prepare("SELECT * FROM incident_counts ORDER BY 1, 2, 3").all();
const counted = (): unknown => store.reader.sqlite.prepare(recount).all();

const failure = fc.record({
  error_id: fc.constantFrom("e1", "e2", "e3", "e4", "e5"),
  incident_id: fc.constantFrom("i1", "i2", null),
  conv_id: fc.constantFrom("c1", "c2", null),
  tool_name: fc.constantFrom("sql", "search", null),
  http_status: fc.constantFrom(429, 503, null),
  occurred_at_ms: fc.constantFrom(0, hour - 1, hour, null),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), failure }),
  fc.record({ kind: fc.constant("remove" as const), failure }),
);

test("equal a count over the failures, whatever comes, changes its incident and goes", () => {
  const put = store.writer.sqlite.prepare(
    `INSERT INTO errors (error_id, incident_id, conv_id, tool_name, http_status, occurred_at_ms, error_class, error_code, ingested_at_ms, updated_at_ms)
     VALUES (@error_id, @incident_id, @conv_id, @tool_name, @http_status, @occurred_at_ms, 'tool', 'tool.failed', 0, 0)
     ON CONFLICT (error_id) DO UPDATE SET incident_id = excluded.incident_id, conv_id = excluded.conv_id, tool_name = excluded.tool_name,
       http_status = excluded.http_status, occurred_at_ms = excluded.occurred_at_ms`,
  );
  const remove = store.writer.sqlite.prepare("DELETE FROM errors WHERE error_id = @error_id");
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      for (const { kind, failure } of steps) {
        if (kind === "put") put.run(failure);
        else remove.run({ error_id: failure.error_id });
        expect(counts()).toEqual(counted());
      }
    }),
    { numRuns: 200 },
  );
  store.writer.sqlite.exec("DROP TRIGGER incident_counts_insert");
  put.run({
    error_id: "late",
    incident_id: "i1",
    conv_id: "c9",
    tool_name: "sql",
    http_status: 500,
    occurred_at_ms: 1,
  });
  expect(ensureIncidentCounts(store.writer)).toEqual({ recounted: true });
  expect(counts()).toEqual(counted());
  expect(ensureIncidentCounts(store.writer)).toEqual({ recounted: false });
});
