import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { RecordIn } from "@/lib/domain/model";
import type { ReadStore } from "../store";
import { blocks, snapshotBlocks, turns, turnSnapshots, turnWarnings } from "../schema";
import { snapshotColumns, turnColumns } from "./light-columns";

export interface TurnPosition {
  readonly started_at_ms: number;
  readonly turn_id: string;
}

/** Turns without a time come first. */
const started = sql<number>`coalesce(${turns.started_at_ms}, -1)`;

/** Turns of a conversation in order of their start. */
export function listTurnRows(
  { drizzle }: ReadStore,
  convId: string,
  after: TurnPosition | undefined,
  limit: number,
) {
  return drizzle
    .select(turnColumns)
    .from(turns)
    .where(
      and(
        eq(turns.conv_id, convId),
        after && sql`(${started}, ${turns.turn_id}) > (${after.started_at_ms}, ${after.turn_id})`,
      ),
    )
    .orderBy(asc(started), asc(turns.turn_id))
    .limit(limit)
    .all();
}

export function findTurn({ drizzle }: ReadStore, convId: string, turnId: string) {
  return drizzle
    .select()
    .from(turns)
    .where(and(eq(turns.conv_id, convId), eq(turns.turn_id, turnId)))
    .get();
}

/** Snapshots of some turns without payload, in order of time. */
export function listSnapshotRows({ drizzle }: ReadStore, convId: string, turnIds: readonly string[]) {
  if (turnIds.length === 0) return [];
  return drizzle
    .select(snapshotColumns)
    .from(turnSnapshots)
    .where(and(eq(turnSnapshots.conv_id, convId), inArray(turnSnapshots.turn_id, [...turnIds])))
    .orderBy(asc(turnSnapshots.snapshot_at_ms), asc(turnSnapshots.iteration), asc(turnSnapshots.phase))
    .all();
}

/** Snapshots of one turn with payload. */
export function listFullSnapshots({ drizzle }: ReadStore, convId: string, turnId: string) {
  return drizzle
    .select()
    .from(turnSnapshots)
    .where(and(eq(turnSnapshots.conv_id, convId), eq(turnSnapshots.turn_id, turnId)))
    .orderBy(asc(turnSnapshots.snapshot_at_ms), asc(turnSnapshots.iteration), asc(turnSnapshots.phase))
    .all();
}

/** How many blocks of a snapshot have a lineage; NULL while that is not computed. */
export interface LineageCountRow {
  readonly turn_id: string;
  readonly phase: string;
  readonly snapshot_at_ms: number;
  readonly lineage: RecordIn<"snapshot_blocks">["lineage"];
  readonly count: number;
}

/** Blocks of each lineage per snapshot of some turns. The turns come first: with IN every snapshot of the conversation is read. */
const lineageSql = `
  SELECT s.turn_id, s.phase, s.snapshot_at_ms, s.lineage, count(*) AS count
  FROM json_each(@turns) j CROSS JOIN snapshot_blocks s ON s.conv_id = @conv AND s.turn_id = j.value
  GROUP BY s.turn_id, s.phase, s.snapshot_at_ms, s.lineage`;

export function countLineage(
  { sqlite }: ReadStore,
  convId: string,
  turnIds: readonly string[],
): LineageCountRow[] {
  return sqlite
    .prepare(lineageSql)
    .all({ conv: convId, turns: JSON.stringify(turnIds) })
    .map(lineageRow);
}

/** Row of the query above, whose columns it names. */
function lineageRow(row: unknown): LineageCountRow {
  const { snapshot_at_ms, count, ...named } = row as Driven;
  return { ...named, snapshot_at_ms: Number(snapshot_at_ms), count: Number(count) };
}
type Driven = Omit<LineageCountRow, "snapshot_at_ms" | "count"> & Record<"snapshot_at_ms" | "count", bigint>;

/** Warnings of some turns. */
export function listWarnings({ drizzle }: ReadStore, convId: string, turnIds: readonly string[]) {
  if (turnIds.length === 0) return [];
  return drizzle
    .select()
    .from(turnWarnings)
    .where(and(eq(turnWarnings.conv_id, convId), inArray(turnWarnings.turn_id, [...turnIds])))
    .orderBy(asc(turnWarnings.position))
    .limit(5000)
    .all();
}

/** Places of blocks in a turn's snapshots, in order of position. */
export function listPlaces({ drizzle }: ReadStore, convId: string, turnId: string) {
  return drizzle
    .select()
    .from(snapshotBlocks)
    .where(and(eq(snapshotBlocks.conv_id, convId), eq(snapshotBlocks.turn_id, turnId)))
    .orderBy(asc(snapshotBlocks.position))
    .all();
}
export type PlaceRow = ReturnType<typeof listPlaces>[number];

/** Content of the blocks of a turn, each once however many snapshots hold it. */
export function listBlocksOfTurn({ drizzle }: ReadStore, convId: string, turnId: string) {
  return drizzle
    .select()
    .from(blocks)
    .where(
      sql`(${blocks.block_id}, ${blocks.content_hash}) IN (SELECT block_id, content_hash FROM snapshot_blocks WHERE conv_id = ${convId} AND turn_id = ${turnId})`,
    )
    .all();
}
export type BlockRow = ReturnType<typeof listBlocksOfTurn>[number];

/** Records of each kind that belong to some turns of a conversation. */
export function countTurnRecords(
  { sqlite }: ReadStore,
  convId: string,
): Map<string, { errors: number; model_calls: number; tool_calls: number }> {
  const counts = new Map<string, { errors: number; model_calls: number; tool_calls: number }>();
  for (const table of ["errors", "model_calls", "tool_calls"] as const) {
    const rows = sqlite
      .prepare(
        `SELECT turn_id, count(*) FROM ${table} WHERE conv_id = ? AND turn_id IS NOT NULL GROUP BY turn_id`,
      )
      .raw()
      .all(convId);
    for (const [turnId, count] of rows.filter((row) => Array.isArray(row))) {
      const entry = counts.get(String(turnId)) ?? { errors: 0, model_calls: 0, tool_calls: 0 };
      counts.set(String(turnId), { ...entry, [table]: Number(count) });
    }
  }
  return counts;
}
