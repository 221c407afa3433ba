import {
  findCallBefore,
  listAnsweredCalls,
  findIncidentOf,
  listCallsAround,
  listCallsOfItems,
  listEntitiesOfId,
  listEntitiesOfTurn,
  listErrorsAt,
  listErrorsNaming,
  listErrorsOfIncident,
  listSnapshotsOfItems,
  listSnapshotsOfTool,
  listSubjectEvents,
  listToolCallsOf,
  listToolsOfSnapshot,
  listTurnEnds,
  listTwins,
  listWritesAround,
} from "@/db/queries/related";
import { findConvKey, findSubjectKey, findTurnKey } from "@/db/queries/dictionary-keys";
import { findEvent } from "@/db/queries/event-rows";
import { findTurnReach, findTurnSpan, turnMarginMs } from "@/db/queries/turn-span";
import type { ReadStore } from "@/db/store";
import { parseRecordRef, recordRef, type RecordRef } from "@/lib/contracts/record-ref";
import { linkKinds, type LinkKind, type RecordKind } from "@/lib/contracts/vocabulary";
import { describeRecords } from "../records/describe-records";
import type { Described } from "../records/described";
import type { EdgeSet } from "./edge-set";

type Adder = (store: ReadStore, record: Described, parts: RecordRef["parts"], edges: EdgeSet) => void;

/** Links by id that only one kind has. */
const adders: Partial<Record<RecordKind, Adder>> = {
  event: addEventEdges,
  turn: addTurnEdges,
  snapshot: addSnapshotEdges,
  entity: (store, record, parts, edges) => {
    addSameId(store, record, parts[1], edges);
    addNaming(store, record, "entity_id", parts[1], edges);
  },
  entity_version: (store, record, parts, edges) => {
    addSameId(store, record, parts[1], edges);
  },
  model_call: addModelCallEdges,
  tool_call: addToolCallEdges,
  error: addErrorEdges,
  incident: (store, _record, [id], edges) => {
    if (id === undefined) return;
    for (const key of listErrorsOfIncident(store, id))
      edges.add(recordRef("error", ...key), "contains", "derived", "same incident");
  },
};

/** Links by id in both directions, by the kind of the record. */
export function addIdEdges(store: ReadStore, record: Described, edges: EdgeSet): void {
  const parsed = parseRecordRef(record.ref);
  if (parsed !== undefined) adders[parsed.kind]?.(store, record, parsed.parts, edges);
  if (record.conv_id !== null && record.kind !== "conversation") {
    edges.add(
      recordRef("conversation", record.conv_id),
      "part_of",
      "explicit",
      "conversation id in the record",
    );
  }
  if (record.ordinal !== null && record.kind !== "event") {
    edges.add(recordRef("event", record.ordinal), "caused_by", "explicit", "envelope that states it");
  }
  for (const link of record.links) {
    if (!link.ref.startsWith("turn:")) edges.add(link.ref, "caused_by", link.how, "named by the record");
  }
}

function addEventEdges(
  store: ReadStore,
  record: Described,
  _parts: RecordRef["parts"],
  edges: EdgeSet,
): void {
  const { conv_id: convId, ordinal, subject } = record;
  if (ordinal === null) return;
  for (const key of listErrorsAt(store, ordinal))
    edges.add(recordRef("error", ...key), "causes", "explicit", "failure shown by this envelope");
  const twinOf = findEvent(store, ordinal)?.twin_of;
  if (twinOf != null) edges.add(recordRef("event", twinOf), "same", "derived", "told first by another path");
  if (convId === null) return;
  for (const key of listWritesAround(store, convId, ordinal))
    edges.add(recordRef("entity_version", ...key), "causes", "derived", "write of the projection");
  for (const key of listCallsAround(store, convId, ordinal, record.at_ms))
    edges.add(recordRef("model_call", ...key), "part_of", "derived", "between its first and last envelope");
  addSameId(store, record, subject, edges);
  if (subject === null) return;
  for (const { call, how, rule } of listAnsweredCalls(store, convId, "response_id", subject))
    edges.add(recordRef("model_call", ...call), "part_of", linkKindOf(how), rule);
}

/** Everything that carries an id: entities, calls, and the envelopes of that subject. */
function addSameId(store: ReadStore, record: Described, id: string | null | undefined, edges: EdgeSet): void {
  const { conv_id: convId, ordinal } = record;
  if (convId === null || id === null || id === undefined) return;
  for (const key of listEntitiesOfId(store, convId, id)) {
    const isExact = key[1] === id;
    edges.add(
      recordRef("entity", ...key),
      record.kind === "event" ? "causes" : "same",
      isExact ? "explicit" : "derived",
      isExact ? "same id" : "id derived from this one",
    );
  }
  const calls = [recordRef("model_call", convId, id), recordRef("tool_call", convId, id)];
  for (const ref of describeRecords(store, calls).keys()) edges.add(ref, "part_of", "explicit", "same id");
  const convKey = findConvKey(store, convId);
  const subjectKey = convKey === undefined ? undefined : findSubjectKey(store, convKey, id);
  if (subjectKey === undefined) return;
  const isEvent = record.kind === "event" && ordinal !== null;
  for (const other of listSubjectEvents(store, subjectKey, isEvent ? ordinal : undefined)) {
    edges.add(recordRef("event", other), isEvent ? "same" : "caused_by", "explicit", "same id");
  }
  if (isEvent)
    for (const twin of listTwins(store, subjectKey, ordinal))
      edges.add(recordRef("event", twin), "same", "derived", "the same event by another path");
}

function addNaming(
  store: ReadStore,
  { conv_id: convId }: Described,
  column: Parameters<typeof listErrorsNaming>[2],
  id: string | undefined,
  edges: EdgeSet,
): void {
  if (convId === null || id === undefined) return;
  for (const key of listErrorsNaming(store, convId, column, id))
    edges.add(recordRef("error", ...key), "causes", "explicit", "named by the failure");
}

function addTurnEdges(
  store: ReadStore,
  record: Described,
  [convId, turnId]: RecordRef["parts"],
  edges: EdgeSet,
): void {
  if (convId === undefined || turnId === undefined) return;
  const reach = findTurnReach(store, convId, turnId, record.at_ms);
  for (const key of listEntitiesOfTurn(store, convId, turnId, reach))
    edges.add(recordRef("entity", ...key), "contains", "explicit", "turn id in the record");
  const convKey = findConvKey(store, convId);
  const turnKey = convKey === undefined ? undefined : findTurnKey(store, convKey, turnId);
  const span = findTurnSpan(store, convId, turnId);
  if (convKey === undefined || turnKey === undefined || span === undefined) return;
  const [from_ms, to_ms] = [span.from_ms - turnMarginMs, span.to_ms + turnMarginMs];
  for (const ordinal of listTurnEnds(store, turnKey, convKey, from_ms, to_ms)) {
    edges.add(recordRef("event", ordinal), "contains", "explicit", "first or last envelope of the turn");
  }
}

function addSnapshotEdges(
  store: ReadStore,
  record: Described,
  parts: RecordRef["parts"],
  edges: EdgeSet,
): void {
  const [convId, turnId, phase, at] = parts;
  if (convId === undefined || turnId === undefined || phase === undefined || at === undefined) return;
  for (const key of listToolsOfSnapshot(store, [convId, turnId, phase, at]))
    edges.add(recordRef("tool_call", ...key), "contains", "derived", "block of the tool call");
  for (const key of listCallsOfItems(store, [convId, turnId, phase, at]))
    edges.add(recordRef("model_call", ...key), "caused_by", "explicit", "block made from its answer");
  addCallBefore(store, convId, turnId, record.at_ms, edges);
}

function addModelCallEdges(
  store: ReadStore,
  record: Described,
  [convId, callId]: RecordRef["parts"],
  edges: EdgeSet,
): void {
  if (convId === undefined || callId === undefined) return;
  for (const key of listToolCallsOf(store, convId, callId))
    edges.add(recordRef("tool_call", ...key), "causes", "explicit", "asked for by this model call");
  for (const key of listSnapshotsOfItems(store, convId, callId))
    edges.add(recordRef("snapshot", ...key), "causes", "explicit", "block made from its answer");
  addSameId(store, record, callId, edges);
  addNaming(store, record, "model_call_id", callId, edges);
  const convKey = findConvKey(store, convId);
  if (convKey === undefined) return;
  for (const { response_id, how, rule } of listAnsweredCalls(store, convId, "call_id", callId)) {
    const subjectKey = response_id === callId ? undefined : findSubjectKey(store, convKey, response_id);
    if (subjectKey === undefined) continue;
    for (const ordinal of listSubjectEvents(store, subjectKey, undefined))
      edges.add(recordRef("event", ordinal), "caused_by", linkKindOf(how), rule);
  }
}

function linkKindOf(how: string): LinkKind {
  return linkKinds.find((kind) => kind === how) ?? "derived";
}

function addToolCallEdges(
  store: ReadStore,
  record: Described,
  [convId, callId]: RecordRef["parts"],
  edges: EdgeSet,
): void {
  if (convId === undefined || callId === undefined) return;
  for (const key of listSnapshotsOfTool(store, convId, callId))
    edges.add(recordRef("snapshot", ...key), "part_of", "derived", "block of the tool call");
  addSameId(store, record, callId, edges);
  addNaming(store, record, "tool_call_id", callId, edges);
  const begun = record.at_ms === null ? null : record.at_ms - (record.took_ms ?? 0);
  addCallBefore(store, convId, record.turn_id, begun, edges);
}

function addCallBefore(
  store: ReadStore,
  convId: string,
  turnId: string | null,
  atMs: number | null,
  edges: EdgeSet,
): void {
  if (turnId === null || atMs === null) return;
  const call = findCallBefore(store, convId, turnId, atMs);
  if (call === undefined) return;
  edges.add(
    recordRef("model_call", ...call),
    "caused_by",
    "inferred",
    "last model call of the turn before it",
  );
}

function addErrorEdges(
  store: ReadStore,
  _record: Described,
  [errorId]: RecordRef["parts"],
  edges: EdgeSet,
): void {
  const incident = errorId === undefined ? undefined : findIncidentOf(store, errorId);
  if (incident !== undefined)
    edges.add(recordRef("incident", ...incident), "part_of", "derived", "same incident");
}
