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
