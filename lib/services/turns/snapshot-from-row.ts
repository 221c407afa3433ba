import type { BlockRow, PlaceRow } from "@/db/queries/turns";
import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import type { BlockContent, BlockPlace, SnapshotRow } from "@/lib/contracts/turn";
import { blocks, snapshotBlocks, turnSnapshots } from "@/lib/domain/model/turn";
import { wireFieldsFromRecord, wireFromRecord } from "../wire-from-record";

interface SnapshotKey {
  readonly turn_id: string;
  readonly phase: string;
  readonly snapshot_at_ms: number;
}

/** Text that tells the snapshots of one conversation apart. */
export function snapshotKey({ turn_id, phase, snapshot_at_ms }: SnapshotKey): string {
  return JSON.stringify([turn_id, phase, snapshot_at_ms]);
}

export function snapshotFromRow(
  row: LoadedRow<"snapshot">,
  lineage: Readonly<Record<string, number>>,
  warnings: number,
): SnapshotRow {
  return {
    ...wireFromRecord(turnSnapshots, row, ["payload", "metadata", "data"]),
    ref: recordRef("snapshot", row.conv_id, row.turn_id, row.phase, row.snapshot_at_ms),
    lineage,
    warning_count: warnings,
  };
}

export function placeFromRow(place: PlaceRow): BlockPlace {
  return wireFromRecord(snapshotBlocks, place, ["conv_id", "turn_id", "phase", "snapshot_at_ms"]);
}

export function contentFromRow(block: BlockRow): BlockContent {
  return wireFieldsFromRecord(blocks, block, contentFields);
}

const contentFields = {
  block_id: true,
  content_hash: true,
  kind: true,
  role: true,
  hash_algorithm: true,
  hash_verified: true,
  payload_hash: true,
  payload: true,
  metadata: true,
  text_preview: true,
  tool_call_id: true,
  tool_name: true,
  error_text: true,
  reuse_count: true,
  first_seen_at_ms: true,
} as const;
