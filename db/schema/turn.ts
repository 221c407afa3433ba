import { isNotNull, sql } from "drizzle-orm";
import { index, primaryKey, sqliteTable, sqliteView, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/turn";
import { columnsOf, int53, int64 } from "../columns";
import { viewOf } from "./record-view";

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

/** Dictionary of snapshots: what the places of their blocks are found by. */
export const snapshotKeys = sqliteTable(
  "snapshot_keys",
  {
    snapshot_key: int53("snapshot_key").primaryKey(),
    conv_key: int53("conv_key").notNull(),
    turn_key: int53("turn_key").notNull(),
    phase_key: int53("phase_key").notNull(),
    snapshot_at_ms: int53("snapshot_at_ms").notNull(),
  },
  (t) => [uniqueIndex("snapshot_keys_by_turn").on(t.conv_key, t.turn_key, t.phase_key, t.snapshot_at_ms)],
);

/** Dictionary of blocks by content. */
export const blockKeys = sqliteTable(
  "block_keys",
  {
    block_key: int53("block_key").primaryKey(),
    block_id: text("block_id").notNull(),
    content_hash: text("content_hash").notNull(),
  },
  (t) => [uniqueIndex("block_keys_by_id").on(t.block_id, t.content_hash)],
);

/** Places of blocks in snapshots as they lie (`db/records/record-forms.ts`): integers for repeated texts. */
export const snapshotBlockRows = sqliteTable(
  "snapshot_block_rows",
  {
    snapshot_key: int53("snapshot_key").notNull(),
    position: int53("position").notNull(),
    block_key: int53("block_key").notNull(),
    lineage_key: int53("lineage_key"),
    lineage_turn_id_key: int53("lineage_turn_id_key"),
    lineage_phase_key: int53("lineage_phase_key"),
    previous_hash: text("previous_hash"),
    previous_position: int64("previous_position"),
  },
  (t) => [
    primaryKey({ columns: [t.snapshot_key, t.position] }),
    index("snapshot_block_rows_by_block").on(t.block_key),
  ],
);

/** Membership of blocks in snapshots, in order of position. Found by conversation, turn and snapshot. */
export const snapshotBlocks = sqliteView("snapshot_blocks", columnsOf(model.snapshotBlocks)).as(
  sql.raw(viewOf("snapshot_blocks", "conversation")),
);

/** The same rows, for whoever names a block: never walks a conversation. */
export const snapshotBlocksById = sqliteView("snapshot_blocks_by_id", columnsOf(model.snapshotBlocks)).as(
  sql.raw(viewOf("snapshot_blocks", "id")),
);

/** Parse errors and canonicalisation warnings. */
export const turnWarnings = sqliteTable("turn_warnings", columnsOf(model.turnWarnings), (t) => [
  primaryKey({ columns: [t.conv_id, t.turn_id, t.phase, t.snapshot_at_ms, t.position] }),
]);
