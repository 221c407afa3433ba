import { sameValue } from "../json/same-content";
import type { JsonObject } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import { entityStatus, entitySummary } from "./entity-summary";
import { subjectOfEntity, type TurnTracker } from "./turn-tracker";

/** One write to an entity: the whole state after it. */
export interface EntityWrite {
  readonly entity_id: string;
  readonly kind: string;
  readonly props: JsonObject;
  /** Projection state that the write made: the seq of its frame. */
  readonly version: bigint;
  /** Envelope that caused the write. */
  readonly ordinal: bigint;
  readonly at_ms?: number | undefined;
  /** Creation time that the source states; else the time of the first write. */
  readonly created_at_ms?: number | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
}

/** An entity as it stands. */
export interface EntityState {
  readonly write: EntityWrite;
  readonly first_version: bigint;
  readonly first_ordinal: bigint;
  readonly created_at_ms: number | undefined;
}

interface Run {
  readonly first: EntityWrite;
  last: EntityWrite;
  writes: number;
  readonly changed: readonly string[];
}

interface Slot {
  state: EntityState;
  run: Run;
  /** Runs that changed since the last drain; the current one is among them when it did. */
  readonly dirtyRuns: Set<Run>;
}

/**
 * Entities of one origin with their history. Consecutive streaming writes that change the same fields are
 * one run, so that a message of 5,000 deltas has a handful of versions. A write costs the comparison of
 * the props; text is compared only when its length is equal.
 */
export class EntityTable {
  readonly #slots = new Map<string, Slot>();
  /** Entities of a message or tool call: a long conversation has too many to look through. */
  readonly #bySubject = new Map<string, Slot[]>();
  readonly #dirty = new Set<Slot>();

  constructor(
    private readonly conv_id: string,
    private readonly origin: "stored" | "projected",
    private readonly turns: TurnTracker,
  ) {}

  get(kind: string, entity_id: string): EntityState | undefined {
    return this.#slots.get(slotKey(kind, entity_id))?.state;
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Entities in order of creation. */
  *states(): Iterable<EntityState> {
    for (const slot of this.#slots.values()) yield slot.state;
  }

  write(write: EntityWrite): void {
    const key = slotKey(write.kind, write.entity_id);
    const slot = this.#slots.get(key);
    if (slot === undefined) {
      const run = { first: write, last: write, writes: 1, changed: Object.keys(write.props) };
      const created = { state: stateOf(write), run, dirtyRuns: new Set([run]) };
      this.#slots.set(key, created);
      const subject = subjectOfEntity(write.entity_id);
      const others = this.#bySubject.get(subject);
      if (others === undefined) this.#bySubject.set(subject, [created]);
      else others.push(created);
      this.#dirty.add(created);
      return;
    }
    const before = slot.state.write;
    const changed = changedFields(before.props, write.props);
    slot.state = { ...slot.state, write: inherit(write, before) };
    slot.run = extend(slot.run, slot.state.write, changed);
    slot.dirtyRuns.add(slot.run);
    this.#dirty.add(slot);
  }

  /** Makes the rows of a message or tool call again at the next drain. */
  touch(subject: string): void {
    for (const slot of this.#bySubject.get(subject) ?? []) this.#dirty.add(slot);
  }

  /** Changes since the last call: one per entity, one per run of versions. */
  drain(): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const slot of this.#dirty) {
      changes.push({ set: "entities", row: this.#entityRow(slot.state) });
      for (const run of slot.dirtyRuns) changes.push({ set: "entity_versions", row: this.#versionRow(run) });
      slot.dirtyRuns.clear();
    }
    this.#dirty.clear();
    return changes;
  }

  #entityRow({ write, first_version, first_ordinal, created_at_ms }: EntityState): RecordIn<"entities"> {
    const turn = this.turns.turnOfSubject(subjectOfEntity(write.entity_id));
    return {
      conv_id: this.conv_id,
      entity_id: write.entity_id,
      kind: write.kind,
      origin: this.origin,
      created_at_ms,
      entity_updated_at_ms: write.at_ms,
      first_seen_version: first_version,
      last_seen_version: write.version,
      version: write.version,
      props: write.props,
      summary: entitySummary(write.kind, write.props),
      status: entityStatus(write.kind, write.props),
      first_ordinal,
      ordinal: write.ordinal,
      occurred_at_ms: write.at_ms,
      session_id: write.session_id,
      turn_id: turn?.turn_id ?? write.turn_id,
      run_id: write.run_id,
      key_origins: turn === undefined ? undefined : { turn_id: { how: turn.how, rule: turn.rule } },
    };
  }

  #versionRow(run: Run): RecordIn<"entity_versions"> {
    return {
      conv_id: this.conv_id,
      entity_id: run.first.entity_id,
      kind: run.first.kind,
      origin: this.origin,
      version: run.first.version,
      last_version: run.last.version,
      writes: run.writes,
      ordinal: run.first.ordinal,
      last_ordinal: run.last.ordinal,
      changed_fields: run.changed,
      summary: entitySummary(run.last.kind, run.last.props),
      occurred_at_ms: run.last.at_ms,
    };
  }
}

function slotKey(kind: string, entity_id: string): string {
  return `${kind}\u0000${entity_id}`;
}

function stateOf(write: EntityWrite): EntityState {
  return {
    write,
    first_version: write.version,
    first_ordinal: write.ordinal,
    created_at_ms: write.created_at_ms ?? write.at_ms,
  };
}

/** Keys that a later write does not name stay as they were. */
function inherit(write: EntityWrite, before: EntityWrite): EntityWrite {
  return {
    ...write,
    at_ms: write.at_ms ?? before.at_ms,
    session_id: write.session_id ?? before.session_id,
    turn_id: write.turn_id ?? before.turn_id,
    run_id: write.run_id ?? before.run_id,
  };
}

function extend(run: Run, write: EntityWrite, changed: readonly string[]): Run {
  const same = changed.length === run.changed.length && changed.every((name, i) => name === run.changed[i]);
  if (same && isStreaming(write.props) && isStreaming(run.last.props)) {
    run.last = write;
    run.writes += 1;
    return run;
  }
  return { first: write, last: write, writes: 1, changed };
}

/** Whether the entity is still growing in this state. */
export function isStreaming(props: JsonObject): boolean {
  return props["streaming"] === true || props["status"] === "streaming" || props["status"] === "running";
}

/** Names of the properties that differ, in the order of the newer state, removed ones last. */
export function changedFields(before: JsonObject, after: JsonObject): readonly string[] {
  const names: string[] = [];
  for (const name in after) if (!sameValue(before[name], after[name])) names.push(name);
  for (const name in before) if (!(name in after)) names.push(name);
  return names;
}
