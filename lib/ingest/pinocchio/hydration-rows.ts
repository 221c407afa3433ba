import { seqRegimeOf, type Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { asObject, asText } from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { entityStatus, entitySummary } from "@/lib/domain/projection/entity-summary";
import type { DecodeContext } from "../format";
import { subjectOf } from "../sessionstream-frame";
import { conversationRecords } from "./conversation-records";
import { plainRowEnvelope, rowEnvelope } from "./row-envelope";
import { cellDate, cellJson, cellOrdinal, cellText, type JsonCell } from "./row-values";
import { decodeFault } from "./timeline-rows";

/** A row of `sessionstream_sessions`. The session is the conversation. */
export function decodeSessionRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values, joined } = row;
  const session_id = cellText(values, "session_id");
  if (session_id === undefined) return plainRowEnvelope(row, context, "no session_id");
  const version = cellOrdinal(values, "snapshot_ordinal") ?? cellOrdinal(values, "cursor");
  const last_activity_ms = cellDate(joined, "last_at");
  return rowEnvelope(row, context, {
    conv_id: session_id,
    session_id,
    occurred_at_ms: last_activity_ms,
    identity: [session_id, version],
    records: conversationRecords({
      conv_id: session_id,
      session_id,
      version,
      created_at_ms: cellDate(joined, "first_at"),
      last_activity_ms,
      has_timeline: true,
    }),
  });
}

/** A row of `sessionstream_events`: the durable event log of the newest runtime. */
export function decodeEventRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const session_id = cellText(values, "session_id");
  const name = cellText(values, "name");
  const ordinal = cellOrdinal(values, "ordinal");
  if (session_id === undefined || name === undefined || ordinal === undefined) {
    return plainRowEnvelope(row, context, "no key");
  }
  const payload = cellJson(values, "payload_json");
  const body = asObject(payload.value);
  const correlation = asObject(body?.["correlation"]);
  const place = `${String(ordinal)}|${name}`;
  return {
    ...rowEnvelope(row, context, {
      conv_id: session_id,
      session_id,
      identity: [],
      records: [],
      faults: [payload.fault],
    }),
    class: "event",
    dialect: "sessionstream",
    type: name,
    identity: `db|${place}`,
    // The frame that carried the same event to a browser.
    twin_identity: `ui|${place}|1`,
    event_id: body === undefined ? undefined : subjectOf(body, correlation),
    turn_id: asText(correlation?.["turnId"]),
    run_id: asText(correlation?.["runId"]),
    seq: ordinal,
    regime: seqRegimeOf(ordinal),
    occurred_at_ms: cellDate(values, "created_at"),
    data: payload.value,
  };
}

/** A row of `sessionstream_entities`: what an entity is now. */
export function decodeStoredEntityRow(row: ForeignRow, context: DecodeContext): Envelope {
  const { values } = row;
  const key = entityKey(row);
  if (key === undefined) return plainRowEnvelope(row, context, "no key");
  const version = cellOrdinal(values, "last_event_ordinal");
  const payload = cellJson(values, "payload_json");
  return rowEnvelope(row, context, {
    conv_id: key.conv_id,
    session_id: key.conv_id,
    event_id: key.entity_id,
    occurred_at_ms: cellDate(row.joined, "updated_at"),
    // Files of April 2026 have no ordinals; their content tells one state from another.
    identity: [key.kind, key.entity_id, version ?? cellText(values, "payload_json")],
    records: entityRecords(row, key, payload),
    faults: [payload.fault],
  });
}

export interface EntityKey {
  readonly conv_id: string;
  readonly kind: string;
  readonly entity_id: string;
}

export function entityKey({ values }: ForeignRow): EntityKey | undefined {
  const conv_id = cellText(values, "session_id");
  const entity_id = cellText(values, "entity_id");
  if (conv_id === undefined || entity_id === undefined) return undefined;
  return { conv_id, kind: cellText(values, "kind") ?? "", entity_id };
}

function entityRecords(row: ForeignRow, key: EntityKey, payload: JsonCell): RecordChange[] {
  const { values, joined } = row;
  const version = cellOrdinal(values, "last_event_ordinal");
  const props = asObject(payload.value);
  const updated_at_ms = cellDate(joined, "updated_at");
  const entity: RecordChange = {
    set: "entities",
    row: {
      ...key,
      origin: "stored",
      session_id: key.conv_id,
      created_at_ms: cellDate(joined, "created_at"),
      entity_updated_at_ms: updated_at_ms,
      first_seen_version: cellOrdinal(values, "created_ordinal"),
      last_seen_version: version,
      version,
      props,
      summary: props === undefined ? undefined : entitySummary(key.kind, props),
      status: props === undefined ? undefined : entityStatus(key.kind, props),
      occurred_at_ms: updated_at_ms,
    },
  };
  if (payload.fault === undefined) return [entity];
  return [entity, decodeFault(key.conv_id, key.entity_id, key.kind, payload.fault, updated_at_ms)];
}
