import type { Envelope } from "@/lib/domain/envelope";
import { asArray, asNumber, asObject, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { DecodeContext, DocumentDecoder } from "../format";
import { documentEnvelope, readDocument } from "./document-envelope";
import { bytesAt, elementsOf } from "./json-items";
import { turnKeysOf } from "./turn-keys";
import { recordsOfTurnSnapshot } from "./turn-records";
import { readTurnText } from "./turn-text";

/** Keys that the answer states once for all its items. */
interface CommonKeys {
  readonly conv_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
}

/**
 * Answers of `GET /api/debug/turns` and `/api/debug/turn/{conv}/{session}/{turn}`, of all generations: the
 * first wrote Go names (`ConvID`, `RunID`). Each item is one snapshot; its `payload` is read, the `parsed`
 * beside it (Go structs with empty metadata) is not.
 */
export const decodeDebugTurns: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  if (root === undefined) return [failure];
  const common = {
    conv_id: asText(root["conv_id"]) ?? context.conv_id,
    session_id: asText(root["session_id"]) ?? asText(root["run_id"]),
    turn_id: asText(root["turn_id"]),
  };
  const items = asArray(root["items"]) ?? [];
  if (items.length === 0)
    return [documentEnvelope(context, { item: 1, bytes, type: "api.turns", ...common, records: [] })];
  const elements = elementsOf(bytesAt(bytes, ["items"]) ?? new Uint8Array());
  return items.map((item, i) =>
    turnItemEnvelope(asObject(item) ?? {}, elements[i] ?? bytes, { place: i + 1, common, context }),
  );
};

/** Envelope of one snapshot as an API lists it. `bytes` is the item as it stands in the answer. */
export function turnItemEnvelope(
  item: JsonObject,
  bytes: Uint8Array,
  setting: { readonly place: number; readonly common: CommonKeys; readonly context: DecodeContext },
): Envelope {
  const { place, common, context } = setting;
  const text = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = asText(item[name]);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const conv_id = text("conv_id", "ConvID") ?? common.conv_id;
  const session_id = text("session_id", "SessionID", "run_id", "RunID") ?? common.session_id;
  const turn_id = text("turn_id", "TurnID") ?? common.turn_id;
  const phase = text("phase", "Phase") ?? "snapshot";
  const snapshot_at_ms = asNumber(item["created_at_ms"] ?? item["CreatedAtMs"]);
  const payload = text("payload", "Payload") ?? "";
  const turn = readTurnText(payload);
  const keys = { conv_id, session_id, turn_id, occurred_at_ms: snapshot_at_ms };
  const statement = { item: place, bytes, type: "api.turn", ...keys, event_id: turn_id };
  if (conv_id === undefined || turn_id === undefined) {
    return documentEnvelope(context, { ...statement, records: [], fault: "no conv_id or turn_id" });
  }
  return documentEnvelope(context, {
    ...statement,
    run_id: text("inference_id") ?? turnKeysOf(turn.metadata).inference_id,
    records: recordsOfTurnSnapshot({
      ...turn,
      conv_id,
      session_id,
      turn_id,
      phase,
      snapshot_at_ms: snapshot_at_ms ?? 0,
      inference_id: text("inference_id"),
      runtime_key: text("runtime_key", "resolved_runtime_key", "current_runtime_key"),
      payload,
    }),
    fault: turn.fault,
  });
}
