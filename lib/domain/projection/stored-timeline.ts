import { asArray, asNumber, asObject, asOrdinal, asText, type JsonObject } from "../json/json-access";
import type { EntityTable, EntityWrite } from "./entity-table";
import { timeOf, type FoldEvent } from "./fold-event";
import type { WriteKeys } from "./sem-timeline";

/**
 * What the runtime itself says that it stored: `timeline.upsert` frames of the SEM generation and
 * `ws.snapshot` frames of the newest one. Kept beside the recomputed state, never mixed with it.
 */
export class StoredTimeline {
  constructor(private readonly entities: EntityTable) {}

  apply(event: FoldEvent, keys: WriteKeys): void {
    if (event.type === "timeline.upsert") this.#upsert(event, keys);
    else if (event.type === "ws.snapshot" || event.type === "snapshot") this.#snapshot(event, keys);
  }

  #upsert(event: FoldEvent, keys: WriteKeys): void {
    const data = asObject(event.data);
    const entity = asObject(data?.["entity"]);
    if (data === undefined || entity === undefined) return;
    const entity_id = asText(entity["id"]) ?? event.event_id;
    const version = asOrdinal(data["version"]) ?? event.seq;
    if (entity_id === undefined || version === undefined) return;
    this.#write({
      entity_id,
      kind: asText(entity["kind"]) ?? "unknown",
      props: storedProps(entity),
      version,
      ordinal: event.ordinal,
      at_ms: asNumber(entity["updatedAtMs"]) ?? timeOf(event),
      created_at_ms: asNumber(entity["createdAtMs"]),
      ...keys,
    });
  }

  #snapshot(event: FoldEvent, keys: WriteKeys): void {
    for (const item of asArray(asObject(event.data)?.["entities"]) ?? []) {
      const entity = asObject(item);
      const entity_id = asText(entity?.["id"]);
      const kind = asText(entity?.["kind"]);
      const version = asOrdinal(entity?.["lastEventOrdinal"]);
      if (entity === undefined || entity_id === undefined || kind === undefined || version === undefined)
        continue;
      const { "@type": _type, ...props } = asObject(entity["payload"]) ?? {};
      this.#write({ entity_id, kind, props, version, ordinal: event.ordinal, at_ms: timeOf(event), ...keys });
    }
  }

  /** Writes unless a newer state is there already: frames of several sockets interleave. */
  #write(write: EntityWrite): void {
    const before = this.entities.get(write.kind, write.entity_id)?.write;
    if (before !== undefined && !isNewer(write, before)) return;
    this.entities.write(write);
  }
}

/** By the store's clock first: a counter version restarts with the process, the clock does not. */
function isNewer(write: EntityWrite, before: EntityWrite): boolean {
  if (write.at_ms !== undefined && before.at_ms !== undefined && write.at_ms !== before.at_ms) {
    return write.at_ms > before.at_ms;
  }
  return write.version > before.version;
}

const headerKeys = new Set(["id", "kind", "createdAtMs", "updatedAtMs", "meta", "typed"]);

/**
 * Properties of a stored entity in either form: V2 has `props`; V1 has exactly one object under the name
 * of its kind, with false and empty fields left out.
 */
export function storedProps(entity: JsonObject): JsonObject {
  const props = asObject(entity["props"]);
  if (props !== undefined) return props;
  for (const [name, value] of Object.entries(entity)) {
    const body = headerKeys.has(name) ? undefined : asObject(value);
    if (body !== undefined) return body;
  }
  return {};
}
