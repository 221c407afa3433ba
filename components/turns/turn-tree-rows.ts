import type { SnapshotRow, TurnRow } from "@/lib/contracts/turn";
import { phaseLabels } from "./phase-label";

export type TurnTreeRow =
  | {
      readonly kind: "turn";
      readonly ref: string;
      readonly turn: TurnRow;
      readonly name: string;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: "snapshot";
      readonly ref: string;
      readonly turn: TurnRow;
      readonly snapshot: SnapshotRow;
      readonly name: string;
      /** Place among its siblings, from 1, and their number. */
      readonly place: number;
      readonly siblings: number;
    };

/** The visible rows of the tree: every turn, and the snapshots of those that are open. O(visible rows). */
export function turnTreeRows(
  turns: readonly TurnRow[],
  isOpen: (turn: TurnRow) => boolean,
): readonly TurnTreeRow[] {
  return turns.flatMap((turn, at): TurnTreeRow[] => {
    const row = {
      kind: "turn" as const,
      ref: turn.ref,
      turn,
      name: turnName(turn, at),
      isOpen: isOpen(turn),
    };
    if (!row.isOpen) return [row];
    const labels = phaseLabels(turn.snapshots);
    return [
      row,
      ...turn.snapshots.map((snapshot, index) => ({
        kind: "snapshot" as const,
        ref: snapshot.ref,
        turn,
        snapshot,
        name: labels[index] ?? snapshot.phase,
        place: index + 1,
        siblings: turn.snapshots.length,
      })),
    ];
  });
}

/** "turn 3": its place in the conversation as the source counts it, else as listed here. */
export function turnName(turn: Pick<TurnRow, "position">, index: number): string {
  return `turn ${turn.position ?? index + 1}`;
}

/** Where the cursor stands among the turns. */
export interface TurnPlace {
  readonly turn: TurnRow;
  /** Phase under way at the cursor's time: the first snapshot taken at or after it, else the last. */
  readonly snapshot: SnapshotRow | undefined;
}

/**
 * Finds the turn and phase of a record: by its reference when it is one, else by its turn, or the one that was under way
 * where it names none, and by time inside the turn. Undefined when the turn is not among those loaded.
 */
export function turnPlaceOf(
  turns: readonly TurnRow[],
  cursor: { readonly ref: string | null; readonly turn_id: string | null; readonly at_ms: number | null },
): TurnPlace | undefined {
  for (const turn of turns) {
    if (turn.ref === cursor.ref) return { turn, snapshot: undefined };
    const snapshot = turn.snapshots.find(({ ref }) => ref === cursor.ref);
    if (snapshot !== undefined) return { turn, snapshot };
  }
  const { at_ms } = cursor;
  const turn =
    cursor.turn_id === null
      ? turnDuring(turns, at_ms)
      : turns.find(({ turn_id }) => turn_id === cursor.turn_id);
  if (turn === undefined) return undefined;
  return {
    turn,
    snapshot:
      at_ms === null
        ? undefined
        : (turn.snapshots.find((snapshot) => snapshot.snapshot_at_ms >= at_ms) ?? turn.snapshots.at(-1)),
  };
}

/** The only turn under way at a time: of a record that names none, e.g. a gap in the frames, what the model saw then. */
function turnDuring(turns: readonly TurnRow[], at_ms: number | null): TurnRow | undefined {
  if (at_ms === null) return undefined;
  const [turn, ...others] = turns.filter(
    ({ started_at_ms: from, finished_at_ms: to }) =>
      from !== null && to !== null && from <= at_ms && at_ms <= to,
  );
  return others.length === 0 ? turn : undefined;
}
