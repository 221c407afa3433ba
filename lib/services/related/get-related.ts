import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";
import type { Related, RelatedItem } from "@/lib/contracts/related";
import { linkKinds, recordKinds } from "@/lib/contracts/vocabulary";
import { ConsoleError } from "@/lib/domain/console-error";
import { requireEvent } from "../events/get-event";
import { describeRecords } from "../records/describe-records";
import type { Described } from "../records/described";
import type { ServiceContext } from "../service-context";
import { EdgeSet, type Edge } from "./edge-set";
import { addIdEdges } from "./id-edges";
import { addSideEdges } from "./side-edges";

const shownPerKind = 50;

/**
 * Every record correlated with the one that `ref` names, in both directions: by ids first, then by turn,
 * then by time. Each link says how it is known. Throws not-found.
 */
export function getRelated({ store }: ServiceContext, ref: string | undefined): Related {
  const record = ref === undefined ? undefined : describeRecords(store, [ref]).get(ref);
  if (record === undefined)
    throw new ConsoleError("not-found", "The reference names no record here.", {
      details: { ref: ref ?? null },
    });
  return relatedTo(store, record);
}

/** The same for an envelope. Throws event-not-found. */
export function getEventRelated(context: ServiceContext, ordinal: bigint): Related {
  requireEvent(context.store, ordinal);
  return getRelated(context, recordRef("event", ordinal));
}

function relatedTo(store: ReadStore, record: Described): Related {
  const edges = new EdgeSet(record.ref);
  addIdEdges(store, record, edges);
  // A whole conversation is related to everything in it; its lists say so better.
  if (record.kind !== "conversation") addSideEdges(store, record, edges);
  const chosen = chooseEdges(edges.edges);
  const found = describeRecords(store, chosen.refs);
  const items = chosen.refs.flatMap((ref) => {
    const other = found.get(ref);
    const edge = edges.edges.get(ref);
    return other === undefined || edge === undefined ? [] : [itemOf(other, edge)];
  });
  return {
    ref: record.ref,
    items: items.sort(byKindCertaintyAndNearness(record.at_ms)),
    left_out: chosen.left_out,
  };
}

/** The surest links of each kind, at most `shownPerKind`. */
function chooseEdges(edges: ReadonlyMap<string, Edge>): { refs: string[]; left_out: Record<string, number> } {
  const byKind = new Map<string, number>();
  const left_out: Record<string, number> = {};
  const sorted = [...edges].sort(([, a], [, b]) => linkKinds.indexOf(a.how) - linkKinds.indexOf(b.how));
  const refs = sorted.flatMap(([ref]) => {
    const kind = ref.slice(0, ref.indexOf(":"));
    const count = (byKind.get(kind) ?? 0) + 1;
    byKind.set(kind, count);
    if (count <= shownPerKind) return [ref];
    left_out[kind] = count - shownPerKind;
    return [];
  });
  return { refs, left_out };
}

function itemOf(record: Described, edge: Edge): RelatedItem {
  const { ref, kind, title, summary, conv_id, turn_id, at_ms, mark } = record;
  return {
    ref,
    kind,
    title,
    summary,
    conv_id,
    turn_id,
    at_ms,
    mark,
    ordinal: record.ordinal === null ? null : String(record.ordinal),
    ...edge,
  };
}

/** By kind, the surest first, then the nearest in time: the first of a kind is where a jump goes. */
function byKindCertaintyAndNearness(at_ms: number | null): (a: RelatedItem, b: RelatedItem) => number {
  const distance = (item: RelatedItem): number =>
    at_ms === null || item.at_ms === null ? 0 : Math.abs(item.at_ms - at_ms);
  return (a, b) =>
    recordKinds.indexOf(a.kind) - recordKinds.indexOf(b.kind) ||
    linkKinds.indexOf(a.how) - linkKinds.indexOf(b.how) ||
    distance(a) - distance(b);
}
