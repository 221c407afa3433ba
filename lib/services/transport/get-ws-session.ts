import { findWsSession, listPings } from "@/db/queries/transport";
import type { WsSessionDetail } from "@/lib/contracts/transport";
import { ConsoleError } from "@/lib/domain/console-error";
import { wsPings } from "@/lib/domain/model/transport";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { wsSessionFromRow } from "./list-transport";

/** A WebSocket session with its newest 500 pings. Throws not-found. */
export function getWsSession({ store }: ServiceContext, socketId: string): WsSessionDetail {
  const row = findWsSession(store, socketId);
  if (row === undefined)
    throw new ConsoleError("not-found", "There is no such WebSocket session.", {
      details: { socket_id: socketId },
    });
  return {
    session: wsSessionFromRow(row),
    pings: listPings(store, socketId, 500).map((ping) => wireFromRecord(wsPings, ping)),
  };
}
