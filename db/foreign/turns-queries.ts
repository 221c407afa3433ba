import type { TurnsVariant } from "@/lib/domain/foreign/rows";
import { tableQuery, type TableQuery } from "./read-table";

/** A block belongs to no conversation by itself; the snapshot that held it first says which. */
const firstMembership = `LEFT JOIN (
  SELECT block_id, content_hash, conv_id, session_id, turn_id, min(snapshot_created_at_ms) AS first_at
  FROM turn_block_membership GROUP BY block_id, content_hash
) AS m ON m.block_id = t.block_id AND m.content_hash = t.content_hash`;

const normalised: readonly TableQuery[] = [
  tableQuery(
    "blocks",
    ["block_id", "content_hash"],
    { conv_id: "m.conv_id", session_id: "m.session_id", turn_id: "m.turn_id" },
    firstMembership,
  ),
  // The order of the primary key: rows of one snapshot stand together.
  tableQuery("turn_block_membership", [
    "conv_id",
    "session_id",
    "turn_id",
    "phase",
    "snapshot_created_at_ms",
    "ordinal",
  ]),
];

/** How to read the turns store. Tables that a variant lacks are skipped by the caller. */
export function turnsQueries(variant: TurnsVariant): readonly TableQuery[] {
  switch (variant) {
    case "T0":
      return [tableQuery("turns", ["conv_id", "run_id", "created_at_ms"])];
    case "T1":
      return [tableQuery("turns", ["conv_id", "session_id", "created_at_ms"])];
    case "T2":
      return [
        tableQuery("turn_snapshots", ["conv_id", "session_id", "created_at_ms"]),
        tableQuery("turns", ["conv_id", "session_id", "turn_created_at_ms"]),
        ...normalised,
      ];
    case "T3-hybrid":
      return [tableQuery("turns", ["conv_id", "session_id", "created_at_ms"]), ...normalised];
    case "T3":
    case "T4":
      return [tableQuery("turns", ["conv_id", "session_id", "turn_created_at_ms"]), ...normalised];
  }
}
