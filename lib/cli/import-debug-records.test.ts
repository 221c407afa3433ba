import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import { openForReading, type ReadStore } from "@/db/store";
import { storePath } from "@/lib/services/store/data-folder";
import { temporaryFolder } from "@/lib/testing/temporary-folder";
import { importPaths, type FileResult } from "./import";

const big = "9007199254740993";
const record = (kind: string, ms: number, said: object, more: object = {}): object => ({
  kind,
  timestamp: new Date(Date.parse("2026-05-07T10:00:00Z") + ms).toISOString(),
  sessionId: "s1",
  ...more,
  [kind]: said,
});
const message = { messageId: "chat-msg-1", role: "assistant", content: "hello" };
const applied = [
  {
    kind: "ChatMessage",
    id: "chat-msg-1",
    createdOrdinal: "1",
    lastEventOrdinal: big,
    payloadType: "x",
    payload: message,
  },
];

/** Records as pinocchio's `cmd/web-chat/app/debug_recorder.go` writes them. */
const server: readonly object[] = [
  record("transport", 0, { stage: "connected" }, { connectionId: "conn-1" }),
  record(
    "transport",
    10,
    { stage: "client_frame_decoded", direction: "client_to_server", frameType: "subscribe", rawBytes: 40 },
    { connectionId: "conn-1" },
  ),
  record(
    "pipeline",
    20,
    {
      mode: "live",
      event: "ChatMessageUpdated",
      eventType: "x",
      payload: message,
      eventAppended: true,
      timelineCursorAdvanced: true,
      appliedEntities: applied,
    },
    { ordinal: big },
  ),
  record(
    "pipeline",
    30,
    {
      mode: "live",
      event: "ChatMessageFinished",
      payload: message,
      eventAppended: true,
      applyError: "database is locked",
      timelineCursorAdvanced: false,
    },
    { ordinal: "9007199254740994" },
  ),
  record(
    "transport",
    40,
    { stage: "ui_event_sent", direction: "server_to_client", rawBytes: 200 },
    { connectionId: "conn-1", ordinal: big },
  ),
  record(
    "transport",
    50,
    { stage: "server_frame_queue_full", queueLen: 128, queueCap: 128 },
    { connectionId: "conn-1" },
  ),
  record("geppetto", 60, {
    stage: "geppetto_publish_started",
    eventType: "final",
    messageId: "m1",
    turnId: "t1",
    eventJson: { type: "final", text: "hello" },
  }),
  record("geppetto", 61, {
    stage: "geppetto_publish_done",
    eventType: "final",
    messageId: "m1",
    turnId: "t1",
    eventJson: { type: "final", text: "hello" },
  }),
  record("geppetto", 70, {
    stage: "provider_call_result_finalized",
    provider: "openai_responses",
    model: "gpt-5",
    providerCallId: "pc-1",
    responseId: "resp_1",
    finishClass: "completed",
    usage: { input_tokens: 7, output_tokens: 5 },
    durationMs: 900,
  }),
  record("transport", 80, { stage: "disconnected", error: "going away" }, { connectionId: "conn-1" }),
  { kind: "novel", timestamp: 5, sessionId: "s1", novel: {} },
];

const frame = (ordinal: string, text: string): string =>
  JSON.stringify({
    uiEvent: {
      sessionId: "s1",
      eventOrdinal: ordinal,
      name: "ChatMessageUpdated",
      payload: { "@type": "x", ...message, content: text },
    },
  });
/** Entries of the browser's recorder. */
const browser: readonly object[] = [
  { id: 1, timestamp: 1_778_148_000_000, type: "ws-lifecycle", sessionId: "s1", event: "open" },
  {
    id: 2,
    timestamp: 1_778_148_000_100.5,
    type: "raw-ws",
    sessionId: "s1",
    size: 9,
    preview: "{",
    raw: frame(big, "a"),
  },
  {
    id: 3,
    timestamp: 1_778_148_000_101,
    type: "parsed-frame",
    sessionId: "s1",
    frameType: "uiEvent",
    frame: JSON.parse(frame(big, "a")) as object,
  },
  {
    id: 4,
    timestamp: 1_778_148_000_102,
    type: "snapshot",
    sessionId: "s1",
    ordinal: "7",
    entityCount: 3,
    droppedCount: 1,
    entities: [],
  },
  { id: 5, timestamp: 1_778_148_000_103, type: "raw-ws", sessionId: "s1", size: 9, raw: "not json" },
  {
    id: 6,
    timestamp: 1_778_148_000_200,
    type: "ws-lifecycle",
    sessionId: "s1",
    event: "close",
    code: 1006,
    reason: "gone",
  },
];

let opened: ReadStore | undefined;
afterEach(() => {
  opened?.sqlite.close();
});

async function imported(
  files: Readonly<Record<string, unknown>>,
): Promise<{ results: readonly FileResult[]; ask(sql: string): unknown[] }> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files))
    if (typeof content === "string") {
      const sqlite = new Database(join(folder, name));
      sqlite.exec(content);
      sqlite.close();
    } else writeFileSync(join(folder, name), JSON.stringify(content));
  const data = temporaryFolder();
  const results = await importPaths([folder], { data }, () => undefined);
  const store = openForReading(storePath(data));
  opened = store;
  return { results, ask: (sql) => store.sqlite.prepare(sql).all() };
}

const told = {
  entities: [{ entity_id: "chat-msg-1", last_seen_version: BigInt(big) }],
  errors: [{ error_code: "storage.write_failed" }, { error_code: "transport.ws_backpressure" }],
  sockets: [{ frames_in: 1n, frames_out: 1n, bytes_out: 200n, open: 1n, close_reason: "going away" }],
  call: [
    { provider: "openai_responses", output_tokens: 5n, response_id: "resp_1", finish_class: "completed" },
  ],
};

function expectServerRecords(ask: (sql: string) => unknown[]): void {
  expect(ask("SELECT DISTINCT entity_id, last_seen_version FROM entities WHERE origin = 'stored'")).toEqual(
    told.entities,
  );
  expect(ask("SELECT DISTINCT error_code FROM errors WHERE error_id LIKE 'debug|%' ORDER BY 1")).toEqual(
    told.errors,
  );
  expect(
    ask(
      "SELECT frames_in, frames_out, bytes_out, connected_at_ms > 0 AS open, close_reason FROM ws_sessions WHERE socket_id LIKE '%conn-1%'",
    ),
  ).toEqual(told.sockets);
  expect(
    ask("SELECT provider, output_tokens, response_id, finish_class FROM model_calls WHERE call_id = 'pc-1'"),
  ).toEqual(told.call);
  expect(ask("SELECT call_id FROM model_calls WHERE call_id = 'm1'")).toEqual([{ call_id: "m1" }]);
}

test("records of the server: events, entities, calls, sockets and what failed", async () => {
  const { results, ask } = await imported({ "records.json": { sessionId: "s1", records: server } });
  expect(results).toMatchObject([
    { format: "debug-records", received: server.length, stored: server.length },
  ]);
  expect(ask("SELECT conv_id FROM conversations")).toEqual([{ conv_id: "s1" }]);
  expectServerRecords(ask);
});

test("the same records in two answers are stored once", async () => {
  const { results } = await imported({
    "a-records.json": { sessionId: "s1", records: server },
    "b-transport.json": {
      sessionId: "s1",
      kind: "transport",
      records: server.filter((item) => "transport" in item),
    },
  });
  expect(results.map(({ stored, duplicate, conflict }) => [stored, duplicate, conflict])).toEqual([
    [server.length, 0, 0],
    [0, 5, 0],
  ]);
});

test.each([
  ["a list", browser],
  ["under records", { records: browser }],
  [
    "as react-chat wraps them",
    browser.map(({ ...event }) => ({ id: "x", ts: (event as { timestamp?: number }).timestamp, event })),
  ],
])("entries of a browser: frames as received, the socket with its close: %s", async (_form, document) => {
  const { results, ask } = await imported({ "browser.json": document });
  expect(results).toMatchObject([{ format: "debug-records", received: 6, stored: 6, conflict: 0 }]);
  expect(ask("SELECT conv_id, close_code, close_reason, frames_out FROM ws_sessions")).toEqual([
    { conv_id: "s1", close_code: 1006n, close_reason: "gone", frames_out: 2n },
  ]);
  expect(ask("SELECT event_count FROM conversations")).toEqual([{ event_count: 1n }]);
});

test("an event that the server recorded and a browser received is counted once", async () => {
  const { ask } = await imported({
    "a-server.json": { sessionId: "s1", records: server.slice(2, 3) },
    "b-browser.json": [browser[1]],
  });
  expect(ask("SELECT event_count FROM conversations")).toEqual([{ event_count: 1n }]);
});

test("what reconciling found missing is a failure of the transport; an empty answer is kept", async () => {
  const { results, ask } = await imported({
    "reconcile.json": {
      sessionId: "s1",
      pipelineFanoutOrdinals: ["1"],
      transportFanoutOrdinals: null,
      missingTransportFanout: [big],
      extraTransportFanout: null,
      pipelineRecordCount: 1,
      transportRecordCount: 0,
    },
    "records.json": { sessionId: "s1", records: [] },
  });
  expect(results.map(({ format, stored }) => [format, stored])).toEqual([
    ["debug-records", 1],
    ["debug-records", 1],
  ]);
  expect(ask("SELECT error_code, raw_message LIKE '%9007199254740993%' AS named FROM errors")).toEqual([
    { error_code: "transport.frame_gap", named: 1n },
  ]);
});

const quoted = (value: object): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`;

test("the SQLite export says what its records say, and keeps every row of every table", async () => {
  const { results, ask } = await imported({
    "export.sqlite": `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE backend_records (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, ts TEXT, session_id TEXT, connection_id TEXT, ordinal INTEGER, raw_json TEXT NOT NULL);
      CREATE TABLE backend_transport (record_id INTEGER PRIMARY KEY, stage TEXT, queue_len INTEGER);
      CREATE TABLE frontend_records (id INTEGER PRIMARY KEY, type TEXT NOT NULL, ts_ms INTEGER, session_id TEXT, ordinal INTEGER, raw_json TEXT NOT NULL);
      CREATE TABLE timeline_entities (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entity_id TEXT NOT NULL, created_ordinal INTEGER NOT NULL,
        last_event_ordinal INTEGER NOT NULL, tombstone INTEGER NOT NULL DEFAULT 0, payload_type TEXT, payload_json TEXT);
      CREATE TABLE turns (id INTEGER PRIMARY KEY AUTOINCREMENT, conv_id TEXT NOT NULL, session_id TEXT NOT NULL, turn_id TEXT NOT NULL, phase TEXT NOT NULL,
        runtime_key TEXT, inference_id TEXT, created_at_ms INTEGER, created_at TEXT, payload_json TEXT NOT NULL);
      CREATE TABLE novelty (a);
      INSERT INTO meta VALUES ('schema_version', 'pinocchio-stream-debug-sqlite-v1'), ('session_id', 's1');
      ${server.map((item) => `INSERT INTO backend_records(kind, session_id, raw_json) VALUES ('x', 's1', ${quoted(item)});`).join("\n")}
      INSERT INTO backend_records(kind, raw_json) VALUES ('x', 'cut {');
      ${browser.map((item, i) => `INSERT INTO frontend_records(id, type, raw_json) VALUES (${String(i)}, 'x', ${quoted(item)});`).join("\n")}
      INSERT INTO backend_transport VALUES (6, 'server_frame_queue_full', 128);
      INSERT INTO timeline_entities VALUES (1, 'ChatMessage', 'chat-msg-1', 1, ${big}, 0, 'x', ${quoted(message)});
      INSERT INTO turns VALUES (1, 's1', 's1', 't1', 'final', 'default', 'inf-1', 1778148000000, '', 'id: t1
blocks:
  - {id: b, kind: user, payload: {text: hi}}');
      INSERT INTO novelty VALUES (x'00');`,
  });
  const rows = 2 + server.length + 1 + browser.length + 4;
  expect(results).toMatchObject([
    { format: "reconcile-db", received: rows, stored: rows, conflict: 0, rejected: 0 },
  ]);
  expectServerRecords(ask);
  expect(ask("SELECT turn_id, phase, block_count, inference_id FROM turn_snapshots")).toEqual([
    { turn_id: "t1", phase: "final", block_count: 1n, inference_id: "inf-1" },
  ]);
  expect(ask("SELECT conv_id FROM conversations")).toEqual([{ conv_id: "s1" }]);
});
