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

/** Snapshots of one turn with payload, or some of them. */
export function listFullSnapshots(
  { drizzle }: ReadStore,
  convId: string,
  turnId: string,
  some?: readonly SnapshotName[],
) {
  const isWanted = some && sql`(${turnSnapshots.phase}, ${turnSnapshots.snapshot_at_ms}) IN ${namesOf(some)}`;
  return drizzle
    .select()
    .from(turnSnapshots)
    .where(and(eq(turnSnapshots.conv_id, convId), eq(turnSnapshots.turn_id, turnId), isWanted))
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

/**
 * Blocks of each lineage per snapshot of some turns. The turns come first: with IN every snapshot of the conversation is
 * read. Rows are counted by their numbers, and only the sums get names: a snapshot holds all that was said before.
 */
const lineageSql = `
  WITH counted AS (
    SELECT k.snapshot_key, r.lineage_key, count(*) AS count
    FROM json_each(@turns) j
    CROSS JOIN conversation_keys c ON c.conv_id = @conv
    CROSS JOIN turn_keys t ON t.turn_id = j.value AND t.conv_key = c.conv_key
    CROSS JOIN snapshot_keys k ON k.conv_key = c.conv_key AND k.turn_key = t.turn_key
    CROSS JOIN snapshot_block_rows r ON r.snapshot_key = k.snapshot_key
    GROUP BY k.snapshot_key, r.lineage_key)
  SELECT t.turn_id, p.word AS phase, k.snapshot_at_ms, l.word AS lineage, n.count
  FROM counted n CROSS JOIN snapshot_keys k ON k.snapshot_key = n.snapshot_key
  JOIN turn_keys t ON t.turn_key = k.turn_key JOIN words p ON p.word_key = k.phase_key
  LEFT JOIN words l ON l.word_key = n.lineage_key`;

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

type SnapshotName = Pick<RecordIn<"turn_snapshots">, "phase" | "snapshot_at_ms">;

/**
 * Places of blocks in a turn's snapshots, in order of position: all of them; or, given some snapshots, all of those and of
 * the others what was not simply carried over.
 */
export function listPlaces(
  { drizzle }: ReadStore,
  convId: string,
  turnId: string,
  whole?: readonly SnapshotName[],
) {
  const ofTurn = and(eq(snapshotBlocks.conv_id, convId), eq(snapshotBlocks.turn_id, turnId));
  const isWanted =
    whole &&
    sql`(${snapshotBlocks.lineage} IS NOT 'reused' OR (${snapshotBlocks.phase}, ${snapshotBlocks.snapshot_at_ms}) IN ${namesOf(whole)})`;
  return drizzle
    .select()
    .from(snapshotBlocks)
    .where(and(ofTurn, isWanted))
    .orderBy(asc(snapshotBlocks.position))
    .all();
}
export type PlaceRow = ReturnType<typeof listPlaces>[number];

/** Snapshots of a turn, as a list for IN. */
function namesOf(snapshots: readonly SnapshotName[]) {
  const names = JSON.stringify(snapshots.map((of) => [of.phase, of.snapshot_at_ms]));
  return sql`(SELECT value ->> 0, value ->> 1 FROM json_each(${names}))`;
}

/** What some blocks say, each once. */
export function listBlocks(
  { drizzle }: ReadStore,
  named: readonly Pick<RecordIn<"blocks">, "block_id" | "content_hash">[],
) {
  const names = JSON.stringify(named.map((block) => [block.block_id, block.content_hash]));
  return drizzle
    .select()
    .from(blocks)
    .where(
      sql`(${blocks.block_id}, ${blocks.content_hash}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${names}))`,
    )
    .all();
}
export type BlockRow = ReturnType<typeof listBlocks>[number];

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
