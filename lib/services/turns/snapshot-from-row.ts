import type { BlockRow, PlaceRow } from "@/db/queries/turns";
import type { LoadedRow } from "@/db/queries/load-records";
import { recordRef } from "@/lib/contracts/record-ref";
import type { PlacedBlock, SnapshotRow } from "@/lib/contracts/turn";
import { snapshotBlocks, turnSnapshots } from "@/lib/domain/model/turn";
import { wireFromRecord } from "../wire-from-record";

interface SnapshotKey {
  readonly turn_id: string;
  readonly phase: string;
  readonly snapshot_at_ms: number;
}

/** Text that tells the snapshots of one conversation apart. */
export function snapshotKey({ turn_id, phase, snapshot_at_ms }: SnapshotKey): string {
  return JSON.stringify([turn_id, phase, snapshot_at_ms]);
}

export function snapshotFromRow(row: LoadedRow<"snapshot">, lineage: Readonly<Record<string, number>>, warnings: number): SnapshotRow {
  return {
    ...wireFromRecord(turnSnapshots, row, ["payload", "block_order", "metadata", "data"]),
    ref: recordRef("snapshot", row.conv_id, row.turn_id, row.phase, row.snapshot_at_ms),
    lineage,
    warning_count: warnings,
  };
}

/** A block whose content was removed by retention keeps its place and hash. */
export function placedBlockFromRow(place: PlaceRow, block: BlockRow | undefined): PlacedBlock {
  return {
    ...wireFromRecord(snapshotBlocks, place),
    kind: block?.kind ?? "unknown",
    role: block?.role ?? null,
    hash_algorithm: block?.hash_algorithm ?? null,
    hash_verified: block?.hash_verified ?? null,
    payload_hash: block?.payload_hash ?? null,
    payload: block?.payload ?? null,
    metadata: block?.metadata ?? null,
    text_preview: block?.text_preview ?? null,
    tool_call_id: block?.tool_call_id ?? null,
    tool_name: block?.tool_name ?? null,
    error_text: block?.error_text ?? null,
    reuse_count: block?.reuse_count ?? null,
    first_seen_at_ms: block?.first_seen_at_ms ?? null,
  };
}
