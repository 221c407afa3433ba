import { groupBy } from "../group-by";
import type { RecordIn } from "../model";
import { orderSnapshots } from "./snapshot-order";

export type Snapshot = RecordIn<"turn_snapshots">;

/** A turn with its snapshots in order. Either of row and snapshots may be missing. */
export interface OrderedTurn {
  readonly turn_id: string;
  readonly row: RecordIn<"turns"> | undefined;
  readonly ordered: readonly Snapshot[];
  readonly session_id: string | undefined;
  /** Epoch ms; undefined when nothing tells it. */
  readonly started_at_ms: number | undefined;
}

/** Turns of a conversation in order of their start, those without one last. */
export function orderTurns(
  turns: readonly RecordIn<"turns">[],
  snapshots: readonly Snapshot[],
): readonly OrderedTurn[] {
  const byTurn = groupBy(snapshots, ({ turn_id }) => turn_id);
  const rows = new Map(turns.map((turn) => [turn.turn_id, turn]));
  const ids = new Set([...rows.keys(), ...byTurn.keys()]);
  const all = [...ids].map((turn_id): OrderedTurn => {
    const row = rows.get(turn_id);
    const ordered = orderSnapshots(byTurn.get(turn_id) ?? []);
    const session_id = ordered[0]?.session_id ?? row?.session_id ?? undefined;
    return { turn_id, row, ordered, session_id, started_at_ms: startOf(row, ordered) };
  });
  return all.sort(
    (a, b) =>
      (a.started_at_ms ?? Infinity) - (b.started_at_ms ?? Infinity) || (a.turn_id < b.turn_id ? -1 : 1),
  );
}

/** Snapshots of sources without times stand at 0. */
export function knownTime(ms: number | undefined): number | undefined {
  return ms === undefined || ms <= 0 ? undefined : ms;
}

/** Identity of a snapshot inside its conversation, as a text for maps. */
export function snapshotKey(of: Pick<Snapshot, "turn_id" | "phase" | "snapshot_at_ms">): string {
  return `${of.turn_id}\n${of.phase}\n${String(of.snapshot_at_ms)}`;
}

function startOf(row: RecordIn<"turns"> | undefined, ordered: readonly Snapshot[]): number | undefined {
  const first = knownTime(ordered[0]?.snapshot_at_ms);
  const stated = row?.started_at_ms ?? undefined;
  return first === undefined || stated === undefined ? (first ?? stated) : Math.min(first, stated);
}
