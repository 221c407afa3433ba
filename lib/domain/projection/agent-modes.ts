import { asObject, asText, type JsonObject } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import { timeOf, type FoldEvent } from "./fold-event";

/** Switches of agent mode, from frames, bus events and backend events. The same switch told twice is one. */
export class AgentModes {
  readonly #rows = new Map<string, RecordIn<"mode_decisions">>();
  readonly #dirty = new Set<string>();

  constructor(private readonly conv_id: string) {}

  apply(event: FoldEvent, turn_id: string | undefined): void {
    const data = asObject(event.data);
    if (data === undefined) return;
    const said = saidBy(event.type, data);
    if (said === undefined) return;
    const decision_id = event.event_id ?? `mode:${String(event.ordinal)}`;
    this.#rows.set(decision_id, {
      conv_id: this.conv_id,
      decision_id,
      kind: "mode",
      from_mode: asText(said["from"]),
      to_mode: asText(said["to"]),
      rationale: asText(said["analysis"]),
      decided_by: "model",
      metadata: metadataOf(data, said),
      occurred_at_ms: timeOf(event),
      ordinal: event.ordinal,
      event_id: event.event_id,
      seq: event.seq,
      session_id: event.session_id,
      turn_id: event.turn_id ?? turn_id,
      run_id: event.run_id,
    });
    this.#dirty.add(decision_id);
  }

  drain(): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const id of this.#dirty) {
      const row = this.#rows.get(id);
      if (row !== undefined) changes.push({ set: "mode_decisions", row });
    }
    this.#dirty.clear();
    return changes;
  }
}

/** The object that holds from, to and analysis, by type of event. */
function saidBy(type: string, data: JsonObject): JsonObject | undefined {
  switch (type) {
    case "agent.mode":
    case "agent-mode-switch":
      return asObject(data["data"]) ?? data;
    case "ChatAgentModeCommitted":
      return data;
    default:
      return undefined;
  }
}

function metadataOf(data: JsonObject, said: JsonObject): JsonObject | undefined {
  const { from: _from, to: _to, analysis: _analysis, ...rest } = said;
  const title = asText(data["title"]) ?? asText(data["message"]);
  const all = title === undefined ? rest : { title, ...rest };
  return Object.keys(all).length === 0 ? undefined : all;
}
