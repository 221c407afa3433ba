import { blockHashAlgorithm, storedBlockHash } from "@/lib/domain/block-hash/block-hash";
import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { asObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import type { DecodeContext } from "../format";
import { blockFacts } from "./block-facts";
import { conversationRecords } from "./conversation-records";
import { hashText } from "./hash-text";
import { callOfTurn } from "./inference-result";
import { plainRowEnvelope, rowEnvelope } from "./row-envelope";
import { cellJson, cellMs, cellText } from "./row-values";
import { geppetto, turnKeysOf } from "./turn-keys";
import { recordsOfTurnSnapshot } from "./turn-records";
import { readTurnText } from "./turn-text";

/** A row of `turns` in its normalised form (T2 to T4): keys, times, metadata and data of the whole turn. */
export function decodeTurnRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "conv_id");
  const turn_id = cellText(values, "turn_id");
  if (conv_id === undefined || turn_id === undefined) return plainRowEnvelope(row, context, "no key");
  const metadata = cellJson(values, "turn_metadata_json");
  const data = cellJson(values, "turn_data_json");
  const keys = turnKeysOf(metadata.value);
  const session_id = cellText(values, "session_id") ?? keys.session_id;
  const inference_id = cellText(values, "inference_id") ?? keys.inference_id;
  const runtime_key = cellText(values, "runtime_key") ?? keys.runtime_key;
  const started_at_ms = cellMs(values, "turn_created_at_ms");
  const updated_at_ms = cellMs(values, "updated_at_ms");
  const result = geppetto(asObject(metadata.value) ?? {}, "inference_result");
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: turn_id,
    run_id: inference_id,
    occurred_at_ms: updated_at_ms ?? started_at_ms,
    identity: [session_id, turn_id, updated_at_ms],
    records: [
      ...conversationRecords({
        conv_id,
        session_id,
        created_at_ms: started_at_ms,
        last_activity_ms: updated_at_ms,
        has_turns: true,
      }),
      {
        set: "turns",
        row: {
          conv_id,
          turn_id,
          session_id,
          inference_id,
          run_id: inference_id,
          runtime_key,
          trace_id: keys.trace_id,
          started_at_ms,
          finished_at_ms: updated_at_ms,
          occurred_at_ms: updated_at_ms,
          metadata: metadata.value,
          data: data.value,
        },
      },
      ...callOfTurn(result, { conv_id, session_id, turn_id, inference_id, occurred_at_ms: updated_at_ms }),
    ],
    faults: [metadata.fault, data.fault],
  });
}

/** A row with a serialised turn (T0, T1, `turn_snapshots` of T2): one snapshot with all its blocks. */
export function decodePayloadRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "conv_id");
  const turn_id = cellText(values, "turn_id");
  if (conv_id === undefined || turn_id === undefined) return plainRowEnvelope(row, context, "no key");
  // The word for a session was run until 2026-02-07.
  const session_id = cellText(values, "session_id") ?? cellText(values, "run_id");
  return serialisedTurn(row, context, {
    conv_id,
    session_id,
    turn_id,
    payload: cellText(values, "payload") ?? "",
  });
}

/** What tells a serialised turn from others, in whatever columns it stands. */
interface TurnKeys {
  readonly conv_id: string;
  readonly session_id: string | undefined;
  readonly turn_id: string;
  readonly payload: string;
  /** Inference and runtime, where columns of their own name them; else the turn does. */
  readonly stated?: { readonly inference_id?: string | undefined; readonly runtime_key?: string | undefined };
}

/** One snapshot with all its blocks, as a turn store serialised it. */
export function serialisedTurn(row: ForeignRow, context: DecodeContext, keys: TurnKeys): Envelope {
  const { values } = row;
  const { conv_id, session_id, turn_id, payload, stated } = keys;
  const phase = cellText(values, "phase") ?? "snapshot";
  const snapshot_at_ms = cellMs(values, "created_at_ms");
  const turn = readTurnText(payload);
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: turn_id,
    run_id: stated === undefined ? turnKeysOf(turn.metadata).inference_id : stated.inference_id,
    occurred_at_ms: snapshot_at_ms,
    identity: [session_id, turn_id, phase, snapshot_at_ms],
    records: recordsOfTurnSnapshot({
      conv_id,
      session_id,
      turn_id,
      phase,
      snapshot_at_ms: snapshot_at_ms ?? 0,
      payload,
      ...turn,
      ...stated,
    }),
    faults: [turn.fault],
  });
}

/** A row of `blocks`. Its stated hash is its identity; whether it is right is recomputed from the columns. */
export function decodeBlockRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values, joined } = row;
  const block_id = cellText(values, "block_id");
  const content_hash = cellText(values, "content_hash");
  if (block_id === undefined || content_hash === undefined) return plainRowEnvelope(row, context, "no key");
  const kind = cellText(values, "kind") ?? "";
  const role = cellText(values, "role") ?? "";
  const payload_json = cellText(values, "payload_json") ?? "{}";
  const block_metadata_json = cellText(values, "block_metadata_json") ?? "{}";
  const hash_algorithm = cellText(values, "hash_algorithm") ?? blockHashAlgorithm;
  const payload = cellJson(values, "payload_json");
  const metadata = cellJson(values, "block_metadata_json");
  const first_seen_at_ms = cellMs(values, "first_seen_at_ms");
  const record: RecordChange = {
    set: "blocks",
    row: {
      block_id,
      content_hash,
      hash_algorithm,
      // A hash of another algorithm cannot be checked, which is not the same as being wrong.
      hash_verified:
        hash_algorithm === blockHashAlgorithm
          ? storedBlockHash({ kind, role, payload_json, block_metadata_json }, hashText) === content_hash
          : undefined,
      payload_hash: hashText(payload_json),
      kind,
      role,
      payload: payload.value,
      metadata: metadata.value,
      first_seen_at_ms,
      ...blockFacts(kind, payload.value),
    },
  };
  return rowEnvelope(row, context, {
    conv_id: cellText(joined, "conv_id"),
    session_id: cellText(joined, "session_id"),
    turn_id: cellText(joined, "turn_id"),
    event_id: block_id,
    occurred_at_ms: first_seen_at_ms,
    identity: [block_id, content_hash],
    records: [record],
    faults: [payload.fault, metadata.fault],
  });
}
