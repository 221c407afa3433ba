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
import type { DocumentDecoder } from "../format";
import { textOf } from "../read-json";
import { isExactDouble } from "../rounded-seq";
import { conversationRecords } from "./conversation-records";
import { documentEnvelope, undecodableDocument } from "./document-envelope";
import { msOfDate } from "./row-values";
import { readYaml } from "./turn-text";

/**
 * What the timeline debug window of go-go-os and react-chat exports: the entities that a browser had made of what it
 * was sent, all of a conversation or one. They stand as stored entities that say that a browser told of them.
 */
export const decodeTimelineDebug: DocumentDecoder = (bytes, context) => {
  const text = textOf(bytes);
  const read = text === undefined ? { fault: "not UTF-8", value: undefined } : readYaml(text);
  const root = asObject(read.value);
  if (root === undefined) return [undecodableDocument(context, bytes, read.fault ?? "not an object")];
  const conv_id = context.conv_id ?? asText(root["conversationId"]);
  const at = msOfDate(asText(root["exportedAt"]) ?? "");
  const items = asArray(asObject(root["timeline"])?.["entities"]) ?? ("props" in root ? [root] : []);
  const entities = items.map((item) =>
    conv_id === undefined ? undefined : entityOf(asObject(item) ?? {}, conv_id),
  );
  const unread = entities.filter((entity) => entity === undefined).length;
  return [
    documentEnvelope(context, {
      item: 1,
      bytes,
      type: "viewer.timeline",
      conv_id,
      occurred_at_ms: at,
      records:
        conv_id === undefined
          ? []
          : [
              ...conversationRecords({ conv_id, has_timeline: true, last_activity_ms: at }),
              ...entities.filter((entity) => entity !== undefined),
            ],
      fault: unread === 0 ? undefined : `${String(unread)} entities without id, kind or conversation`,
    }),
  ];
};

function entityOf(item: JsonObject, conv_id: string): RecordChange | undefined {
  const entity_id = asText(item["id"]);
  const kind = asText(item["kind"]);
  // The window lists an id of its order that it has no entity for under this kind.
  if (entity_id === undefined || kind === undefined || kind === "<missing>") return undefined;
  const props = asObject(item["props"]);
  const stated = asOrdinal(item["version"]);
  const version = stated !== undefined && isExactDouble(stated) ? stated : undefined;
  const updated_at_ms = timeOf(item["updatedAt"]);
  return {
    set: "entities",
    row: {
      conv_id,
      entity_id,
      kind,
      origin: "stored",
      created_at_ms: timeOf(item["createdAt"]),
      entity_updated_at_ms: updated_at_ms,
      occurred_at_ms: updated_at_ms,
      version,
      last_seen_version: version,
      props,
      summary: props === undefined ? undefined : entitySummary(kind, props),
      status: props === undefined ? undefined : entityStatus(kind, props),
      key_origins: { origin: { how: "derived", rule: "timeline of a browser" } },
    },
  };
}

/** Epoch ms or a date; the newest runtime gives ordinals as numbers here, which are no times. */
function timeOf(value: JsonObject[string] | undefined): number | undefined {
  const ms = typeof value === "string" ? msOfDate(value) : asNumber(value);
  return ms !== undefined && ms > 1e11 && ms < 1e14 ? Math.floor(ms) : undefined;
}
