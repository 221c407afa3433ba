import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";
import { linkKinds, type LinkKind } from "@/lib/contracts/vocabulary";
import { findTurnReach, findTurnSpan, turnMarginMs } from "@/db/queries/turn-span";
import { listSubjectRows, listWriteRows, type SideRow } from "@/db/queries/joined-side";
import { beginning } from "../joined/joined-cursor";
import { entryOf, fewSidesOf, type SideEntry } from "../joined/side-list";
import { orderOfList, orderOfPieces } from "../joined/side-order";
import type { Described } from "../records/described";
import type { EdgeSet } from "./edge-set";

/** What happens this close to a failure, a gap or a closed socket may have to do with it. */
const nearMs = 5000;
/** Kinds for which nearness in time is worth a look. */
const suspicious: readonly SideRow["kind"][] = ["error", "anomaly", "fault", "ws", "panic", "http"];

/**
 * Links that follow from what all records of a conversation carry: the envelope that states them, their id,
 * their turn, and, for what goes wrong, their time.
 */
export function addSideEdges(store: ReadStore, record: Described, edges: EdgeSet): void {
  const { conv_id: convId, turn_id: turnId } = record;
  if (convId === null) return;
  const span = turnId === null ? undefined : findTurnSpan(store, convId, turnId);
  for (const { ref, row } of candidatesOf(store, record, convId)) {
    addShared(record, ref, row, edges);
    if (turnId !== null && row.turn_id === turnId) addTurnMember(record, ref, row, edges);
    else if (span !== undefined && row.turn_id === null && isWithin(row, span)) {
      edges.add(
        ref,
        record.kind === "turn" ? "contains" : "beside",
        "inferred",
        "within the time of the turn",
      );
    }
    addNearby(record, ref, row, edges);
  }
  if (turnId !== null && record.kind !== "turn") {
    const how = record.links.find(({ ref }) => ref.startsWith("turn:"))?.how ?? "explicit";
    edges.add(recordRef("turn", convId, turnId), "part_of", how, turnRules[how]);
  }
}

/**
 * What may be linked: all of the few kinds, and of the crowded ones what lies in the reach of the turn, or a minute around what is
 * of none, what has the same id, and the writes of the same envelope. Some come twice.
 */
function* candidatesOf(store: ReadStore, record: Described, convId: string): Generator<SideEntry> {
  const { turn_id, at_ms, ordinal, subject } = record;
  yield* fewSidesOf(store, convId);
  const range =
    turn_id !== null
      ? findTurnReach(store, convId, turn_id, at_ms)
      : at_ms !== null && { from_ms: at_ms - turnMarginMs, to_ms: at_ms + turnMarginMs };
  if (range !== false)
    yield* orderOfPieces(store, convId, orderOfList([]), { range }).from(beginning.side, "forward");
  if (subject !== null) yield* listSubjectRows(store, convId, subject).map(entryOf);
  if (ordinal !== null) yield* listWriteRows(store, convId, ordinal).map(entryOf);
}

/** Records that share the envelope or the id. */
function addShared({ kind, ordinal, subject }: Described, ref: string, row: SideRow, edges: EdgeSet): void {
  if (ordinal !== null && row.ordinal === ordinal)
    edges.add(ref, kind === "event" ? "causes" : "same", "explicit", "stated by the same envelope");
  if (subject !== null && row.subject === subject) edges.add(ref, "same", "explicit", "same id");
}

/** What went wrong within seconds of something that went wrong. */
function addNearby(record: Described, ref: string, row: SideRow, edges: EdgeSet): void {
  if (record.at_ms === null || row.at_ms === null || !isSuspicious(record, row)) return;
  const gap = row.at_ms - record.at_ms;
  if (Math.abs(gap) > nearMs) return;
  edges.add(
    ref,
    gap <= 0 ? "caused_by" : "causes",
    "inferred",
    `${(Math.abs(gap) / 1000).toFixed(1)} s ${gap <= 0 ? "before" : "after"}`,
  );
}

/**
 * A turn contains its records. Records of one turn stand beside each other, which is never more than derived;
 * entity writes are left out there, because their entity already says it.
 */
function addTurnMember(record: Described, ref: string, row: SideRow, edges: EdgeSet): void {
  const how = howOf(row.turn_how);
  if (record.kind === "turn") edges.add(ref, "contains", how, row.turn_rule ?? "turn id in the record");
  else if (row.kind !== "entity")
    edges.add(ref, "beside", how === "inferred" ? "inferred" : "derived", "same turn");
}

function isWithin(
  row: SideRow,
  { from_ms, to_ms }: { readonly from_ms: number; readonly to_ms: number },
): boolean {
  return row.at_ms !== null && row.at_ms >= from_ms && row.at_ms <= to_ms;
}

const turnRules: Readonly<Record<LinkKind, string>> = {
  explicit: "turn id in the record",
  derived: "turn of the run around it",
  inferred: "turn at that time",
};

function isSuspicious(record: Described, row: SideRow): boolean {
  return suspicious.some((kind) => kind === record.kind) && suspicious.includes(row.kind);
}

function howOf(text: string | null): LinkKind {
  return linkKinds.find((kind) => kind === text) ?? "explicit";
}
