/** What orders the snapshots of a turn. */
export interface OrderedSnapshot {
  readonly phase: string;
  readonly snapshot_at_ms: number;
}

/** Phases in the order in which the tool loop reaches them; unknown ones stand before the end of the turn. */
const ranks: Readonly<Record<string, number>> = {
  input: 0,
  draft: 0,
  pre_middleware: 1,
  pre_inference: 2,
  post_middleware: 3,
  post_inference: 4,
  post_tools: 5,
  failed: 7,
  final: 8,
};
const unknownRank = 6;
const firstLoopRank = 1;
/** Phases up to this rank repeat with every iteration of the tool loop. */
const lastLoopRank = 5;
const cycle = 16;

/**
 * Snapshots of one turn in the order in which they were taken: by time, and inside one millisecond in the
 * order of the tool loop, which goes on from the phase before: after `post_tools` comes the next
 * `pre_inference`, not the other way round.
 */
export function orderSnapshots<S extends OrderedSnapshot>(snapshots: readonly S[]): S[] {
  const byTime = [...snapshots].sort((a, b) => a.snapshot_at_ms - b.snapshot_at_ms || byPhase(a, b));
  const ordered: S[] = [];
  for (let start = 0; start < byTime.length;) {
    const at = byTime[start]?.snapshot_at_ms;
    let end = start + 1;
    while (byTime[end]?.snapshot_at_ms === at) end += 1;
    const last = ordered.at(-1);
    const sameTime = byTime.slice(start, end);
    ordered.push(...(last === undefined || sameTime.length < 2 ? sameTime : continueFrom(last, sameTime)));
    start = end;
  }
  return ordered;
}

function continueFrom<S extends OrderedSnapshot>(last: S, sameTime: readonly S[]): S[] {
  const from = rankOf(last.phase);
  const distance = (snapshot: S): number => {
    const rank = rankOf(snapshot.phase);
    const isNextRound = rank <= lastLoopRank && rank <= from && from <= lastLoopRank;
    // What ends the turn comes after a further round.
    return rank > lastLoopRank ? rank + 2 * cycle : isNextRound ? rank + cycle : rank;
  };
  return [...sameTime].sort((a, b) => distance(a) - distance(b) || byPhase(a, b));
}

/** Whether a phase is one that only a running turn goes through; a turn file or a draft shows no run. */
export function isLoopPhase(phase: string): boolean {
  const rank = rankOf(phase);
  return rank >= firstLoopRank && rank <= lastLoopRank;
}

function rankOf(phase: string): number {
  return ranks[phase] ?? unknownRank;
}

function byPhase(a: OrderedSnapshot, b: OrderedSnapshot): number {
  if (a.phase === b.phase) return 0;
  return rankOf(a.phase) - rankOf(b.phase) || (a.phase < b.phase ? -1 : 1);
}
