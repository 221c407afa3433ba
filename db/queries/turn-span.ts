import type { ReadStore } from "../store";

/** Time that a turn took by its own record; undefined when either end is unknown. */
export function findTurnSpan(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
): { from_ms: number; to_ms: number } | undefined {
  const row: unknown = sqlite
    .prepare("SELECT started_at_ms, finished_at_ms FROM turns WHERE conv_id = ? AND turn_id = ?")
    .raw()
    .get(convId, turnId);
  const [from, to] = Array.isArray(row) ? row.map((value: unknown) => value) : [];
  return typeof from === "bigint" && typeof to === "bigint"
    ? { from_ms: Number(from), to_ms: Number(to) }
    : undefined;
}

/** Closed range of times, epoch ms. */
export interface TurnReach {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** What was attributed to a turn lies this close to what its own record covers. */
export const turnMarginMs = 60_000;

/**
 * Closed range of times in which everything of a turn is looked for: what its record covers, with a margin. Of a turn that is not
 * known to have ended it goes on to the next turn's; where no begin is known it lies around `at_ms`, the time of something in
 * it, and is all time where that is not known either. Two probes.
 */
export function findTurnReach(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
  at_ms: number | null,
): TurnReach {
  const row: unknown = sqlite
    .prepare(
      `SELECT started_at_ms, coalesce(finished_at_ms, (SELECT n.started_at_ms FROM turns n
         WHERE n.conv_id = t.conv_id AND n.started_at_ms > t.started_at_ms ORDER BY n.started_at_ms LIMIT 1))
       FROM turns t WHERE conv_id = ? AND turn_id = ?`,
    )
    .raw()
    .get(convId, turnId);
  const [begin, end] = Array.isArray(row) ? row.map((value: unknown) => value) : [];
  const from = typeof begin === "bigint" ? Number(begin) : (at_ms ?? 0);
  const to = typeof begin === "bigint" ? (typeof end === "bigint" ? Number(end) : null) : at_ms;
  return {
    from_ms: from - turnMarginMs,
    to_ms: to === null ? Number.MAX_SAFE_INTEGER : to + turnMarginMs,
  };
}
