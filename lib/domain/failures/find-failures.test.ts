import { describe, expect, it } from "vitest";
import { call, changesOf, errorsIn, log, rowsOf, snapshot, t0, turn, view } from "@/lib/testing/failure-view";
import { sha256 } from "@/lib/testing/sample-events";
import type { RecordChange, RecordIn } from "../model";
import type { ConversationView } from "./conversation-view";
import { findFailures } from "./find-failures";
import { findProcessFailures } from "./find-process-failures";

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
