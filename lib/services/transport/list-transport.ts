import { listHttpRows, listWsRows, type TransportPosition } from "@/db/queries/transport";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import { recordRef } from "@/lib/contracts/record-ref";
import type {
  ListTransportQuery,
  TransportItem,
  TransportPage,
  WsSessionRow,
} from "@/lib/contracts/transport";
import { httpRequests, wsSessions } from "@/lib/domain/model/transport";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import { tookOf } from "../records/describe-calls";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";

type Placed = TransportPosition & { readonly item: TransportItem };

/** HTTP exchanges and sockets merged by time; a position holds the last of each, since each is an index of its own. */
export function listTransport(
  { store, now }: ServiceContext,
  { cursor, limit, query }: ListTransportQuery,
  convId?: string,
): TransportPage {
  if (convId !== undefined) requireConversation(store, convId);
  const binding = cursorBinding("transport", { convId, query });
  const [httpAt, httpId, wsAt, wsId] = cursor === undefined ? [] : decodeCursor(binding, cursor, 4);
  const common = { query, now_ms: now(), conv_id: convId, limit: limit + 1 };
  const http = listHttpRows(store, { ...common, after: positionOf(httpAt, httpId) }).map(httpItem);
  const ws = listWsRows(store, { ...common, after: positionOf(wsAt, wsId) }).map(wsItem);
  const isOldestFirst = convId !== undefined;
  const merged = [...http, ...ws].sort((a, b) => (isOldestFirst ? a.at_ms - b.at_ms : b.at_ms - a.at_ms));
  const page = merged.slice(0, limit);
  const lastHttp = page.findLast((entry) => entry.item.kind === "http");
  const lastWs = page.findLast((entry) => entry.item.kind === "ws");
  return {
    items: page.map((entry) => entry.item),
    next_cursor:
      merged.length > limit
        ? encodeCursor(binding, [
            ...(lastHttp === undefined ? [httpAt ?? null, httpId ?? null] : [lastHttp.at_ms, lastHttp.id]),
            ...(lastWs === undefined ? [wsAt ?? null, wsId ?? null] : [lastWs.at_ms, lastWs.id]),
          ])
        : null,
  };
}

export function wsSessionFromRow(row: ReturnType<typeof listWsRows>[number]): WsSessionRow {
  return {
    ...wireFromRecord(wsSessions, row),
    ref: recordRef("ws", row.socket_id),
    duration_ms: tookOf(row.connected_at_ms, row.disconnected_at_ms),
  };
}

function httpItem(row: ReturnType<typeof listHttpRows>[number]): Placed {
  const http = { ...wireFromRecord(httpRequests, row), ref: recordRef("http", row.http_id) };
  return {
    at_ms: row.occurred_at_ms ?? -1,
    id: row.http_id,
    item: { kind: "http", at_ms: row.occurred_at_ms, http },
  };
}

function wsItem(row: ReturnType<typeof listWsRows>[number]): Placed {
  return {
    at_ms: row.connected_at_ms ?? -1,
    id: row.socket_id,
    item: { kind: "ws", at_ms: row.connected_at_ms, ws: wsSessionFromRow(row) },
  };
}

function positionOf(at: unknown, id: unknown): TransportPosition | undefined {
  return typeof at === "number" && typeof id === "string" ? { at_ms: at, id } : undefined;
}
