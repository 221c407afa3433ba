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

/** A socket over which a turn went, or a part of it. */
export interface SocketOver {
  readonly socket_id: string;
  readonly from_ms: number;
  /** null: no end is recorded. */
  readonly to_ms: number | null;
  readonly close_code: number | null;
}

/** Sockets beyond this many tell nothing that the newest do not. */
const socketLimit = 20;

/** Sockets of a conversation that were open in a range of time, in order of their start; the newest 20. */
export function listSocketsOver(
  { sqlite }: ReadStore,
  convId: string,
  fromMs: number,
  toMs: number,
): readonly SocketOver[] {
  return sqlite
    .prepare(
      `SELECT socket_id, connected_at_ms, disconnected_at_ms, close_code FROM ws_sessions
       WHERE conv_id = ? AND connected_at_ms <= ? ORDER BY connected_at_ms DESC LIMIT ${String(socketLimit)}`,
    )
    .raw()
    .all(convId, toMs)
    .map(socketOver)
    .filter(({ to_ms }) => to_ms === null || to_ms >= fromMs)
    .reverse();
}

/** The columns that the statement above names. */
function socketOver(row: unknown): SocketOver {
  const [socket_id, from, to, code] = row as [string, bigint, bigint | null, bigint | null];
  return {
    socket_id,
    from_ms: Number(from),
    to_ms: to === null ? null : Number(to),
    close_code: code === null ? null : Number(code),
  };
}

/** Envelopes of a turn that are looked at. */
const lagSample = 2_000;
/** What came later than this was not watched live: a file that was imported, a recording. */
const liveWithin_ms = 60_000;

/** Times from the source's clock to this store's, ms, of envelopes that came live in a range of time; unordered. */
export function listLiveLags(
  { sqlite }: ReadStore,
  convId: string,
  fromMs: number,
  toMs: number,
): readonly number[] {
  return sqlite
    .prepare(
      `SELECT ingested_at_ms - occurred_at_ms FROM events
       WHERE conv_key = (SELECT conv_key FROM conversation_keys WHERE conv_id = ?)
         AND (CASE WHEN "occurred_at_ms" IS NULL THEN "ingested_at_ms" ELSE "occurred_at_ms" END) BETWEEN ? AND ?
       LIMIT ${String(lagSample)}`,
    )
    .pluck()
    .all(convId, fromMs, toMs)
    .flatMap((lag) => (lag === null ? [] : [Number(lag)]))
    .filter((lag) => lag >= 0 && lag < liveWithin_ms);
}
