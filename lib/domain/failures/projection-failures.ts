import { groupBy } from "../group-by";
import { compareEntities } from "../integrity/compare-entities";
import { asObject, asText } from "../json/json-access";
import type { RecordChange, RecordIn } from "../model";
import { isStreaming } from "../projection/entity-table";
import { findingSource } from "../projection/projection-findings";
import type { ConversationView } from "./conversation-view";
import type { FailureDraft } from "./failure-book";
import { codeOfStatedFault, faultId } from "./fault-code";
import type { FailureCode } from "./taxonomy";
import type { TurnIndex } from "./turn-index";

type Entity = RecordIn<"entities">;
type Fault = RecordIn<"projection_faults">;
type Snapshot = RecordIn<"turn_snapshots">;

/** What the comparison of stored and recomputed entities found. */
export interface ProjectionFailures {
  readonly drafts: readonly FailureDraft[];
  /** One fault per entity that differs. */
  readonly changes: readonly RecordChange[];
}

interface Finding {
  readonly code: FailureCode;
  readonly kind: Fault["kind"];
  readonly entity: Entity;
  readonly field?: string | undefined;
  readonly detail: string;
  readonly stored?: Entity | undefined;
  readonly projected?: Entity | undefined;
  /** Turn to which the entity belongs where nothing states it. */
  readonly turn_id?: string | undefined;
}

/**
 * Where the runtime's stored timeline is not what its events, or its own turns, say it must be. Without a
 * stored timeline there is nothing to compare; without events the turns alone tell what is missing.
 */
export function findProjectionFailures(view: ConversationView, index: TurnIndex): ProjectionFailures {
  const stored = new Map<string, Entity>();
  const projected = new Map<string, Entity>();
  for (const entity of view.entities)
    (entity.origin === "stored" ? stored : projected).set(keyOf(entity), entity);
  const findings: Finding[] = [];
  if (stored.size > 0) {
    for (const [key, entity] of projected) findings.push(...compare(stored.get(key), entity));
    findings.push(
      ...withoutEvents(view, stored, projected, index),
      ...missingByTurns(view, stored, projected, index),
    );
    findings.push(...versionScales([...stored.values()]));
  }
  return {
    drafts: [...findings.map((finding) => draftOf(finding, index)), ...fromFaults(view)],
    changes: findings.map((finding) => ({ set: "projection_faults", row: faultOf(finding, view) })),
  };
}

function keyOf({ kind, entity_id }: Pick<Entity, "kind" | "entity_id">): string {
  return `${kind}\u0000${entity_id}`;
}

function compare(stored: Entity | undefined, projected: Entity): Finding[] {
  if (stored === undefined) {
    const detail = "its events made the entity; the stored timeline does not have it";
    return [
      { code: "projection.missing_entity", kind: "missing_in_store", entity: projected, projected, detail },
    ];
  }
  const { state, fields } = compareEntities(stored.props, projected.props);
  if (state !== "stale" && state !== "drift") return [];
  const detail =
    state === "stale"
      ? `stored as ${stored.status ?? "unfinished"}, by its events ${projected.status ?? "finished"}`
      : `stored and recomputed state differ in ${fields.join(", ")}`;
  const code = state === "stale" ? "projection.stale_entity" : "projection.drift";
  return [{ code, kind: "drift", entity: projected, stored, projected, field: fields[0], detail }];
}

/** Stored entities that no event explains, or that were left unfinished although their turn ended well. */
function withoutEvents(
  view: ConversationView,
  stored: Map<string, Entity>,
  projected: Map<string, Entity>,
  index: TurnIndex,
): Finding[] {
  const userMessages = [...projected.values()].some((entity) => entity.entity_id.startsWith("user-"));
  return [...stored].flatMap(([key, entity]): Finding[] => {
    if (projected.has(key)) return [];
    const turn = index.get(entity.turn_id) ?? index.at(entity.created_at_ms);
    if (isStreaming(asObject(entity.props) ?? {})) {
      if (turn?.outcome !== "completed") return [];
      const detail = `stored as ${entity.status ?? "unfinished"} although its turn is complete`;
      return [
        {
          code: "projection.stale_entity",
          kind: "drift",
          entity,
          stored: entity,
          field: "streaming",
          detail,
          turn_id: turn.turn_id,
        },
      ];
    }
    // Older servers announce user messages only by storing them.
    if (entity.entity_id.startsWith("user-") && !userMessages) return [];
    if (projected.size === 0 || !wasWatched(entity, view)) return [];
    const detail = "the stored timeline has the entity; no recorded event made it";
    return [
      {
        code: "projection.unexplained_entity",
        kind: "missing_in_frames",
        entity,
        stored: entity,
        detail,
        turn_id: turn?.turn_id,
      },
    ];
  });
}

/** Whether a socket was recorded all the time in which the entity was made. */
function wasWatched(entity: Entity, { ws_sessions }: ConversationView): boolean {
  const { created_at_ms: from, entity_updated_at_ms: to } = entity;
  if (typeof from !== "number" || typeof to !== "number") return false;
  return ws_sessions.some(
    ({ connected_at_ms, disconnected_at_ms }) =>
      typeof connected_at_ms === "number" &&
      typeof disconnected_at_ms === "number" &&
      connected_at_ms < from - 1_000 &&
      disconnected_at_ms > to + 1_000,
  );
}

function byTime(a: Snapshot, b: Snapshot): number {
  return a.snapshot_at_ms - b.snapshot_at_ms;
}

/**
 * User messages and tool calls that the turn store has and the stored timeline does not. What shows that they were there
 * is the first snapshot that holds them.
 */
function missingByTurns(
  view: ConversationView,
  stored: Map<string, Entity>,
  projected: Map<string, Entity>,
  index: TurnIndex,
): Finding[] {
  const all = [...stored.values()];
  const findings: Finding[] = [];
  const snapshots = groupBy([...view.snapshots].sort(byTime), ({ turn_id }) => turn_id);
  const note = (entity: Omit<Entity, "conv_id" | "origin">, turn_id: string) => {
    const key = keyOf(entity);
    if (stored.has(key) || projected.has(key)) return;
    findings.push({
      code: "projection.missing_entity",
      kind: "missing_in_store",
      entity: { ...entity, conv_id: view.conv_id, origin: "stored", turn_id },
      detail: "the turn has it; the stored timeline does not",
      turn_id,
    });
  };
  if (all.some(({ entity_id }) => entity_id.startsWith("user-"))) {
    for (const { turn_id, started_at_ms, prompt_text } of index.turns) {
      const [shown] = snapshots.get(turn_id) ?? [];
      if (shown === undefined) continue;
      const entity = {
        kind: "message",
        entity_id: `user-${turn_id}`,
        entity_updated_at_ms: started_at_ms,
        props: { role: "user", content: prompt_text ?? "" },
        ordinal: shown.ordinal,
      };
      note(entity, turn_id);
    }
  }
  if (all.some(({ kind }) => kind === "message")) {
    for (const { kind, tool_call_id, turn_id, first_seen_at_ms, tool_name } of view.blocks) {
      if (kind !== "tool_call" || typeof tool_call_id !== "string") continue;
      const since = first_seen_at_ms ?? 0;
      const shown = snapshots.get(turn_id)?.find(({ snapshot_at_ms }) => snapshot_at_ms >= since);
      const entity = {
        kind: "tool_call",
        entity_id: tool_call_id,
        entity_updated_at_ms: first_seen_at_ms,
        props: { name: tool_name ?? "" },
        ordinal: shown?.ordinal,
      };
      note(entity, turn_id);
    }
  }
  return findings;
}

/** Counters next to versions made from time order the entities wrongly. */
function versionScales(stored: readonly Entity[]): Finding[] {
  const scaled = stored.filter((entity) => typeof entity.last_seen_version === "bigint");
  const small = scaled.filter((entity) => (entity.last_seen_version ?? 0n) < 1_000_000_000_000n);
  const [first] = small;
  if (first === undefined || small.length === scaled.length) return [];
  const detail = `${String(small.length)} of ${String(scaled.length)} entities have counter versions, the others time-based ones`;
  return [
    {
      code: "projection.version_scale",
      kind: "drift",
      entity: first,
      stored: first,
      field: "version",
      detail,
    },
  ];
}

function draftOf({ code, entity, field, detail, turn_id }: Finding, index: TurnIndex): FailureDraft {
  const known = entity.turn_id ?? turn_id;
  return {
    rule: code.slice(code.indexOf(".") + 1).replaceAll("_", "-"),
    subject: keyOf(entity),
    code,
    message: `${entity.kind} ${entity.entity_id}: ${detail}`,
    grouped_by: `${roleOf(entity)}: ${detail}${field === undefined ? "" : ` (${field})`}`,
    at_ms:
      entity.entity_updated_at_ms ?? entity.created_at_ms ?? index.get(known)?.started_at_ms ?? undefined,
    turn_id: known ?? undefined,
    session_id: entity.session_id ?? undefined,
    entity_id: entity.entity_id,
    tool_call_id:
      entity.kind === "tool_call" || entity.kind === "ChatToolCall" ? entity.entity_id : undefined,
    ordinal: entity.ordinal ?? entity.first_ordinal ?? undefined,
  };
}

/** Kind of an entity, with its role where it is a message. */
function roleOf({ kind, props }: Entity): string {
  const role = asText(asObject(props)?.["role"]);
  return role === undefined ? kind : `${kind} of ${role}`;
}

function faultOf(finding: Finding, { conv_id }: ConversationView): Fault {
  const { kind, entity, field, detail, stored, projected, code } = finding;
  const valueOf = (from: Entity | undefined) =>
    field === undefined ? undefined : asObject(from?.props)?.[field];
  return {
    fault_id: faultId(code, conv_id, entity),
    conv_id,
    kind,
    entity_id: entity.entity_id,
    entity_kind: entity.kind,
    field,
    count: 1,
    detail,
    stored_value: valueOf(stored),
    recomputed_value: valueOf(projected),
    // As of the failure: what was recomputed has its own neighbours.
    ordinal: projected === undefined ? (entity.ordinal ?? entity.first_ordinal) : undefined,
    previous_ordinal: projected?.first_ordinal,
    next_ordinal: projected?.ordinal,
    turn_id: entity.turn_id ?? finding.turn_id,
    session_id: entity.session_id,
    occurred_at_ms: entity.entity_updated_at_ms ?? entity.created_at_ms,
  };
}

/** Findings that the fold or a source stated as rows of their own. */
function fromFaults(view: ConversationView): FailureDraft[] {
  // Which turn an entity belongs to may become known long after the fault in it was met.
  const turns = new Map(
    view.entities.flatMap(({ entity_id, kind, turn_id }): [string, string][] =>
      typeof turn_id === "string" ? [[`${kind} ${entity_id}`, turn_id]] : [],
    ),
  );
  return view.projection_faults.flatMap((fault): FailureDraft[] => {
    if (typeof fault.source !== "string") return [];
    const code = codeOfStatedFault(fault);
    const turn_id = fault.turn_id ?? turns.get(`${fault.entity_kind ?? ""} ${fault.entity_id ?? ""}`);
    return [
      {
        rule: fault.source === findingSource ? "fold-finding" : "stated-fault",
        subject: fault.fault_id,
        code,
        message: fault.detail ?? undefined,
        grouped_by: `${fault.entity_kind ?? "projection"}: ${fault.kind}`,
        at_ms: fault.occurred_at_ms ?? undefined,
        turn_id: turn_id ?? undefined,
        session_id: fault.session_id ?? undefined,
        entity_id: fault.entity_id ?? undefined,
        ordinal: fault.next_ordinal ?? fault.ordinal ?? undefined,
      },
    ];
  });
}
