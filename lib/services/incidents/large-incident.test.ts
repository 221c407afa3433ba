import { expect, onTestFinished, test } from "vitest";
import { IncidentBook } from "@/db/records/incident-book";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { getIncident } from "./get-incident";

const id = "abcdefabcdefabcd";

test("what a large group is made of is told from its newest occurrences, and said to be", () => {
  const store = temporaryStore();
  onTestFinished(() => {
    store.close();
  });
  const { sqlite } = store.writer;
  // The oldest occurrence is by another tool.
  sqlite.exec(`
    INSERT INTO errors (error_id, incident_id, conv_id, tool_name, occurred_at_ms, error_class, error_code, fingerprint,
      fingerprint_version, ingested_at_ms, updated_at_ms)
    WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    SELECT 'e' || i, '${id}', 'c' || (i % 100), CASE WHEN i = 0 THEN 'old' ELSE 'new' END, i * 10000000, 'tool', 'tool.failed',
      '${id}00', 2, 0, 0 FROM n`);
  new IncidentBook(sqlite).refresh([id], 0);
  const detail = getIncident({ store: store.reader, now: () => 0 }, id, { limit: 1 });
  expect(detail).toMatchObject({ told_from: 5_000, parts: [] });
  expect(detail.incident).toMatchObject({
    occurrence_count: 5_001,
    conversation_count: 100,
    tools: ["new", "old"],
  });
  // More than are read one by one: the history comes from the hours.
  expect(detail.incident.histogram.reduce((sum, bar) => sum + bar, 0)).toBe(5_001);
});
