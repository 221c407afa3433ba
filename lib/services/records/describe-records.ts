import { listEventsByOrdinal } from "@/db/queries/event-rows";
import { recordLoaders, type RecordKey } from "@/db/queries/load-records";
import type { ReadStore } from "@/db/store";
import { groupBy } from "@/lib/domain/group-by";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { RecordKind } from "@/lib/contracts/vocabulary";
import { describeModelCall, describeToolCall } from "./describe-calls";
import {
  describeGuardrail,
  describeMiddlewareStep,
  describeModeDecision,
  describePlanner,
  describeTransform,
} from "./describe-control";
import { describeEvents } from "./describe-events";
import { describeAnomaly, describeError, describeIncident, describePanic } from "./describe-failures";
import { describeEntity, describeEntityVersion, describeFault } from "./describe-timeline";
import { describeHttp, describeSocket } from "./describe-transport";
import { describeConversation, describeSnapshot, describeTurn } from "./describe-turns";
import type { Described } from "./described";

type Describer = (store: ReadStore, keys: readonly RecordKey[]) => readonly Described[];

const describers: Readonly<Record<RecordKind, Describer>> = {
  event: (store, keys) =>
    describeEvents(
      store,
      listEventsByOrdinal(
        store,
        keys.flatMap(([text]) => ordinalOf(text)),
      ),
    ),
  conversation: (store, keys) => recordLoaders.conversation(store, keys).map(describeConversation),
  entity: (store, keys) => recordLoaders.entity(store, keys).map(describeEntity),
  entity_version: (store, keys) => recordLoaders.entity_version(store, keys).map(describeEntityVersion),
  turn: (store, keys) => recordLoaders.turn(store, keys).map(describeTurn),
  snapshot: (store, keys) => recordLoaders.snapshot(store, keys).map(describeSnapshot),
  model_call: (store, keys) => recordLoaders.model_call(store, keys).map(describeModelCall),
  tool_call: (store, keys) => recordLoaders.tool_call(store, keys).map(describeToolCall),
  middleware: (store, keys) => recordLoaders.middleware(store, keys).map(describeMiddlewareStep),
  mode: (store, keys) => recordLoaders.mode(store, keys).map(describeModeDecision),
  transform: (store, keys) => recordLoaders.transform(store, keys).map(describeTransform),
  guardrail: (store, keys) => recordLoaders.guardrail(store, keys).map(describeGuardrail),
  planner: (store, keys) => describePlanner(recordLoaders.planner(store, keys)),
  http: (store, keys) => recordLoaders.http(store, keys).map(describeHttp),
  ws: (store, keys) => recordLoaders.ws(store, keys).flatMap(describeSocket),
  error: (store, keys) => recordLoaders.error(store, keys).map(describeError),
  incident: (store, keys) => recordLoaders.incident(store, keys).map(describeIncident),
  anomaly: (store, keys) => recordLoaders.anomaly(store, keys).map(describeAnomaly),
  fault: (store, keys) => recordLoaders.fault(store, keys).map(describeFault),
  panic: (store, keys) => recordLoaders.panic(store, keys).map(describePanic),
};

/** Descriptions by reference, one or two statements per kind. References to nothing are left out. */
export function describeRecords(store: ReadStore, refs: Iterable<string>): Map<string, Described> {
  const wanted = new Set(refs);
  const parsed = [...wanted].map(parseRecordRef).filter((ref) => ref !== undefined);
  const found = new Map<string, Described>();
  for (const [kind, group] of groupBy(parsed, (ref) => ref.kind)) {
    for (const record of describers[kind](
      store,
      group.map((ref) => ref.parts),
    )) {
      if (wanted.has(record.ref)) found.set(record.ref, record);
    }
  }
  return found;
}

function ordinalOf(text: string | undefined): bigint[] {
  return text !== undefined && /^\d{1,18}$/.test(text) ? [BigInt(text)] : [];
}
