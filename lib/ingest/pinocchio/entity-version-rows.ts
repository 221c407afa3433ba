import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { asObject, type JsonObject } from "@/lib/domain/json/json-access";
import type { RecordChange, RecordIn } from "@/lib/domain/model";
import { changedFields, isStreaming } from "@/lib/domain/projection/entity-table";
import { entitySummary } from "@/lib/domain/projection/entity-summary";
import type { DecodeContext } from "../format";
import { entityKey, type EntityKey } from "./hydration-rows";
import { plainRowEnvelope, rowEnvelope } from "./row-envelope";
import { cellDate, cellJson, cellOrdinal } from "./row-values";

/** Writes to one entity, in a row, that changed the same fields. */
interface Run {
  readonly key: EntityKey;
  readonly first: bigint;
  readonly last: bigint;
  readonly writes: number;
  readonly changed: readonly string[];
  readonly props: JsonObject;
  readonly isRemoved: boolean;
  readonly at_ms: number | undefined;
}

/**
 * Decodes `sessionstream_entity_versions`, read in the order of its key. The runtime keeps the whole text
 * with every patch (one message of 53 KB takes 121 MB), so only the state before is held, and a run of
 * streaming writes becomes one record, stated with the run's last row.
 */
export class EntityVersionRows {
  #run: Run | undefined;
  /** Row whose record waits to see whether the run goes on. */
  #held: { readonly row: ForeignRow; readonly fault: string | undefined } | undefined;

  constructor(private readonly context: DecodeContext) {}

  add(row: ForeignRow): readonly Envelope[] {
    const key = entityKey(row);
    const ordinal = cellOrdinal(row.values, "ordinal");
    if (key === undefined || ordinal === undefined)
      return [...this.end(), plainRowEnvelope(row, this.context, "no key")];
    const payload = cellJson(row.values, "payload_json");
    const next = nextRun(this.#run, row, key, ordinal, asObject(payload.value) ?? {});
    const goesOn = next.writes > 1;
    const released = goesOn ? this.#release([]) : this.end();
    this.#run = next;
    this.#held = { row, fault: payload.fault };
    return released;
  }

  /** The row held back last, with the record of its run. */
  end(): readonly Envelope[] {
    const run = this.#run;
    this.#run = undefined;
    return run === undefined ? [] : this.#release(recordsOf(run));
  }

  #release(records: readonly RecordChange[]): readonly Envelope[] {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return [];
    const { row, fault } = held;
    const key = entityKey(row);
    const envelope = rowEnvelope(row, this.context, {
      conv_id: key?.conv_id,
      session_id: key?.conv_id,
      event_id: key?.entity_id,
      occurred_at_ms: cellDate(row.joined, "updated_at"),
      identity: [key?.kind, key?.entity_id, cellOrdinal(row.values, "ordinal")],
      records,
      faults: [fault],
    });
    return [envelope];
  }
}

function nextRun(
  before: Run | undefined,
  row: ForeignRow,
  key: EntityKey,
  ordinal: bigint,
  props: JsonObject,
): Run {
  const isRemoved = cellOrdinal(row.values, "tombstone") === 1n;
  const at_ms = cellDate(row.joined, "updated_at");
  const sameEntity =
    before !== undefined && sameKey(before.key, key) && !before.isRemoved ? before : undefined;
  const changed = isRemoved ? [] : changedFields(sameEntity?.props ?? {}, props);
  const state = { key, last: ordinal, changed, props, isRemoved, at_ms };
  if (sameEntity !== undefined && !isRemoved && isSameRun(sameEntity, changed, props)) {
    return { ...state, first: sameEntity.first, writes: sameEntity.writes + 1 };
  }
  return { ...state, first: ordinal, writes: 1 };
}

function isSameRun(before: Run, changed: readonly string[], props: JsonObject): boolean {
  const sameFields =
    changed.length === before.changed.length && changed.every((name, i) => name === before.changed[i]);
  return sameFields && isStreaming(before.props) && isStreaming(props);
}

function sameKey(a: EntityKey, b: EntityKey): boolean {
  return a.conv_id === b.conv_id && a.kind === b.kind && a.entity_id === b.entity_id;
}

function recordsOf(run: Run): RecordChange[] {
  const { conv_id, kind, entity_id } = run.key;
  const version: RecordIn<"entity_versions"> = {
    conv_id,
    entity_id,
    kind,
    origin: "stored",
    version: run.first,
    last_version: run.last,
    writes: run.writes,
    changed_fields: run.changed,
    summary: run.isRemoved ? "removed" : entitySummary(kind, run.props),
    occurred_at_ms: run.at_ms,
  };
  const change: RecordChange = { set: "entity_versions", row: version };
  if (!run.isRemoved) return [change];
  // A removed entity has no row among the entities; its last version is all that tells of it.
  const at = { entity_updated_at_ms: run.at_ms, last_seen_version: run.last, version: run.last };
  return [
    change,
    { set: "entities", row: { ...run.key, origin: "stored", session_id: conv_id, status: "removed", ...at } },
  ];
}
