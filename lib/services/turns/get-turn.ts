import { findTurn, listFullSnapshots, listBlocksOfTurn, listPlaces, listWarnings } from "@/db/queries/turns";
import { recordRef } from "@/lib/contracts/record-ref";
import type { TurnAnswer } from "@/lib/contracts/turn";
import { ConsoleError } from "@/lib/domain/console-error";
import { groupBy } from "@/lib/domain/group-by";
import { turns, turnWarnings } from "@/lib/domain/model/turn";
import { requireConversation } from "../conversations/require-conversation";
import { tookOf } from "../records/describe-calls";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { contentFromRow, placeFromRow, snapshotFromRow, snapshotKey } from "./snapshot-from-row";

/** One turn with every snapshot, where each of its blocks came from, and what they say. Throws not-found. */
export function getTurn({ store }: ServiceContext, convId: string, turnId: string): TurnAnswer {
  requireConversation(store, convId);
  const row = findTurn(store, convId, turnId);
  if (row === undefined)
    throw new ConsoleError("not-found", "The conversation has no such turn.", {
      details: { turn_id: turnId },
    });
  const places = groupBy(listPlaces(store, convId, turnId), snapshotKey);
  const warnings = groupBy(listWarnings(store, convId, [turnId]), snapshotKey);
  return {
    turn: {
      ...wireFromRecord(turns, row),
      ref: recordRef("turn", convId, turnId),
      duration_ms: tookOf(row.started_at_ms, row.finished_at_ms),
    },
    blocks: listBlocksOfTurn(store, convId, turnId).map(contentFromRow),
    snapshots: listFullSnapshots(store, convId, turnId).map((snapshot) => {
      const key = snapshotKey(snapshot);
      const placed = (places.get(key) ?? []).map(placeFromRow);
      const found = (warnings.get(key) ?? []).map((warning) => wireFromRecord(turnWarnings, warning));
      const lineage = [...groupBy(placed, (block) => block.lineage ?? "unknown")].map(
        ([name, group]) => [name, group.length] as const,
      );
      return {
        ...snapshotFromRow(snapshot, Object.fromEntries(lineage), found.length),
        payload: snapshot.payload,
        metadata: snapshot.metadata,
        data: snapshot.data,
        blocks: placed,
        warnings: found,
      };
    }),
  };
}
