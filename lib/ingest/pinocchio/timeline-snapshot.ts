import {
  asArray,
  asNumber,
  asObject,
  asOrdinal,
  asText,
  type JsonObject,
} from "@/lib/domain/json/json-access";
import type { RecordChange } from "@/lib/domain/model";
import { entityStatus, entitySummary } from "@/lib/domain/projection/entity-summary";
import { storedProps } from "@/lib/domain/projection/stored-timeline";
import type { DocumentDecoder } from "../format";
import { conversationRecords } from "./conversation-records";
import { documentEnvelope, readDocument } from "./document-envelope";

/**
 * Timeline of one conversation as an API answered it: `{convId, version, entities}` of the SEM generation in
 * both forms of its entities, `{sessionId, snapshotOrdinal | ordinal, entities}` of the newest one. One
 * envelope for the whole answer: its header belongs to every entity.
 */
export const decodeTimelineSnapshot: DocumentDecoder = (bytes, context) => {
  const { root, failure } = readDocument(context, bytes);
  if (root === undefined) return [failure];
  const session_id = asText(root["sessionId"]);
  const conv_id = asText(root["convId"]) ?? session_id ?? context.conv_id;
  const type = session_id === undefined ? "api.timeline" : "api.session";
  if (conv_id === undefined) {
    return [
      documentEnvelope(context, { item: 1, bytes, type, records: [], fault: "no convId or sessionId" }),
    ];
  }
  const entities = (asArray(root["entities"]) ?? []).map((item) => asObject(item) ?? {});
  const read = session_id === undefined ? semEntity : hydratedEntity;
  const stated = entities.map((entity) => read(conv_id, entity));
  const times = entities
    .map((entity) => asNumber(entity["updatedAtMs"]))
    .filter((time) => time !== undefined);
  const created = entities
    .map((entity) => asNumber(entity["createdAtMs"]))
    .filter((time) => time !== undefined);
  const unread = stated.filter((record) => record === undefined).length;
  return [
    documentEnvelope(context, {
      item: 1,
      bytes,
      type,
      conv_id,
      session_id,
      occurred_at_ms: asNumber(root["serverTimeMs"]) ?? greatest(times),
      records: [
        ...conversationRecords({
          conv_id,
          session_id,
          version:
            asOrdinal(root["version"]) ?? asOrdinal(root["snapshotOrdinal"]) ?? asOrdinal(root["ordinal"]),
          created_at_ms: least(created),
          last_activity_ms: greatest(times),
          has_timeline: true,
        }),
        ...stated.filter((record) => record !== undefined),
      ],
      fault: unread === 0 ? undefined : `${String(unread)} entities without id or kind`,
    }),
  ];
};

/** An entity of the SEM generation: times, but no version of its own. */
export function semEntity(conv_id: string, entity: JsonObject): RecordChange | undefined {
  const entity_id = asText(entity["id"]);
  const kind = asText(entity["kind"]);
  if (entity_id === undefined || kind === undefined) return undefined;
  const props = storedProps(entity);
  const updated_at_ms = asNumber(entity["updatedAtMs"]);
  return {
    set: "entities",
    row: {
      conv_id,
      entity_id,
      kind,
      origin: "stored",
      created_at_ms: asNumber(entity["createdAtMs"]),
      entity_updated_at_ms: updated_at_ms,
      props,
      summary: entitySummary(kind, props),
      status: entityStatus(kind, props),
      occurred_at_ms: updated_at_ms,
    },
  };
}

/** An entity of the newest generation: ordinals, but no times. Exports write the names in snake_case. */
export function hydratedEntity(conv_id: string, entity: JsonObject): RecordChange | undefined {
  const entity_id = asText(entity["id"]);
  const kind = asText(entity["kind"]);
  if (entity_id === undefined || kind === undefined) return undefined;
  const version = asOrdinal(entity["lastEventOrdinal"] ?? entity["last_event_ordinal"]);
  const { "@type": _typeUrl, ...payload } = asObject(entity["payload"]) ?? {};
  const props = "last_event_ordinal" in entity ? asStored(payload) : payload;
  return {
    set: "entities",
    row: {
      conv_id,
      entity_id,
      kind,
      origin: "stored",
      session_id: conv_id,
      first_seen_version: asOrdinal(entity["createdOrdinal"] ?? entity["created_ordinal"]),
      last_seen_version: version,
      version,
      props,
      summary: entitySummary(kind, props),
      status: entity["tombstone"] === true ? "removed" : entityStatus(kind, props),
    },
  };
}

/**
 * Names of an exported payload as the store has them, so that one entity looks the same from both: the
 * members of the message, of its correlation and of its attachments. What is free JSON (tool input, widget
 * props) keeps its own names.
 */
function asStored(payload: JsonObject): JsonObject {
  return camelKeys(payload, (name, value) => {
    const inner = asObject(value);
    if (name === "correlation" && inner !== undefined) return camelKeys(inner);
    const list = name === "attachments" ? asArray(value) : undefined;
    return list?.map((item) => camelKeys(asObject(item) ?? {})) ?? value;
  });
}

function camelKeys(
  object: JsonObject,
  map: (name: string, value: JsonObject[string]) => JsonObject[string] = (_name, value) => value,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
      map(name, value),
    ]),
  );
}

function least(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
}

function greatest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
