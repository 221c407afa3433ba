import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Query } from "@/lib/domain/query/query";
import type { ReadStore } from "../store";
import { httpRequests, wsPings, wsSessions } from "../schema";
import { conditionsOf, type FilterContext } from "./filter/field-sql";
import { httpFields, httpText, wsFields, wsText } from "./filter/transport-fields";
import { readNewestFirst } from "./newest-first";

export interface TransportPosition {
  readonly at_ms: number;
  readonly id: string;
}

interface TransportParams extends FilterContext {
  readonly query: Query;
  readonly conv_id: string | undefined;
  readonly after: TransportPosition | undefined;
  readonly limit: number;
}

/** HTTP exchanges: of one conversation oldest first, of all newest first. */
export function listHttpRows({ drizzle }: ReadStore, params: TransportParams) {
  const { occurred_at_ms, http_id, conv_id } = httpRequests;
  const filter = and(...conditionsOf(params.query, httpFields, httpText, params));
  if (params.conv_id === undefined) {
    return readNewestFirst(
      occurred_at_ms,
      [http_id],
      newestPosition(params.after),
      params.limit,
      (range, count) =>
        drizzle
          .select()
          .from(httpRequests)
          .where(and(range, filter))
          .orderBy(desc(occurred_at_ms), asc(http_id))
          .limit(count)
          .all(),
    );
  }
  const time = sql`coalesce(${occurred_at_ms}, -1)`;
  return drizzle
    .select()
    .from(httpRequests)
    .where(
      and(
        eq(conv_id, params.conv_id),
        filter,
        params.after && sql`(${time}, ${http_id}) > (${params.after.at_ms}, ${params.after.id})`,
      ),
    )
    .orderBy(asc(time), asc(http_id))
    .limit(params.limit)
    .all();
}

/** WebSocket sessions in the same orders, by connect. */
export function listWsRows({ drizzle }: ReadStore, params: TransportParams) {
  const { connected_at_ms, socket_id, conv_id } = wsSessions;
  const filter = and(...conditionsOf(params.query, wsFields, wsText, params));
  if (params.conv_id === undefined) {
    return readNewestFirst(
      connected_at_ms,
      [socket_id],
      newestPosition(params.after),
      params.limit,
      (range, count) =>
        drizzle
          .select()
          .from(wsSessions)
          .where(and(range, filter))
          .orderBy(desc(connected_at_ms), asc(socket_id))
          .limit(count)
          .all(),
    );
  }
  const time = sql`coalesce(${connected_at_ms}, -1)`;
  return drizzle
    .select()
    .from(wsSessions)
    .where(
      and(
        eq(conv_id, params.conv_id),
        filter,
        params.after && sql`(${time}, ${socket_id}) > (${params.after.at_ms}, ${params.after.id})`,
      ),
    )
    .orderBy(asc(time), asc(socket_id))
    .limit(params.limit)
    .all();
}

export function findWsSession({ drizzle }: ReadStore, socketId: string) {
  return drizzle.select().from(wsSessions).where(eq(wsSessions.socket_id, socketId)).get();
}

/** Newest pings of a socket, oldest of them first. */
export function listPings({ drizzle }: ReadStore, socketId: string, limit: number) {
  return drizzle
    .select()
    .from(wsPings)
    .where(eq(wsPings.socket_id, socketId))
    .orderBy(desc(wsPings.sent_at_ms))
    .limit(limit)
    .all()
    .reverse();
}

function newestPosition(after: TransportPosition | undefined) {
  return after && { at_ms: after.at_ms < 0 ? undefined : after.at_ms, key: [after.id] };
}
