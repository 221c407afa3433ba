import {
  findTurn,
  listBlocks,
  listFullSnapshots,
  listPlaces,
  listSnapshotRows,
  listWarnings,
  countLineage,
} from "@/db/queries/turns";
import type { ReadStore } from "@/db/store";
import { recordRef } from "@/lib/contracts/record-ref";
import type { GetTurnQuery, SnapshotPlaces, TurnAnswer } from "@/lib/contracts/turn";
import { ConsoleError } from "@/lib/domain/console-error";
import { groupBy } from "@/lib/domain/group-by";
import { blockKey } from "@/lib/domain/lineage/block-key";
import { turns, turnWarnings } from "@/lib/domain/model/turn";
import { requireConversation } from "../conversations/require-conversation";
import { tookOf } from "../records/describe-calls";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { contentFromRow, placeFromRow, snapshotFromRow, snapshotKey } from "./snapshot-from-row";

/**
 * Places of a turn that are told whole. Every round of an agent's tools adds three snapshots that hold all that was
 * said before: a turn of 150 rounds has 200,000 places, 50 MB of them.
 */
const wholeLimit = 20_000;

/**
 * One turn with every snapshot, where each of its blocks came from, and what they say. Of a turn that has very many places
 * only its first and last snapshot are whole, and the one asked for. Throws not-found. Every place of the turn is looked
 * at, some microsecond each; those that are told some fifty.
 */
export function getTurn(
  { store }: ServiceContext,
  convId: string,
  turnId: string,
  asked: GetTurnQuery = {},
): TurnAnswer {
  requireConversation(store, convId);
  const row = findTurn(store, convId, turnId);
  if (row === undefined)
    throw new ConsoleError("not-found", "The conversation has no such turn.", {
      details: { turn_id: turnId },
    });
  const { snapshots, places } = told(store, convId, turnId, asked);
  const named = new Map(places.map((place) => [blockKey(place), place]));
  const placed = groupBy(places, snapshotKey);
  const lineage = groupBy(countLineage(store, convId, [turnId]), snapshotKey);
  const warnings = groupBy(listWarnings(store, convId, [turnId]), snapshotKey);
  return {
    turn: {
      ...wireFromRecord(turns, row),
      ref: recordRef("turn", convId, turnId),
      duration_ms: tookOf(row.started_at_ms, row.finished_at_ms),
    },
    blocks: listBlocks(store, [...named.values()]).map(contentFromRow),
    snapshots: snapshots.map(({ row: snapshot, ...content }): SnapshotPlaces => {
      const key = snapshotKey(snapshot);
      const found = (warnings.get(key) ?? []).map((warning) => wireFromRecord(turnWarnings, warning));
      const byLineage = (lineage.get(key) ?? []).map((of) => [of.lineage ?? "unknown", of.count] as const);
      return {
        ...snapshotFromRow(snapshot, Object.fromEntries(byLineage), found.length),
        ...content,
        blocks: (placed.get(key) ?? []).map(placeFromRow),
        warnings: found,
      };
    }),
  };
}

/** The snapshots of a turn, with what is told of each, and the places that are told. */
function told(store: ReadStore, convId: string, turnId: string, { phase, at }: GetTurnQuery) {
  const light = listSnapshotRows(store, convId, [turnId]);
  const places = light.reduce((sum, { block_count }) => sum + (block_count ?? 0), 0);
  if (places <= wholeLimit) {
    return {
      places: listPlaces(store, convId, turnId),
      snapshots: listFullSnapshots(store, convId, turnId).map((row) => {
        const { payload, metadata, data } = row;
        return { row, payload, metadata, data, is_whole: true };
      }),
    };
  }
  const whole = light.filter(
    (of, i) => i === 0 || i === light.length - 1 || (of.phase === phase && String(of.snapshot_at_ms) === at),
  );
  const full = new Map(
    listFullSnapshots(store, convId, turnId, whole).map((snapshot) => [snapshotKey(snapshot), snapshot]),
  );
  return {
    places: listPlaces(store, convId, turnId, whole),
    snapshots: light.map((row) => {
      const { payload = null, metadata = null, data = null } = full.get(snapshotKey(row)) ?? {};
      return { row, payload, metadata, data, is_whole: full.has(snapshotKey(row)) };
    }),
  };
}
