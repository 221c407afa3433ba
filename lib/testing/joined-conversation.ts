import { listJoinedQuerySchema, type JoinedPage } from "@/lib/contracts/joined";
import type { RecordChange } from "@/lib/domain/model";
import { listJoined } from "@/lib/services/joined/list-joined";
import { appendEvents, type SketchedEvent } from "./stored-events";
import { temporaryStore, type TemporaryStore } from "./temporary-store";

/** A store with one conversation, `c1`, that has something of every kind. The caller closes it. */
export function joinedConversation(): TemporaryStore {
  const temporary = temporaryStore();
  temporary.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }]);
  appendEvents(temporary, messages());
  temporary.applyChanges(records());
  return temporary;
}

/** A page of its joined list, asked for as the API is. */
export function joinedPage(temporary: TemporaryStore, query: string, convId = "c1"): JoinedPage {
  const raw: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) (raw[name] ??= []).push(value);
  return listJoined({ store: temporary.reader, now: () => 0 }, convId, listJoinedQuerySchema.parse(raw));
}

/** Six messages of two turns: start, 30 deltas with an upsert after every tenth, final; 10 ms apart. */
function messages(): SketchedEvent[] {
  const sketches: SketchedEvent[] = [];
  for (let m = 0; m < 6; m += 1) {
    const base = { event_id: `m${m}`, turn_id: m < 3 ? "t1" : "t2" };
    const at = (n: number): number => 10_000 * m + 10 * n;
    sketches.push({ ...base, type: "llm.start", occurred_at_ms: at(0) });
    for (let n = 1; n <= 30; n += 1) {
      sketches.push({ ...base, type: "llm.delta", occurred_at_ms: at(n) });
      if (n % 10 === 0) sketches.push({ ...base, type: "timeline.upsert", occurred_at_ms: at(n) });
    }
    sketches.push({ ...base, type: "llm.final", occurred_at_ms: at(31) });
  }
  // Arrived last, happened in the middle; a second telling of an event; a log line; a state row.
  sketches.push({ type: "ws.pong", occurred_at_ms: 20_155 });
  sketches.push({ type: "llm.delta", event_id: "m0", occurred_at_ms: 20, twin_of: 2n });
  const text = '{"level":"error","message":"gateway\\n gone","conv_id":"c1"}';
  sketches.push({ type: "log.error", class: "log", occurred_at_ms: 30_001, text });
  sketches.push({ type: "row.turns", class: "record", occurred_at_ms: 30_002 });
  return sketches;
}

function records(): RecordChange[] {
  const turn = { conv_id: "c1", turn_id: "t1" };
  return [
    { set: "turns", row: { ...turn, started_at_ms: 0, finished_at_ms: 20_400 } },
    { set: "turn_snapshots", row: { ...turn, phase: "final", snapshot_at_ms: 20_350, block_count: 3 } },
    {
      set: "tool_calls",
      row: {
        ...turn,
        tool_call_id: "call-1",
        tool_name: "search",
        status: "failed",
        error_text: "no answer",
        started_at_ms: 100,
        finished_at_ms: 150,
      },
    },
    {
      set: "errors",
      row: {
        error_id: "e1",
        conv_id: "c1",
        error_code: "tool.timeout",
        error_class: "tool",
        fingerprint: "f",
        fingerprint_version: 1,
        event_ordinal: 40n,
        turn_id: "t1",
      },
    },
    {
      set: "ws_sessions",
      row: {
        socket_id: "w1",
        conv_id: "c1",
        connected_at_ms: 0,
        disconnected_at_ms: 25_000,
        close_code: 1006,
      },
    },
    {
      set: "ordering_anomalies",
      row: {
        anomaly_id: "a1",
        conv_id: "c1",
        stream: "s",
        kind: "gap",
        ordinal: 50n,
        missing_count: 2n,
        occurred_at_ms: 10_150,
      },
    },
    {
      set: "entities",
      row: {
        conv_id: "c1",
        entity_id: "m1",
        kind: "message",
        origin: "stored",
        created_at_ms: 10_000,
        summary: "hello",
      },
    },
    {
      set: "entities",
      row: {
        conv_id: "c1",
        entity_id: "m2",
        kind: "message",
        origin: "projected",
        created_at_ms: 20_000,
        summary: "lost",
      },
    },
    {
      set: "planner_candidates",
      row: {
        conv_id: "c1",
        decision_id: "p1",
        position: 0,
        candidate: "support",
        confidence: 0.2,
        occurred_at_ms: 5,
      },
    },
    {
      set: "planner_candidates",
      row: {
        conv_id: "c1",
        decision_id: "p1",
        position: 1,
        candidate: "finance",
        confidence: 0.7,
        chosen: true,
        occurred_at_ms: 5,
      },
    },
  ];
}
