import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { asObject, asText } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import { readGeppettoEvent } from "../geppetto-event";
import { stemOf } from "../file-names";
import { contentKey } from "../undecodable";
import { blockKindOf } from "./block-kind";
import { conversationRecords } from "./conversation-records";
import { plainRowEnvelope, rowBytes, rowEnvelope, rowJson } from "./row-envelope";
import { cellDate, cellJson, cellText } from "./row-values";
import { recordsOfTurnSnapshot } from "./turn-records";
import { readTurn } from "./turn-text";

/** The session of a row, in either word; it stands for the conversation, of which this store knows nothing. */
export function sessionOfRow({ values, joined }: ForeignRow): string | undefined {
  return cellText(values, "session_id") ?? cellText(values, "run_id") ?? cellText(joined, "session_id");
}

/** The store's own words for what later ones call by longer names. */
const phases: Readonly<Record<string, string>> = { pre: "pre_inference", post: "post_inference" };

export function phaseOfRow(row: ForeignRow): string {
  const phase = cellText(row.values, "phase") ?? "snapshot";
  return Object.hasOwn(phases, phase) ? (phases[phase] ?? phase) : phase;
}

/** A row of `sessions` or `runs`. */
export function decodeAgentSession(row: ForeignRow, context: DecodeContext): Envelope {
  const session_id = cellText(row.values, "id");
  if (session_id === undefined) return plainRowEnvelope(row, context, "no key");
  const conv_id = context.conv_id ?? session_id;
  const at = cellDate(row.values, "created_at");
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    occurred_at_ms: at,
    identity: [session_id],
    records: conversationRecords({ conv_id, session_id, created_at_ms: at, first_ms: at }),
    faults: [cellJson(row.values, "metadata").fault],
  });
}

/** A row of `turns`: its metadata as it was when the turn was first seen. */
export function decodeAgentTurn(row: ForeignRow, context: DecodeContext): Envelope {
  const turn_id = cellText(row.values, "id");
  const session_id = sessionOfRow(row);
  if (turn_id === undefined || session_id === undefined) return plainRowEnvelope(row, context, "no key");
  const conv_id = context.conv_id ?? session_id;
  const metadata = cellJson(row.values, "metadata");
  const at = cellDate(row.values, "created_at");
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: turn_id,
    occurred_at_ms: at,
    identity: [turn_id],
    records: [
      ...conversationRecords({ conv_id, session_id, has_turns: true, last_activity_ms: at }),
      {
        set: "turns",
        row: {
          conv_id,
          session_id,
          turn_id,
          started_at_ms: at,
          occurred_at_ms: at,
          metadata: metadata.value,
        },
      },
    ],
    faults: [metadata.fault],
  });
}

/** A row of `turn_snapshots`: the whole turn at one phase, block kinds as the numbers of the runtime. */
export function decodeAgentSnapshot(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const data = cellJson(values, "data");
  const turn = readTurn(data.value);
  const turn_id = cellText(values, "turn_id");
  const said = asObject(data.value);
  const session_id = sessionOfRow(row) ?? asText(said?.["session_id"]) ?? asText(said?.["run_id"]);
  if (turn_id === undefined || session_id === undefined) return plainRowEnvelope(row, context, "no key");
  const conv_id = context.conv_id ?? session_id;
  const at = cellDate(values, "created_at");
  const phase = phaseOfRow(row);
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: turn_id,
    occurred_at_ms: at,
    identity: [turn_id, phase, at, contentKey(rowBytes(values))],
    records: recordsOfTurnSnapshot({
      ...turn,
      blocks: turn.blocks.map((block, i) => ({ ...block, kind: blockKindOf(data.value, i) ?? block.kind })),
      conv_id,
      session_id,
      turn_id,
      phase,
      snapshot_at_ms: at ?? 0,
      payload: cellText(values, "data"),
    }),
    faults: [data.fault, turn.fault],
  });
}

/** A row of `chat_events`: an event of the inference engine, with every column that the store kept of it. */
export function decodeAgentEvent(row: ForeignRow, context: DecodeContext): Envelope {
  const event = readGeppettoEvent(rowJson(row.values));
  if (event === undefined) return plainRowEnvelope(row, context, "no event type");
  const session_id = sessionOfRow(row) ?? event.session_id;
  const named = context.conv_id ?? session_id;
  const conv_id = named ?? stemOf(context.name);
  const plain = rowEnvelope(row, context, {
    ...event,
    conv_id,
    session_id,
    identity: [contentKey(rowBytes(row.values))],
    records: [],
    faults: [cellJson(row.values, "payload_json").fault, cellJson(row.values, "data_json").fault],
  });
  return {
    ...plain,
    class: "event",
    dialect: "geppetto",
    type: event.type,
    key_origins: named === undefined ? { conv_id: { how: "inferred", rule: "file name" } } : undefined,
  };
}

/** A row that belongs to a turn and states no record by itself: values by key, blocks, the registry of tools. */
export function decodeAgentDetail(row: ForeignRow, context: DecodeContext): Envelope {
  const plain = plainRowEnvelope(row, context);
  const session_id = sessionOfRow(row);
  const conv_id = context.conv_id ?? session_id;
  if (conv_id === undefined) return plain;
  return {
    ...plain,
    stream: conv_id,
    conv_id,
    session_id,
    turn_id: cellText(row.values, "turn_id"),
    occurred_at_ms: cellDate(row.values, "created_at"),
  };
}

/** A row of `agent_mode_changes`: a switch with what the model gave as its reason. */
export function decodeModeChange(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const session_id = sessionOfRow(row);
  const to_mode = cellText(values, "to_mode");
  if (session_id === undefined || to_mode === undefined) return plainRowEnvelope(row, context, "no key");
  const conv_id = context.conv_id ?? session_id;
  const turn_id = cellText(values, "turn_id");
  const at = cellDate(values, "at");
  const decision_id = `mode-change:${contentKey(rowBytes(values))}`;
  const decision: RecordChange = {
    set: "mode_decisions",
    row: {
      conv_id,
      decision_id,
      kind: "mode",
      from_mode: cellText(values, "from_mode"),
      to_mode,
      rationale: cellText(values, "analysis"),
      decided_by: "model",
      session_id,
      turn_id,
      occurred_at_ms: at,
    },
  };
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: decision_id,
    occurred_at_ms: at,
    identity: [decision_id],
    records: [...conversationRecords({ conv_id, session_id, last_activity_ms: at }), decision],
  });
}
