import type { Envelope } from "@/lib/domain/envelope";
import type { ForeignRow } from "@/lib/domain/foreign/rows";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { DecodeContext } from "../format";
import { plainRowEnvelope, rowEnvelope, rowJson } from "./row-envelope";
import { cellMs, cellOrdinal, cellText } from "./row-values";
import { recordsOfPlacedBlocks, type PlacedBlock } from "./turn-records";

const columnsOfSnapshot = ["conv_id", "session_id", "turn_id", "phase", "snapshot_created_at_ms"] as const;
const utf8 = new TextEncoder();

/**
 * Gathers rows of `turn_block_membership` into snapshots: one envelope for the rows of one snapshot, which
 * stand together in the order of reading. Its bytes are the list of those rows. Memory is that of one
 * snapshot.
 */
export class MembershipRows {
  #rows: ForeignRow[] = [];

  constructor(private readonly context: DecodeContext) {}

  /** The snapshot that this row ends, if it begins another one. */
  add(row: ForeignRow): readonly Envelope[] {
    const last = this.#rows.at(-1);
    const ended = last !== undefined && !isSameSnapshot(last, row) ? this.end() : [];
    this.#rows.push(row);
    return ended;
  }

  /** The snapshot that was gathered last. */
  end(): readonly Envelope[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows.length === 0 ? [] : [decodeSnapshot(rows, this.context)];
  }
}

function isSameSnapshot(a: ForeignRow, b: ForeignRow): boolean {
  return columnsOfSnapshot.every((column) => a.values[column] === b.values[column]);
}

function decodeSnapshot(rows: readonly ForeignRow[], context: DecodeContext): Envelope {
  const [first] = rows;
  if (first === undefined) throw new RangeError("a snapshot has rows");
  const { values } = first;
  const conv_id = cellText(values, "conv_id");
  const turn_id = cellText(values, "turn_id");
  const bytes = utf8.encode(stringifyExact(rows.map((row) => rowJson(row.values))));
  if (conv_id === undefined || turn_id === undefined)
    return { ...plainRowEnvelope(first, context, "no key"), bytes };
  const session_id = cellText(values, "session_id");
  const phase = cellText(values, "phase") ?? "snapshot";
  const snapshot_at_ms = cellMs(values, "snapshot_created_at_ms");
  const placed = rows.map(placedBlock);
  const blocks = placed.filter((block) => block !== undefined);
  const envelope = rowEnvelope(first, context, {
    conv_id,
    session_id,
    turn_id,
    event_id: turn_id,
    occurred_at_ms: snapshot_at_ms,
    identity: [session_id, turn_id, phase, snapshot_at_ms],
    records: recordsOfPlacedBlocks(
      { conv_id, session_id, turn_id, phase, snapshot_at_ms: snapshot_at_ms ?? 0 },
      blocks,
    ),
    faults: [blocks.length === placed.length ? undefined : "a membership without place or block"],
  });
  return { ...envelope, bytes };
}

function placedBlock({ values }: ForeignRow): PlacedBlock | undefined {
  const ordinal = cellOrdinal(values, "ordinal");
  const block_id = cellText(values, "block_id");
  const content_hash = cellText(values, "content_hash");
  if (ordinal === undefined || block_id === undefined || content_hash === undefined) return undefined;
  return { position: Number(ordinal), block_id, content_hash };
}
