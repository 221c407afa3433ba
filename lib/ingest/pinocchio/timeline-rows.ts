import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { asObject } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { entityStatus, entitySummary } from "@/lib/domain/projection/entity-summary";
import { storedProps } from "@/lib/domain/projection/stored-timeline";
import type { DecodeContext } from "../format";
import { conversationRecords } from "./conversation-records";
import { plainRowEnvelope, rowBytes, rowEnvelope } from "./row-envelope";
import { cellJson, cellMs, cellOrdinal, cellText } from "./row-values";
import { contentKey } from "../undecodable";

/** A row of `timeline_conversations`: the runtime's index of conversations. */
export function decodeConversationRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "conv_id");
  if (conv_id === undefined) return plainRowEnvelope(row, context, "no conv_id");
  const session_id = cellText(values, "session_id");
  const status = cellText(values, "status");
  const last_activity_ms = cellMs(values, "last_activity_ms");
  return rowEnvelope(row, context, {
    conv_id,
    session_id,
    occurred_at_ms: last_activity_ms,
    // Any column may change without another: the whole row is its identity.
    identity: [conv_id, contentKey(rowBytes(values))],
    records: conversationRecords({
      conv_id,
      session_id,
      runtime_key: cellText(values, "runtime_key"),
      created_at_ms: cellMs(values, "created_at_ms"),
      last_activity_ms,
      version: cellOrdinal(values, "last_seen_version"),
      has_timeline: cellOrdinal(values, "has_timeline") !== 0n,
      status: status === "active" || status === "evicted" ? status : undefined,
      last_error_message: cellText(values, "last_error"),
      occurred_at_ms: last_activity_ms,
    }),
  });
}

/** A row of `timeline_versions`: the greatest version that the projection of a conversation reached. */
export function decodeVersionRow(row: ForeignRow, context: DecodeContext): Envelope {
  const conv_id = cellText(row.values, "conv_id");
  const version = cellOrdinal(row.values, "version");
  if (conv_id === undefined) return plainRowEnvelope(row, context, "no conv_id");
  return rowEnvelope(row, context, {
    conv_id,
    identity: [conv_id, version],
    records: [{ set: "conversations", row: { conv_id, version, has_timeline: true } }],
  });
}

/** A row of `timeline_entities`, in either form of its JSON. */
export function decodeEntityRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const conv_id = cellText(values, "conv_id");
  const entity_id = cellText(values, "entity_id");
  if (conv_id === undefined || entity_id === undefined) return plainRowEnvelope(row, context, "no key");
  const kind = cellText(values, "kind") ?? "";
  const version = cellOrdinal(values, "version");
  const created_at_ms = cellMs(values, "created_at_ms");
  const updated_at_ms = cellMs(values, "updated_at_ms");
  const json = cellJson(values, "entity_json");
  const stored = asObject(json.value);
  const fault = json.fault ?? (stored === undefined ? "entity_json is not an object" : undefined);
  const props = stored === undefined ? undefined : storedProps(stored);
  const records: RecordChange[] = [
    {
      set: "entities",
      row: {
        conv_id,
        entity_id,
        kind,
        origin: "stored",
        created_at_ms,
        entity_updated_at_ms: updated_at_ms,
        last_seen_version: version,
        version,
        props,
        summary: props === undefined ? undefined : entitySummary(kind, props),
        status: props === undefined ? undefined : entityStatus(kind, props),
        occurred_at_ms: updated_at_ms,
      },
    },
    // Files from before 2026-02-17 have no index of conversations: their entities are the only sign.
    ...conversationRecords({ conv_id, created_at_ms, last_activity_ms: updated_at_ms, has_timeline: true }),
  ];
  if (fault !== undefined) records.push(decodeFault(conv_id, entity_id, kind, fault, updated_at_ms));
  return rowEnvelope(row, context, {
    conv_id,
    event_id: entity_id,
    occurred_at_ms: updated_at_ms,
    identity: [entity_id, kind, version, updated_at_ms],
    records,
    faults: [fault],
  });
}

/** A stored entity whose JSON cannot be read is a finding about the runtime's projection. */
export function decodeFault(
  conv_id: string,
  entity_id: string,
  entity_kind: string,
  detail: string,
  occurred_at_ms: number | undefined,
): RecordChange {
  return {
    set: "projection_faults",
    row: {
      fault_id: `decode|${conv_id}|${entity_kind}|${entity_id}`,
      conv_id,
      kind: "decode_failure",
      entity_id,
      entity_kind,
      count: 1,
      detail,
      occurred_at_ms,
    },
  };
}
