import { isNotNull } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/turn";
import { columnsOf } from "../columns";

/** Turns. Sort by (started_at_ms, turn_id); `position` says the same once a conversation has settled. */
export const turns = sqliteTable("turns", columnsOf(model.turns), (t) => [
  primaryKey({ columns: [t.conv_id, t.turn_id] }),
  index("turns_by_start").on(t.conv_id, t.started_at_ms, t.turn_id),
  index("turns_by_id").on(t.turn_id),
  index("turns_by_inference").on(t.inference_id),
  index("turns_by_trace").on(t.trace_id).where(isNotNull(t.trace_id)),
]);

/** Snapshots of turns. Sort by snapshot_at_ms, then phase order; one phase occurs once per iteration. */
export const turnSnapshots = sqliteTable("turn_snapshots", columnsOf(model.turnSnapshots), (t) => [
  primaryKey({ columns: [t.conv_id, t.turn_id, t.phase, t.snapshot_at_ms] }),
  index("turn_snapshots_by_time").on(t.conv_id, t.snapshot_at_ms),
]);

/** Blocks by content. Never listed; read through snapshot_blocks. */
export const blocks = sqliteTable("blocks", columnsOf(model.blocks), (t) => [
  primaryKey({ columns: [t.block_id, t.content_hash] }),
  index("blocks_by_tool_call").on(t.tool_call_id),
  index("blocks_by_provider_item").on(t.provider_item_id).where(isNotNull(t.provider_item_id)),
]);

/** Membership of blocks in snapshots, in order of position. */
export const snapshotBlocks = sqliteTable("snapshot_blocks", columnsOf(model.snapshotBlocks), (t) => [
  primaryKey({ columns: [t.conv_id, t.turn_id, t.phase, t.snapshot_at_ms, t.position] }),
  index("snapshot_blocks_by_block").on(t.block_id, t.content_hash),
]);

/** Parse errors and canonicalisation warnings. */
export const turnWarnings = sqliteTable("turn_warnings", columnsOf(model.turnWarnings), (t) => [
  primaryKey({ columns: [t.conv_id, t.turn_id, t.phase, t.snapshot_at_ms, t.position] }),
]);
