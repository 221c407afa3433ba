import type { JsonObject } from "@/lib/domain/json/json-access";
import type { SimulatedConversation } from "./simulated-conversation";

/** Time after the last event of a turn at which its final snapshot is taken, ms. */
const settleMs = 5;

/** Begins a turn: clones the blocks so far, adds the prompt, and shows the prompt as a frame. */
export function startTurn(
  c: SimulatedConversation,
  turn_id: string,
  prompt: string,
  losingPrompt: boolean,
): void {
  c.turn = {
    turn_id: c.options.ids === "plain" ? turn_id : c.newId("t"),
    run_id: c.newId("r"),
    request_id: c.newId("q"),
    idempotency_key: c.newId("k"),
    trace_id: c.random.hex(32),
    span_id: c.random.hex(16),
    startedAtMs: c.now,
    iteration: 0,
    outcome: "completed",
    failureCode: undefined,
  };
  c.call = undefined;
  if (c.blocks.all.length === 0) {
    const payload = { text: `You are the ${c.options.profile_slug} assistant.` };
    const metadata = { "geppetto.middleware@v1": "systemprompt" };
    c.blocks.append({ id: c.newId("b"), kind: "system", role: "system", payload, metadata });
  }
  c.blocks.append({ id: c.newId("b"), kind: "user", role: "user", payload: { text: prompt } });
  const data = { content: prompt, role: "user", schemaVersion: 1 };
  c.frames([{ type: "chat.message", id: `user-${c.turn.turn_id}`, data }], losingPrompt);
}

/** Ends the turn: final snapshot when nothing went wrong, and what became of it. */
export function endTurn(c: SimulatedConversation): void {
  const turn = c.turn;
  if (turn === undefined) return;
  c.now += settleMs;
  if (turn.iteration === 0 || c.call?.running === true) turn.outcome = "open";
  if (turn.outcome === "completed") takeSnapshot(c, "final");
  c.record("turn.updated", "turns", {
    turn_id: turn.turn_id,
    inference_id: turn.run_id,
    runtime_key: c.options.runtime_key,
    started_at_ms: turn.startedAtMs,
    finished_at_ms: turn.outcome === "open" ? undefined : c.now,
    outcome: turn.outcome,
    failure_code: turn.failureCode,
    iteration_count: turn.iteration,
  });
  c.turn = undefined;
  c.call = undefined;
  c.tools.clear();
}

/** The turn as it stands now, at one phase. */
export function takeSnapshot(c: SimulatedConversation, phase: string): void {
  const turn = c.turn;
  if (turn === undefined || !c.options.snapshots) return;
  const metadata: JsonObject = {
    "geppetto.session_id@v1": c.session_id,
    "geppetto.inference_id@v1": turn.run_id,
    "geppetto.runtime@v1": { runtime_key: c.options.runtime_key },
  };
  const data: JsonObject = {
    "geppetto.tool_config@v1": { enabled: true, max_iterations: 5, execution_timeout: 60_000_000_000 },
  };
  const row = { turn_id: turn.turn_id, phase, snapshot_at_ms: c.now, iteration: turn.iteration };
  const keys = { inference_id: turn.run_id, runtime_key: c.options.runtime_key };
  const blocks = [...c.blocks.all];
  c.recordAt(c.now, "turn.snapshot", "turn_snapshots", { ...row, ...keys, blocks, metadata, data });
}

/** Marks the running turn as failed: it gets no final snapshot. */
export function failTurn(c: SimulatedConversation, code: string | undefined): void {
  if (c.turn === undefined) throw new SyntaxError("no turn is running");
  c.turn.outcome = "failed";
  c.turn.failureCode = code;
}
