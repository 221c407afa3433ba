import { afterEach, expect, test } from "vitest";
import { importDatabase, type ImportedDatabase } from "@/lib/testing/imported-database";

/** Tables as the ticket's own `00_schema.sql` makes them. */
const schema = `
  CREATE TABLE event_log_entries (idx INTEGER PRIMARY KEY, entry_id TEXT, timestamp_ms INTEGER, event_type TEXT, event_id TEXT,
    family TEXT, summary TEXT, sem INTEGER, seq TEXT, stream_id TEXT, conv_id TEXT, message_role TEXT, message_streaming INTEGER,
    message_content_len INTEGER, raw_payload_json TEXT, event_data_json TEXT, event_metadata_json TEXT);
  CREATE TABLE gpt_log_lines (line_no INTEGER PRIMARY KEY, ts_iso TEXT, level TEXT, module_ref TEXT, message TEXT, kv_json TEXT, raw_line TEXT);`;

let opened: ImportedDatabase | undefined;
afterEach(() => {
  opened?.close();
});

async function imported(sql: string): Promise<ImportedDatabase> {
  opened = await importDatabase("analysis.db", sql);
  return opened;
}

test("frames and log lines of an analysis are told again, what was lost is said", async () => {
  const { result, ask } = await imported(`${schema}
    INSERT INTO event_log_entries VALUES
      (1, 'evt-1', 1771453372732, 'llm.start', 'm1', 'llm', 'x', 1, '1771453372730000000', NULL, 'c1', NULL, NULL, NULL,
        '{"sem":true,"event":{"type":"llm.start","id":"m1","seq":"1771453372730000000","stream_id":null}}', '{}', '{}'),
      (2, 'evt-2', 1771453372743, 'llm.final', 'm1', 'llm', 'x', 1, '1771453372740000001', NULL, 'c1', NULL, NULL, NULL,
        '{"sem":true,"event":{"type":"llm.final","id":"m1","seq":1771453372740000001,"data":{"id":"m1","text":"done"}}}', '{}', '{}'),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cut {', NULL, NULL);
    INSERT INTO gpt_log_lines VALUES
      (1, '2026-02-18T17:22:50-05:00', 'INF', 'web-chat/main.go:1', 'starting web-chat server', '{}',
        '2026-02-18T17:22:50-05:00 INF web-chat/main.go:1 > starting web-chat server addr=:8080'),
      (2, NULL, NULL, NULL, NULL, NULL, NULL);`);
  expect(result).toMatchObject({ format: "analysis-db", received: 5, stored: 5, conflict: 0, rejected: 0 });
  expect(ask("SELECT call_id, output_preview, status FROM model_calls WHERE conv_id = 'c1'")).toEqual([
    { call_id: "m1", output_preview: "done", status: "succeeded" },
  ]);
  expect(ask("SELECT count(*) AS n FROM processes")).toEqual([{ n: 1n }]);
});

test("either table alone, with columns missing and others more, is read", async () => {
  const { result } = await imported(`
    CREATE TABLE event_log_entries (event_type, raw_payload_json, novelty);
    INSERT INTO event_log_entries VALUES ('llm.start', NULL, x'00'), (1, 2, 3);`);
  expect(result).toMatchObject({ format: "analysis-db", received: 2, stored: 2 });
});
