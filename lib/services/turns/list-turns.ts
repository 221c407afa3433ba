import {
  countLineage,
  countTurnRecords,
  listSnapshotRows,
  listTurnRows,
  listWarnings,
} from "@/db/queries/turns";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import { recordRef } from "@/lib/contracts/record-ref";
import type { ListTurnsQuery, TurnPage } from "@/lib/contracts/turn";
import { groupBy } from "@/lib/domain/group-by";
import { turns } from "@/lib/domain/model/turn";
import { requireConversation } from "../conversations/require-conversation";
import { cursorBinding } from "../cursor-binding";
import { tookOf } from "../records/describe-calls";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { snapshotFromRow, snapshotKey } from "./snapshot-from-row";

/** Turns of a conversation in order, each with its snapshots but without blocks. */
export function listTurns({ store }: ServiceContext, convId: string, query: ListTurnsQuery): TurnPage {
  requireConversation(store, convId);
  const binding = cursorBinding("turns", { convId });
  const [at, id] = query.cursor === undefined ? [] : decodeCursor(binding, query.cursor, 2);
  const after = id === undefined ? undefined : { started_at_ms: Number(at), turn_id: String(id) };
  const rows = listTurnRows(store, convId, after, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const ids = page.map((row) => row.turn_id);
  const snapshots = groupBy(listSnapshotRows(store, convId, ids), (row) => row.turn_id);
  const lineage = groupBy(countLineage(store, convId, ids), snapshotKey);
  const warnings = groupBy(listWarnings(store, convId, ids), snapshotKey);
  const counts = countTurnRecords(store, convId);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...wireFromRecord(turns, row, ["metadata", "data"]),
      ref: recordRef("turn", convId, row.turn_id),
      duration_ms: tookOf(row.started_at_ms, row.finished_at_ms),
      error_count: counts.get(row.turn_id)?.errors ?? 0,
      model_call_count: counts.get(row.turn_id)?.model_calls ?? 0,
      tool_call_count: counts.get(row.turn_id)?.tool_calls ?? 0,
      snapshots: (snapshots.get(row.turn_id) ?? []).map((snapshot) => {
        const key = snapshotKey(snapshot);
        const byLineage = (lineage.get(key) ?? []).map(
          (entry) => [entry.lineage ?? "unknown", entry.count] as const,
        );
        return snapshotFromRow(snapshot, Object.fromEntries(byLineage), warnings.get(key)?.length ?? 0);
      }),
    })),
    next_cursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor(binding, [last.started_at_ms ?? -1, last.turn_id])
        : null,
  };
}
