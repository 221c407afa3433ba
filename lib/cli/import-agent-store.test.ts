import { afterEach, expect, test } from "vitest";
import { importDatabase, type ImportedDatabase } from "@/lib/testing/imported-database";

type Word = "session" | "run";

/** Tables as pinocchio's `cmd/agents/simple-chat-agent/pkg/store/schema.sql` makes them, in either word. */
const schema = (word: Word): string => `
  CREATE TABLE ${word}s(id TEXT PRIMARY KEY, created_at TEXT NOT NULL, metadata TEXT);
  CREATE TABLE ${word}_metadata_kv(${word}_id TEXT NOT NULL, key TEXT NOT NULL, type TEXT, value_text TEXT, value_json TEXT,
    PRIMARY KEY (${word}_id, key));
  CREATE TABLE turns(id TEXT PRIMARY KEY, ${word}_id TEXT NOT NULL, created_at TEXT NOT NULL, metadata TEXT);
  CREATE TABLE turn_kv(turn_id TEXT NOT NULL, section TEXT NOT NULL, key TEXT NOT NULL, type TEXT, value_text TEXT, value_json TEXT,
    PRIMARY KEY (turn_id, section, key));
  CREATE TABLE blocks(id TEXT NOT NULL, turn_id TEXT NOT NULL, ord INTEGER NOT NULL, kind INTEGER NOT NULL, role TEXT,
    created_at TEXT NOT NULL, PRIMARY KEY (id, turn_id));
  CREATE TABLE block_payload_kv(block_id TEXT NOT NULL, turn_id TEXT NOT NULL, phase TEXT NOT NULL, key TEXT NOT NULL, type TEXT,
    value_text TEXT, value_json TEXT, PRIMARY KEY (block_id, turn_id, phase, key));
  CREATE TABLE block_metadata_kv(block_id TEXT NOT NULL, turn_id TEXT NOT NULL, phase TEXT NOT NULL, key TEXT NOT NULL, type TEXT,
    value_text TEXT, value_json TEXT, PRIMARY KEY (block_id, turn_id, phase, key));
  CREATE TABLE turn_snapshots(id INTEGER PRIMARY KEY AUTOINCREMENT, turn_id TEXT NOT NULL, phase TEXT NOT NULL,
    created_at TEXT NOT NULL, data TEXT NOT NULL);
  CREATE TABLE chat_events(id INTEGER PRIMARY KEY AUTOINCREMENT, created_at TEXT NOT NULL, type TEXT NOT NULL, message TEXT,
    level TEXT, tool_name TEXT, tool_id TEXT, input TEXT, result TEXT, data_json TEXT, payload_json TEXT, ${word}_id TEXT,
    ${word === "session" ? "inference_id TEXT," : ""} turn_id TEXT);
  CREATE TABLE tool_registry_snapshots(id INTEGER PRIMARY KEY AUTOINCREMENT, ${word}_id TEXT NOT NULL, turn_id TEXT NOT NULL,
    phase TEXT NOT NULL, created_at TEXT NOT NULL, tools_json TEXT NOT NULL);
  CREATE TABLE _prompts(prompt TEXT NOT NULL);
  CREATE VIEW v_recent_events AS SELECT * FROM chat_events;`;

const snapshot = (word: Word, kinds: readonly unknown[]): string =>
  JSON.stringify({
    [`${word}_id`]: "s1",
    turn_id: "t1",
    blocks: kinds.map((kind, order) => ({
      id: `b${String(order)}`,
      order,
      kind,
      role: "",
      payload: { text: "hi" },
    })),
  });

const rows = (word: Word): string => `
  INSERT INTO ${word}s VALUES ('s1', '2025-09-01T10:00:00.000000001+02:00', '{"n":9007199254740993}');
  INSERT INTO ${word}_metadata_kv VALUES ('s1', 'n', 'number', '1', '1');
  INSERT INTO turns VALUES ('t1', 's1', '2025-09-01T10:00:01+02:00', '{}'), ('t2', 's1', 'not a date', 'not json');
  INSERT INTO turn_kv VALUES ('t1', 'data', 'agent_mode', 'string', 'chat', '');
  INSERT INTO turn_snapshots(turn_id, phase, created_at, data) VALUES
    ('t1', 'pre', '2025-09-01T10:00:01+02:00', '${snapshot(word, [0])}'),
    ('t1', 'post', '2025-09-01T10:00:02+02:00', '${snapshot(word, [0, 2, "llm_text", 9])}'),
    ('t1', 'post', '2025-09-01T10:00:03+02:00', 'cut {');
  INSERT INTO blocks VALUES ('x1', 't2', 1, 3, NULL, '2025-09-01T10:00:05+02:00'), ('x0', 't2', 0, 2, '', '2025-09-01T10:00:04+02:00');
  INSERT INTO block_payload_kv VALUES
    ('x0', 't2', 'post', 'id', 'string', 'call-9', ''), ('x0', 't2', 'post', 'args', 'object', '', '{"n":9007199254740993}'),
    ('x1', 't2', 'post', 'id', 'string', 'call-9', ''), ('x1', 't2', 'post', 'result', 'null', '', 'null'),
    ('b0', 't1', 'pre', 'text', 'string', 'hi', '');
  INSERT INTO chat_events(created_at, type, message, level, tool_name, tool_id, input, result, data_json, payload_json, ${word}_id, turn_id) VALUES
    ('2025-09-01T10:00:01.5+02:00', 'tool-call-execute', '', '', 'search', 'call-1', '{"q":1}', '', '', '', 's1', 't1'),
    ('2025-09-01T10:00:01.9+02:00', 'tool-call-execution-result', '', '', '', 'call-1', '', 'found', '', '', 's1', 't1'),
    ('2025-09-01T10:00:02+02:00', 'log', 'hello', 'warn', '', '', '', '', '{"k":9007199254740993}', '', '', ''),
    ('2025-09-01T10:00:02+02:00', 'agent-mode-switch', '', '', NULL, NULL, NULL, NULL, NULL,
      '{"type":"agent-mode-switch","meta":{"message_id":"m1"},"message":"switched","data":{"from":"chat","to":"review","analysis":"asked"}}', 's1', 't1');
  INSERT INTO tool_registry_snapshots(${word}_id, turn_id, phase, created_at, tools_json) VALUES ('s1', 't1', 'pre', '2025-09-01T10:00:01+02:00', '[]');
  INSERT INTO _prompts VALUES ('be kind');`;

let opened: ImportedDatabase | undefined;
afterEach(() => {
  opened?.close();
});

async function imported(sql: string): Promise<ImportedDatabase> {
  opened = await importDatabase("simple-agent.db", sql);
  return opened;
}

test.each(["session", "run"] as const)(
  "every row of the store is kept, and says what it says: %s",
  async (word) => {
    const { result, ask } = await imported(schema(word) + rows(word));
    expect(result).toMatchObject({ format: "agent-db", received: 21, stored: 21, conflict: 0, rejected: 0 });
    expect(ask("SELECT conv_id FROM conversations ORDER BY conv_id")).toEqual([
      { conv_id: "s1" },
      { conv_id: "simple-agent.db" },
    ]);
    expect(
      ask(`SELECT s.turn_id, s.phase, s.block_count, group_concat(b.kind, ' ' ORDER BY m.position) AS kinds FROM turn_snapshots s
      LEFT JOIN snapshot_blocks m USING (conv_id, turn_id, phase, snapshot_at_ms) LEFT JOIN blocks b USING (block_id, content_hash)
      GROUP BY s.turn_id, s.phase, s.snapshot_at_ms ORDER BY s.turn_id, s.snapshot_at_ms`),
    ).toEqual([
      { turn_id: "t1", phase: "pre_inference", block_count: 1n, kinds: "user" },
      { turn_id: "t1", phase: "post_inference", block_count: 4n, kinds: "user tool_call llm_text 9" },
      { turn_id: "t1", phase: "post_inference", block_count: 0n, kinds: null },
      { turn_id: "t2", phase: "post_inference", block_count: 2n, kinds: "tool_call tool_use" },
    ]);
    expect(ask("SELECT payload ->> '$.args.n' AS n FROM blocks WHERE block_id = 'x0'")).toEqual([
      { n: 9007199254740993n },
    ]);
    expect(
      ask("SELECT tool_call_id, tool_name, status, result FROM tool_calls WHERE tool_call_id = 'call-1'"),
    ).toEqual([{ tool_call_id: "call-1", tool_name: "search", status: "succeeded", result: '"found"' }]);
    expect(ask("SELECT from_mode, to_mode, rationale, turn_id FROM mode_decisions")).toEqual([
      { from_mode: "chat", to_mode: "review", rationale: "asked", turn_id: "t1" },
    ]);
  },
);

test("a store that never kept whole turns, lacks columns and has more of others is read all the same", async () => {
  const { result, ask } = await imported(`
    CREATE TABLE turns(id TEXT, session_id TEXT, novelty BLOB);
    CREATE TABLE block_payload_kv(block_id, turn_id, phase, key, value_text);
    CREATE TABLE chat_events(created_at, type, payload_json, tool_id);
    INSERT INTO turns VALUES ('t1', 's1', x'00ff'), (7, NULL, NULL);
    INSERT INTO block_payload_kv VALUES ('b', 't1', 'pre', 'text', 'hi'), (1, 2, 3, 4, 5);
    INSERT INTO chat_events VALUES (NULL, NULL, NULL, NULL), (12, 'log', 'not json', 3);`);
  expect(result).toMatchObject({ format: "agent-db", received: 6, stored: 6 });
  expect(ask("SELECT turn_id, phase, block_count FROM turn_snapshots")).toEqual([
    { turn_id: "t1", phase: "pre_inference", block_count: 1n },
  ]);
});

test.each(["session_id", "run_id"])(
  "the log of agent modes gives each switch its reason: %s",
  async (column) => {
    const { result, ask } = await imported(`
    CREATE TABLE agent_modes(name TEXT PRIMARY KEY, prompt TEXT NOT NULL, allowed_tools TEXT NOT NULL);
    CREATE TABLE agent_mode_changes(id INTEGER PRIMARY KEY AUTOINCREMENT, ${column} TEXT, turn_id TEXT, from_mode TEXT, to_mode TEXT,
      analysis TEXT, at TIMESTAMP);
    INSERT INTO agent_modes VALUES ('chat', 'talk', 'a,b');
    INSERT INTO agent_mode_changes VALUES (1, 's1', 't1', NULL, 'chat', '', '2025-09-01T10:00:00Z'),
      (2, 's1', 't2', 'chat', 'review', 'the user asked for it', '2025-09-01T11:00:00.123456789Z'),
      (3, NULL, NULL, 'a', NULL, NULL, NULL);`);
    expect(result).toMatchObject({ format: "agent-db", received: 4, stored: 4 });
    expect(
      ask(
        "SELECT conv_id, turn_id, from_mode, to_mode, rationale, occurred_at_ms FROM mode_decisions ORDER BY occurred_at_ms",
      ),
    ).toEqual([
      {
        conv_id: "s1",
        turn_id: "t1",
        from_mode: null,
        to_mode: "chat",
        rationale: null,
        occurred_at_ms: 1756720800000n,
      },
      {
        conv_id: "s1",
        turn_id: "t2",
        from_mode: "chat",
        to_mode: "review",
        rationale: "the user asked for it",
        occurred_at_ms: 1756724400123n,
      },
    ]);
  },
);
