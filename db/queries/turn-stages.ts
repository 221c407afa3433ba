import type { ReadStore } from "../store";

/** Pings this long before and after a turn tell of the line that it was delivered over. */
const pingReach_ms = 60_000;

export interface ProjectionStage {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly entity_count: number;
}

/** When the runtime's own projection wrote the entities of a turn; undefined where no source tells. */
export function findProjectionStage(
  { sqlite }: ReadStore,
  convId: string,
  turnId: string,
): ProjectionStage | undefined {
  const row = stageRow(
    sqlite
      .prepare(
        `SELECT min(created_at_ms) AS first, max(entity_updated_at_ms) AS last, count(*) AS n
         FROM entities WHERE conv_id = ? AND turn_id = ? AND origin = 'stored'`,
      )
      .get(convId, turnId),
  );
  if (row.first === null || row.last === null) return undefined;
  return { from_ms: Number(row.first), to_ms: Number(row.last), entity_count: Number(row.n) };
}

/** Row of the query above, whose columns it names. */
function stageRow(row: unknown): { first: bigint | null; last: bigint | null; n: bigint } {
  return row as { first: bigint | null; last: bigint | null; n: bigint };
}

/** Mean time of the pings around a turn, ms; undefined where none was answered. */
export function findPingAround(
  { sqlite }: ReadStore,
  convId: string,
  fromMs: number,
  toMs: number,
): number | undefined {
  const mean: unknown = sqlite
    .prepare(
      `SELECT avg(p.latency_ms) FROM ws_sessions w CROSS JOIN ws_pings p ON p.socket_id = w.socket_id
       WHERE w.conv_id = ? AND p.sent_at_ms BETWEEN ? AND ?`,
    )
    .pluck()
    .get(convId, fromMs - pingReach_ms, toMs + pingReach_ms);
  return typeof mean === "number" ? mean : undefined;
}
