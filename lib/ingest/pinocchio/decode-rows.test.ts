import { describe, expect, it } from "vitest";
import type { Decoded, Envelope } from "@/lib/domain/envelope";
import type { ForeignItem, ForeignStores, SqlValue } from "@/lib/domain/foreign/rows";
import type { RecordIn, SetName } from "@/lib/domain/model";
import { payloadOf } from "../reopen-event";
import { decodeForeignRows } from "./database-rows";

const stores: ForeignStores = {
  modes: false,
  reconcile: false,
  analysis: false,
  timeline: true,
  turns: "T4",
  hydration: "snapshot_ordinal",
  other_tables: ["notes"],
};

type Cells = Readonly<Record<string, SqlValue>>;
type TestRow = readonly [table: string, values: Cells, joined?: Cells];

function decode(...rows: readonly TestRow[]): Envelope[] {
  return envelopes(
    rows.map(([table, values, joined = {}], i): ForeignItem => ({
      kind: "row",
      table,
      position: i + 1,
      values,
      joined,
    })),
  );
}

function envelopes(items: readonly ForeignItem[]): Envelope[] {
  return decodeAll(items).flatMap((item) => (item.kind === "envelope" ? [item] : []));
}

function decodeAll(items: readonly ForeignItem[]): Decoded[] {
  return [...decodeForeignRows(stores, items, { name: "x.db", source_path: "database_import" })];
}

function rowsOf<N extends SetName>(from: readonly Envelope[], set: N): RecordIn<N>[] {
  // The set of a change says which record its row is.
  return from.flatMap(({ records }) =>
    records.filter((change) => change.set === set).map(({ row }) => row as RecordIn<N>),
  );
}

const text = (envelope: Envelope | undefined): string => Buffer.from(envelope?.bytes ?? []).toString("utf8");

describe("rows", () => {
  it("become bytes with columns in their order, integers exact and JSON columns verbatim", () => {
    const [envelope] = decode([
      "timeline_entities",
      {
        conv_id: "c",
        entity_id: "e",
        kind: "message",
        version: 1771453377700000001n,
        entity_json: '{ "props": {"a":1} }',
      },
    ]);
    expect(text(envelope)).toBe(
      '{"conv_id":"c","entity_id":"e","kind":"message","version":1771453377700000001,"entity_json":"{ \\"props\\": {\\"a\\":1} }"}',
    );
  });

  it("have one identity per state: the same for an equal row, another one for a newer", () => {
    const entity = (version: bigint, at: bigint): TestRow => [
      "timeline_entities",
      { conv_id: "c", entity_id: "e", kind: "message", updated_at_ms: at, version, entity_json: "{}" },
    ];
    const [first, again, newer] = decode(entity(1n, 5n), entity(1n, 5n), entity(2n, 9n));
    expect(again?.identity).toBe(first?.identity);
    expect(newer?.identity).not.toBe(first?.identity);
    const conversation = (status: string): TestRow => [
      "timeline_conversations",
      { conv_id: "c", last_activity_ms: 5n, status },
    ];
    const [active, evicted] = decode(conversation("active"), conversation("evicted"));
    expect(evicted?.identity).not.toBe(active?.identity);
  });

  it("without a key, of unknown tables or with cells of odd types are kept and marked, never dropped", () => {
    const rows = decode(
      ["notes", { conv_id: "c", note: "hi", blob: new Uint8Array([255]) }],
      ["turns", { conv_id: null, turn_id: "t" }],
      [
        "timeline_entities",
        { conv_id: "c", entity_id: "e", kind: 3n, version: "one", entity_json: "{broken" },
      ],
    );
    expect(rows.map(({ type, decode_status, conv_id }) => [type, decode_status, conv_id])).toEqual([
      ["row.notes", "ok", "c"],
      ["row.turns", "partial", undefined],
      ["row.timeline_entities", "partial", "c"],
    ]);
    expect(text(rows[0])).toBe('{"conv_id":"c","note":"hi","blob":{"base64":"/w=="}}');
    expect(rowsOf(rows, "projection_faults")).toMatchObject([{ kind: "decode_failure", entity_id: "e" }]);
  });

  it("of a table that breaks off are followed by a rejection that names it", () => {
    const member = {
      conv_id: "c",
      session_id: "s",
      turn_id: "t",
      phase: "final",
      snapshot_created_at_ms: 5n,
      ordinal: 0n,
      block_id: "b",
      content_hash: "h",
    };
    const items = decodeAll([
      { kind: "row", table: "turn_block_membership", position: 1, values: member, joined: {} },
      {
        kind: "unreadable",
        table: "turn_block_membership",
        rows: 1,
        reason: "database disk image is malformed",
      },
    ]);
    expect(items).toMatchObject([
      { kind: "envelope", turn_id: "t" },
      { kind: "rejected", code: "table-unreadable" },
    ]);
    expect(items[1]).toMatchObject({
      detail: expect.stringMatching(/turn_block_membership.*after row 1/) as unknown,
    });
  });
});

describe("timeline rows", () => {
  it("give both forms of an entity the same shape", () => {
    const entity = (json: string): TestRow => [
      "timeline_entities",
      {
        conv_id: "c",
        entity_id: json.slice(0, 5),
        kind: "message",
        updated_at_ms: 5n,
        version: 1n,
        entity_json: json,
      },
    ];
    const rows = rowsOf(
      decode(
        entity('{"id":"a","kind":"message","createdAtMs":"1","message":{"role":"user","content":"hello"}}'),
        entity('{"props":{"role":"user","content":"hello"}}'),
      ),
      "entities",
    );
    expect(rows.map(({ props, summary, status, origin }) => ({ props, summary, status, origin }))).toEqual([
      { props: { role: "user", content: "hello" }, summary: "hello", status: "completed", origin: "stored" },
      { props: { role: "user", content: "hello" }, summary: "hello", status: "completed", origin: "stored" },
    ]);
  });
});

describe("hydration rows", () => {
  const version = (ordinal: bigint, payload: object, tombstone = 0n, id = "m"): TestRow => [
    "sessionstream_entity_versions",
    {
      session_id: "s",
      kind: "ChatMessage",
      entity_id: id,
      ordinal,
      created_ordinal: 1n,
      last_event_ordinal: ordinal,
      tombstone,
      payload_json: JSON.stringify(payload),
    },
    { updated_at: `2026-11-23T10:00:00.00${String(ordinal)}Z` },
  ];

  it("keep an event with its ordinal, ids and payload, and name the frame that carried it", () => {
    const payload = { messageId: "m", correlation: { sessionId: "s", runId: "r", turnId: "t" } };
    const [event] = decode([
      "sessionstream_events",
      {
        session_id: "s",
        ordinal: 7n,
        name: "ChatRunStarted",
        payload_json: JSON.stringify(payload),
        created_at: "2026-11-23T10:00:00.123Z",
      },
    ]);
    expect(event).toMatchObject({
      class: "event",
      dialect: "sessionstream",
      type: "ChatRunStarted",
      seq: 7n,
      regime: "counter",
      conv_id: "s",
      session_id: "s",
      turn_id: "t",
      run_id: "r",
      event_id: "m",
      identity: "db|7|ChatRunStarted",
      twin_identity: "ui|7|ChatRunStarted|1",
      occurred_at_ms: Date.UTC(2026, 10, 23, 10, 0, 0, 123),
      data: payload,
    });
    // A rebuild reads the payload from the stored bytes again.
    expect(payloadOf("sessionstream", event?.bytes ?? new Uint8Array()).data).toEqual(payload);
  });

  it("join a run of streaming versions to one, and keep every row", () => {
    const rows = decode(
      version(1n, { text: "", status: "streaming" }),
      version(2n, { text: "a", status: "streaming" }),
      version(3n, { text: "ab", status: "streaming" }),
      version(4n, { text: "ab", status: "finished" }),
      version(5n, { text: "x", status: "finished" }, 0n, "other"),
    );
    expect(rows).toHaveLength(5);
    expect(
      rowsOf(rows, "entity_versions").map((row) => [
        row.entity_id,
        row.version,
        row.last_version,
        row.writes,
        row.changed_fields,
      ]),
    ).toEqual([
      ["m", 1n, 1n, 1, ["text", "status"]],
      ["m", 2n, 3n, 2, ["text"]],
      ["m", 4n, 4n, 1, ["status"]],
      ["other", 5n, 5n, 1, ["text", "status"]],
    ]);
  });

  it("say that a removed entity is removed", () => {
    const rows = decode(version(1n, { text: "a" }), version(2n, {}, 1n));
    expect(rowsOf(rows, "entities")).toMatchObject([
      { entity_id: "m", status: "removed", last_seen_version: 2n },
    ]);
  });

  it("report a cursor behind the last event, and no other", () => {
    const cursor = (at: bigint): TestRow => [
      "sessionstream_projection_cursors",
      { projector: "timeline", session_id: "s", cursor: at, updated_at: "2026-11-23T10:00:00.000Z" },
      { last_ordinal: 9n },
    ];
    expect(rowsOf(decode(cursor(9n)), "projection_faults")).toEqual([]);
    const behind = decode(cursor(7n));
    expect(rowsOf(behind, "projection_faults")).toMatchObject([
      { kind: "version_gap", count: 2, conv_id: "s" },
    ]);
    expect(rowsOf(behind, "projectors")).toMatchObject([{ handler: "timeline", cursor_ordinal: 7n }]);
  });

  it("state what the store noted as failures", () => {
    const rows = decode([
      "sessionstream_errors",
      {
        id: 1n,
        created_at: "2026-11-23T10:00:00.000Z",
        kind: "store",
        session_id: "s",
        ordinal: 4n,
        event_name: "ChatTextPatch",
        error: "database is locked",
        raw_message: null,
      },
    ]);
    expect(rowsOf(rows, "errors")).toMatchObject([
      {
        error_class: "storage",
        error_code: "storage.write_failed",
        raw_message: "database is locked",
        conv_id: "s",
        seq: 4n,
      },
    ]);
  });
});

describe("turn rows of the newest runtime", () => {
  const result = {
    provider: "openai",
    model: "m-1",
    stop_reason: "stop",
    finish_class: "completed",
    usage: { input_tokens: 3, output_tokens: 2 },
    duration_ms: 140,
  };
  const turn = (conv_id: string): TestRow => [
    "turns",
    {
      conv_id,
      session_id: "s",
      turn_id: "t",
      turn_created_at_ms: 1n,
      updated_at_ms: 9n,
      runtime_key: "r",
      inference_id: "i",
      turn_metadata_json: JSON.stringify({ "geppetto.inference_result@v1": result }),
      turn_data_json: "{}",
    },
  ];

  it("name the model of the call that their events leave open", () => {
    expect(rowsOf(decode(turn("s")), "model_calls")).toMatchObject([
      {
        call_id: "openai:i:provider-call:0",
        request_model: "m-1",
        input_tokens: 3,
        output_tokens: 2,
        total_tokens: 5,
        total_ms: 140,
        turn_id: "t",
        status: "succeeded",
      },
    ]);
  });

  it("make up no call where calls have other ids", () => {
    expect(rowsOf(decode(turn("conversation")), "model_calls")).toEqual([]);
  });
});
