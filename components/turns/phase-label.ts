import type { SnapshotRow } from "@/lib/contracts/turn";

/**
 * Names of the snapshots of one turn, in order: the phase, numbered where a phase comes more than once in
 * the turn (`post_inference #2`), because a tool loop repeats them.
 */
export function phaseLabels(snapshots: readonly Pick<SnapshotRow, "phase">[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { phase } of snapshots) totals.set(phase, (totals.get(phase) ?? 0) + 1);
  const seen = new Map<string, number>();
  return snapshots.map(({ phase }) => {
    const count = (seen.get(phase) ?? 0) + 1;
    seen.set(phase, count);
    return totals.get(phase) === 1 ? phase : `${phase} #${count}`;
  });
}
