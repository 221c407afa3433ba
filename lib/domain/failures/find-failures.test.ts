import { describe, expect, it } from "vitest";
import { sha256 } from "@/lib/testing/sample-events";
import type { RecordChange, RecordIn } from "../model";
import type { FoldEvent } from "../projection/fold-event";
import type { ConversationView } from "./conversation-view";
import { codeOfFault } from "./fault-code";
import { findFailures } from "./find-failures";
import { findProcessFailures } from "./find-process-failures";

const t0 = 1_795_445_419_000;

/** A conversation with one turn that went well, changed as a test needs it. */
function view(changes: Partial<ConversationView> = {}): ConversationView {
  return {
    conv_id: "c",
    turns: [turn("t1", t0, "completed")],
    snapshots: [snapshot("t1", "pre_inference", t0), snapshot("t1", "final", t0 + 900)],
    blocks: [],
    model_calls: [],
    tool_calls: [],
    entities: [],
    projection_faults: [],
    anomalies: [],
    ws_sessions: [],
    http_requests: [],
    panics: [],
    stated_errors: [],
    events: [],
    newest_activity_ms: t0 + 600_000,
    is_recording: false,
    sha256,
    ...changes,
  };
}

function turn(turn_id: string, at: number, outcome: "completed" | "open"): RecordIn<"turns"> {
  return {
    conv_id: "c",
    turn_id,
    started_at_ms: at,
    finished_at_ms: at + 1_000,
    outcome,
    inference_id: `i-${turn_id}`,
  };
}

function snapshot(turn_id: string, phase: string, at: number): RecordIn<"turn_snapshots"> {
  return { conv_id: "c", turn_id, phase, snapshot_at_ms: at };
}

function log(level: string, data: FoldEvent["data"], more: Partial<FoldEvent> = {}): FoldEvent {
  const place = {
    ordinal: 70n,
    dialect: "log",
    regime: "none",
    stream: "log",
    bytes: 0,
    source: "test",
  } as const;
  return { ...place, type: `log.${level}`, occurred_at_ms: t0 + 500, data, ...more };
}

const call = (more: Partial<RecordIn<"model_calls">> = {}): RecordIn<"model_calls"> => ({
  conv_id: "c",
  call_id: "m1",
  turn_id: "t1",
  status: "running",
  provider: "openai",
  request_model: "gpt-5",
  started_at_ms: t0 + 10,
  occurred_at_ms: t0 + 400,
  first_ordinal: 11n,
  last_ordinal: 40n,
  ...more,
});

const changesOf = (of: ConversationView) => findFailures(of).changes;
const errorsIn = (changes: readonly RecordChange[]) =>
  changes.flatMap((change) => (change.set === "errors" ? [change.row] : []));
const rowsOf = (changes: readonly RecordChange[], set: RecordChange["set"]) =>
  changes.flatMap((change): RecordChange["row"][] => (change.set === set ? [change.row] : []));

/**
 * The view after its findings were stored, as the next look finds it. The casts hold because a set names the
 * type of its rows.
 */
function settled(before: ConversationView): ConversationView {
  const changes = changesOf(before);
  const merge = <T extends object>(rows: readonly T[], set: RecordChange["set"], key: keyof T): T[] => {
    const byKey = new Map(rows.map((row) => [row[key], row]));
    for (const row of rowsOf(changes, set) as unknown as T[]) {
      const said = Object.entries(row).filter(([, value]) => value !== undefined);
      byKey.set(row[key], { ...byKey.get(row[key]), ...Object.fromEntries(said) } as T);
    }
    return [...byKey.values()];
  };
  return {
    ...before,
    model_calls: merge(before.model_calls, "model_calls", "call_id"),
    tool_calls: merge(before.tool_calls, "tool_calls", "tool_call_id"),
  };
}

const failedRun = (): ConversationView =>
  view({
    turns: [turn("t1", t0, "open"), turn("t2", t0 + 5_000, "completed")],
    snapshots: [snapshot("t1", "pre_inference", t0), snapshot("t2", "final", t0 + 6_000)],
    model_calls: [call()],
    events: [
      log("error", {
        message: "inference loop error",
        error: "status code: 429, Rate limit reached",
        inference_id: "i-t1",
      }),
      {
        ...log(
          "error",
          { error_string: "status code: 429, Rate limit reached" },
          { ordinal: 41n, turn_id: "t1", event_id: "m1" },
        ),
        dialect: "geppetto",
        type: "error",
      },
    ],
  });

describe("a failed run", () => {
  it("is one failure, with the other signs of it as causes", () => {
    const changes = changesOf(failedRun());
    expect(errorsIn(changes)).toMatchObject([
      {
        error_code: "provider.rate_limit",
        error_class: "provider",
        turn_id: "t1",
        model_call_id: "m1",
        model: "gpt-5",
        provider: "openai",
        http_status: 429,
        retryable: true,
        event_ordinal: 41n,
        raw_message: "status code: 429, Rate limit reached",
        safe_message: "The model provider limited the rate of requests.",
      },
    ]);
    const causes = changes.flatMap((change) => (change.set === "error_causes" ? [change.row.message] : []));
    expect(causes).toEqual([
      "server log: the same message",
      "stored turn: the turn has no final snapshot; its last phase is pre_inference",
      "model call: the model call has a start and no end",
    ]);
  });

  it("ends its open call and its turn", () => {
    const changes = changesOf(failedRun());
    expect(rowsOf(changes, "model_calls")).toMatchObject([
      { call_id: "m1", status: "failed", error_code: "provider.rate_limit" },
    ]);
    expect(rowsOf(changes, "turns")).toMatchObject([
      { turn_id: "t1", outcome: "failed", failure_code: "provider.rate_limit" },
    ]);
  });

  it("is found the same when it is looked at again", () => {
    const before = failedRun();
    expect(changesOf(settled(before))).toEqual(changesOf(before));
  });

  it("is not found while it may still go on", () => {
    const running = {
      turns: [turn("t1", t0, "open")],
      snapshots: [snapshot("t1", "pre_inference", t0)],
      model_calls: [call()],
    };
    const early = findFailures(view({ ...running, newest_activity_ms: t0 + 20_000 }));
    expect(errorsIn(early.changes)).toEqual([]);
    expect(early.isUndecided).toBe(true);
    expect(errorsIn(changesOf(view({ ...running, newest_activity_ms: t0 + 60_000 })))).toMatchObject([
      { error_code: "provider.unfinished" },
    ]);
  });

  it("is told as cut short where a recording ends in the middle of it", () => {
    const cut = view({
      turns: [{ ...turn("t1", t0, "open"), source: "import:pinocchio" }],
      snapshots: [snapshot("t1", "pre_inference", t0)],
      newest_activity_ms: t0 + 1_000,
      is_recording: true,
    });
    const changes = changesOf(cut);
    expect(errorsIn(changes)).toMatchObject([{ error_code: "runtime.run_unfinished", severity: "warning" }]);
    expect(rowsOf(changes, "turns")).toEqual([]);
  });

  it("is the loop limit after five rounds of tools", () => {
    const rounds = [0, 1, 2, 3, 4].flatMap((i) => [
      snapshot("t1", "pre_inference", t0 + i * 100),
      snapshot("t1", "post_tools", t0 + i * 100 + 50),
    ]);
    const changes = changesOf(view({ turns: [turn("t1", t0, "open")], snapshots: rounds }));
    expect(errorsIn(changes)).toMatchObject([{ error_code: "runtime.loop_limit", turn_id: "t1" }]);
  });

  it("is left to the source that stated it", () => {
    const stated: RecordIn<"errors"> = {
      error_id: "e1",
      error_code: "provider.rate_limit",
      error_class: "provider",
      turn_id: "t1",
    };
    const rows = errorsIn(changesOf({ ...failedRun(), stated_errors: [stated] }));
    expect(rows.map(({ error_id }) => error_id)).toEqual(["e1"]);
    expect(rows[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("a tool call", () => {
  const block = (kind: string, payload: RecordIn<"blocks">["payload"], error_text?: string) => ({
    block_id: kind,
    content_hash: kind,
    kind,
    payload,
    error_text: error_text ?? null,
    tool_call_id: "call_1",
    tool_name: "weather",
    first_seen_at_ms: t0 + 100,
    turn_id: "t1",
  });

  it("of an unknown tool fails by what the turn says, although no event does", () => {
    const changes = changesOf(
      view({
        tool_calls: [
          {
            conv_id: "c",
            tool_call_id: "call_1",
            tool_name: "weather",
            status: "requested",
            occurred_at_ms: t0,
            turn_id: "t1",
          },
        ],
        blocks: [
          block("tool_call", { id: "call_1", name: "weather", args: {} }),
          block("tool_use", { id: "call_1" }, "tool not found: weather"),
        ],
      }),
    );
    expect(errorsIn(changes)).toMatchObject([
      { error_code: "tool.not_found", tool_call_id: "call_1", tool_name: "weather", turn_id: "t1" },
    ]);
    expect(rowsOf(changes, "tool_calls")).toMatchObject([
      { tool_call_id: "call_1", status: "failed", error_text: "tool not found: weather" },
    ]);
  });

  it("that only the turn knows gets a record", () => {
    const result = JSON.stringify({ degrees: 18 });
    const changes = changesOf(
      view({
        blocks: [
          block("tool_call", { id: "call_1", name: "weather", args: { city: "Bern" } }),
          block("tool_use", { id: "call_1", result }),
        ],
      }),
    );
    expect(errorsIn(changes)).toEqual([]);
    expect(rowsOf(changes, "tool_calls")).toMatchObject([
      {
        tool_call_id: "call_1",
        tool_name: "weather",
        status: "succeeded",
        arguments: { city: "Bern" },
        result: { degrees: 18 },
        turn_id: "t1",
      },
    ]);
  });

  it("without a result is a failure of its own only when its run did not fail", () => {
    const open: RecordIn<"tool_calls"> = {
      conv_id: "c",
      tool_call_id: "call_1",
      tool_name: "weather",
      status: "running",
      occurred_at_ms: t0 + 20,
      turn_id: "t1",
    };
    expect(errorsIn(changesOf(view({ tool_calls: [open] })))).toMatchObject([
      { error_code: "tool.no_result" },
    ]);
    expect(
      errorsIn(changesOf({ ...failedRun(), tool_calls: [open] })).map(({ error_code }) => error_code),
    ).toEqual(["provider.rate_limit"]);
  });
});

describe("the stored timeline", () => {
  const entity = (
    entity_id: string,
    origin: "stored" | "projected",
    props: RecordIn<"entities">["props"],
  ): RecordIn<"entities"> => ({
    conv_id: "c",
    entity_id,
    kind: "message",
    origin,
    props,
    status: "x",
    created_at_ms: t0 + 50,
    entity_updated_at_ms: t0 + 60,
  });
  const codesOf = (changes: readonly RecordChange[]) =>
    errorsIn(changes).map(({ error_code, entity_id }) => `${error_code} ${entity_id ?? ""}`);

  it("is accused of what its events finished, what it lost and what differs", () => {
    const changes = changesOf(
      view({
        entities: [
          entity("user-t1", "stored", { role: "user", content: "hi" }),
          entity("stale", "stored", { content: "He", streaming: true }),
          entity("stale", "projected", { content: "Hello", streaming: false }),
          entity("drift", "stored", { content: "Hallo" }),
          entity("drift", "projected", { content: "Hello" }),
          entity("lost", "projected", { content: "Hello" }),
          entity("equal", "stored", { content: "Hello" }),
          entity("equal", "projected", { content: "Hello", streaming: false, metadata: {} }),
        ],
      }),
    );
    expect(codesOf(changes).sort()).toEqual([
      "projection.drift drift",
      "projection.missing_entity lost",
      "projection.stale_entity stale",
    ]);
    const faults = rowsOf(changes, "projection_faults");
    expect(faults).toHaveLength(3);
    expect(faults).toContainEqual(
      expect.objectContaining({
        entity_id: "drift",
        field: "content",
        stored_value: "Hallo",
        recomputed_value: "Hello",
      }),
    );
  });

  it("has a finding behind each failure that names it, whether found here or stated by a source", () => {
    const stated = { conv_id: "c", source: "runtime", entity_kind: "message", count: 1 } as const;
    const given = [
      { ...stated, fault_id: "r1", kind: "version_gap", field: "cursor", entity_id: "behind" },
      { ...stated, fault_id: "r2", kind: "write_after_final", entity_id: "late" },
    ] satisfies RecordIn<"projection_faults">[];
    const of = view({
      entities: [
        entity("stale", "stored", { content: "He", streaming: true }),
        entity("stale", "projected", { content: "Hello", streaming: false }),
        entity("lost", "projected", { content: "Hello" }),
      ],
      projection_faults: given,
    });
    const changes = changesOf(of);
    const found = changes.flatMap((change) => (change.set === "projection_faults" ? [change.row] : []));
    expect(
      [...given, ...found].map((fault) => `${codeOfFault(fault)} ${fault.entity_id ?? ""}`).sort(),
    ).toEqual(codesOf(changes).sort());
    expect(codesOf(changes)).toHaveLength(4);
  });

  it("is accused by the turns alone where no event was recorded", () => {
    const changes = changesOf(
      view({
        turns: [turn("t1", t0, "completed"), turn("t2", t0 + 9_000, "completed")],
        snapshots: [
          snapshot("t1", "final", t0),
          { ...snapshot("t2", "final", t0 + 9_500), ordinal: 92n },
          { ...snapshot("t2", "pre_inference", t0 + 9_010), ordinal: 91n },
        ],
        entities: [
          entity("user-t1", "stored", { role: "user" }),
          entity("answer", "stored", { streaming: true, content: "H" }),
        ],
      }),
    );
    expect(codesOf(changes).sort()).toEqual([
      "projection.missing_entity user-t2",
      "projection.stale_entity answer",
    ]);
    // What is missing has no envelope; what shows that it was there is the first snapshot that holds it.
    const lost = { entity_id: "user-t2", ordinal: 91n };
    expect(errorsIn(changes)).toContainEqual(expect.objectContaining({ ...lost, event_ordinal: 91n }));
    expect(rowsOf(changes, "projection_faults")).toContainEqual(expect.objectContaining(lost));
  });

  it("is not accused when there is none", () => {
    expect(errorsIn(changesOf(view({ entities: [entity("a", "projected", { content: "x" })] })))).toEqual([]);
  });

  it("gives failures of one cause one fingerprint, whatever entity they are about", () => {
    const changes = changesOf(
      view({
        entities: ["a", "b"].flatMap((id) => [
          entity(id, "projected", { role: "user" }),
          entity("z", "stored", {}),
          entity("z", "projected", {}),
        ]),
      }),
    );
    const rows = errorsIn(changes);
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(new Set(rows.map(({ error_id }) => error_id)).size).toBe(2);
  });
});

describe("transport", () => {
  const socket = (socket_id: string, disconnected_at_ms: number): RecordIn<"ws_sessions"> => ({
    socket_id,
    conv_id: "c",
    connected_at_ms: t0 - 5,
    disconnected_at_ms,
    close_code: 1006,
  });

  it("reports a socket that was cut off while the conversation went on, not the end of the recording", () => {
    const changes = changesOf(view({ ws_sessions: [socket("cut", t0 - 2_000), socket("end", t0 + 10_000)] }));
    expect(errorsIn(changes)).toMatchObject([{ error_code: "transport.ws_closed" }]);
  });

  it("reports gaps that are still open", () => {
    const gap = (id: string, missing_count: bigint): RecordIn<"ordering_anomalies"> => ({
      anomaly_id: id,
      stream: "s",
      kind: "gap",
      missing_count,
    });
    expect(errorsIn(changesOf(view({ anomalies: [gap("open", 3n), gap("filled", 0n)] })))).toMatchObject([
      { error_code: "transport.frame_gap", raw_message: "3 numbers missing in the stream" },
    ]);
  });
});

describe("failures of no conversation", () => {
  it("are panics and log errors; what an engine logs about one request is found with its run", () => {
    const rows = errorsIn(
      findProcessFailures({
        panics: [
          {
            panic_id: "p1",
            message: "interface conversion: interface {} is nil",
            stack: "goroutine 1",
            recovered: true,
            occurred_at_ms: t0,
          },
        ],
        events: [
          log("error", { message: "OpenAI streaming request failed", error: "status code: 429" }),
          log("error", { message: "timeline upsert failed", error: "database is locked" }),
          log("warn", { message: "something odd" }),
        ],
        sha256,
      }),
    );
    expect(rows.map(({ error_code, handled, conv_id }) => [error_code, handled, conv_id])).toEqual([
      ["runtime.panic", true, undefined],
      ["storage.database_locked", undefined, undefined],
    ]);
  });
});
