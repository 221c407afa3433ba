import { dialects } from "@/lib/domain/envelope";
import { decodeStatuses, envelopeClasses, seqRegimes, sourcePaths } from "@/lib/domain/model/event";
import { recordSets, type SetName } from "@/lib/domain/model";
import type { ReadStore } from "../store";
import { EnvelopeReader } from "../event-log/envelope-reader";
import { printedIdSql } from "../event-log/item-id";

/** A log row with the texts behind its keys, and its bytes. */
export interface ExportedEvent {
  readonly ordinal: bigint;
  readonly conv_id: string | null;
  readonly source: string;
  readonly stream: string;
  readonly stream_id: string | null;
  /** The id by which its source knows it, or the hash that stands for it in a stream. */
  readonly identity: { readonly id: string } | { readonly hash: bigint; readonly stream: string };
  readonly type: string;
  readonly class: (typeof envelopeClasses)[number];
  readonly dialect: (typeof dialects)[number];
  readonly source_path: (typeof sourcePaths)[number];
  readonly decode_status: (typeof decodeStatuses)[number];
  readonly decode_error: string | null;
  readonly event_id: string | null;
  readonly item_id: string | null;
  readonly seq: bigint | null;
  readonly regime: (typeof seqRegimes)[number];
  readonly epoch: number;
  readonly turn_id: string | null;
  readonly turn_how: number | null;
  readonly occurred_at_ms: number | null;
  readonly ingested_at_ms: number;
  readonly twin_of: bigint | null;
  readonly sha256: Buffer;
  readonly bytes: Buffer;
}

const eventsSql = `
  SELECT e.*, ${printedIdSql("e")} AS printed_id, i.stem, c.conv_id, s.name AS stream_name, o.name AS source, t.name AS type, u.name AS event_id, k.turn_id
  FROM conversation_keys c
  JOIN events e ON e.conv_key = c.conv_key
  JOIN identity_stems i ON i.stem_key = e.stem_key
  JOIN streams s ON s.stream_key = e.stream_key
  JOIN sources o ON o.source_key = e.source_key
  JOIN event_types t ON t.type_key = e.type_key
  LEFT JOIN subjects u ON u.subject_key = e.subject_key
  LEFT JOIN turn_keys k ON k.turn_key = e.turn_key
  WHERE c.conv_id = ? AND e.ordinal > ? ORDER BY e.ordinal LIMIT ?`;

/** Events per read: no statement stays open while the caller does something else. */
const pageSize = 1_000;

/** Every envelope of a conversation, in order of arrival, read page by page and checked by hash. */
export function* exportEvents({ sqlite }: ReadStore, convId: string): Generator<ExportedEvent> {
  const page = sqlite.prepare(eventsSql);
  const reader = new EnvelopeReader(sqlite);
  let after = 0n;
  for (;;) {
    const rows = page.all(convId, after, pageSize).map(eventRow);
    for (const row of rows) yield exportedEvent(row, reader);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.ordinal;
  }
}

/** Sets whose rows are reached through another set, with the condition that finds them. */
const indirect: Readonly<Partial<Record<SetName, string>>> = {
  blocks: "block_id IN (SELECT block_id FROM snapshot_blocks WHERE conv_id = @conv_id)",
  error_causes: "error_id IN (SELECT error_id FROM errors WHERE conv_id = @conv_id)",
  incidents: "incident_id IN (SELECT incident_id FROM errors WHERE conv_id = @conv_id)",
  // Notes on an incident belong to no conversation: they go with each that has an occurrence.
  notes:
    "(conv_id = @conv_id OR (subject_kind = 'incident' AND subject_id IN (SELECT incident_id FROM errors WHERE conv_id = @conv_id)))",
  ws_pings: "socket_id IN (SELECT socket_id FROM ws_sessions WHERE conv_id = @conv_id)",
};

/** Sets that belong to a conversation, in the order of the data model. */
export const exportedSets: readonly SetName[] = Object.values(recordSets)
  .filter((set) => "conv_id" in set.fields || set.name in indirect)
  .map((set) => set.name);

/** Rows of one set that belong to a conversation, in order of key. Column values as the driver gives them. */
export function exportRows(
  { sqlite }: ReadStore,
  set: SetName,
  convId: string,
): readonly Readonly<Record<string, unknown>>[] {
  const { key, fields } = recordSets[set];
  const where = indirect[set] ?? "conv_id = @conv_id";
  const sql = `SELECT ${Object.keys(fields).join(", ")} FROM ${set} WHERE ${where} ORDER BY ${key.join(", ")}`;
  return sqlite.prepare(sql).all({ conv_id: convId }).map(plainRow);
}

/** Name of the newest migration: the schema that the rows follow. */
export function schemaName({ sqlite }: ReadStore): string {
  return String(sqlite.prepare("SELECT name FROM migrations ORDER BY position DESC LIMIT 1").pluck().get());
}

interface EventRow {
  readonly ordinal: bigint;
  readonly conv_id: string | null;
  readonly source: string;
  readonly stream_name: string;
  readonly stream_id: string | null;
  readonly identity_number: bigint;
  readonly printed_id: string | null;
  readonly stem: string;
  readonly type: string;
  readonly class: bigint;
  readonly dialect: bigint;
  readonly source_path: bigint;
  readonly decode_status: bigint;
  readonly decode_error: string | null;
  readonly event_id: string | null;
  readonly item_id: string | null;
  readonly seq: bigint | null;
  readonly regime: bigint;
  readonly epoch: bigint;
  readonly turn_id: string | null;
  readonly turn_how: bigint | null;
  readonly occurred_at_ms: bigint | null;
  readonly ingested_at_ms: bigint;
  readonly twin_of: bigint | null;
  readonly sha256: Buffer;
}

function exportedEvent(row: EventRow, reader: EnvelopeReader): ExportedEvent {
  const {
    ordinal,
    conv_id,
    source,
    stream_id,
    identity_number,
    printed_id,
    type,
    decode_error,
    event_id,
    item_id,
    seq,
    turn_id,
    twin_of,
    sha256,
  } = row;
  return {
    ordinal,
    conv_id,
    source,
    stream: row.stream_name,
    stream_id,
    identity: printed_id === null ? { hash: identity_number, stream: row.stem } : { id: printed_id },
    type,
    class: envelopeClasses[Number(row.class)] ?? "record",
    dialect: dialects[Number(row.dialect)] ?? "unknown",
    source_path: sourcePaths[Number(row.source_path)] ?? "file_import",
    decode_status: decodeStatuses[Number(row.decode_status)] ?? "failed",
    decode_error,
    event_id,
    item_id: item_id ?? printed_id,
    seq,
    regime: seqRegimes[Number(row.regime)] ?? "none",
    epoch: Number(row.epoch),
    turn_id,
    turn_how: row.turn_how === null ? null : Number(row.turn_how),
    occurred_at_ms: row.occurred_at_ms === null ? null : Number(row.occurred_at_ms),
    ingested_at_ms: Number(row.ingested_at_ms),
    twin_of,
    sha256,
    bytes: reader.read(ordinal),
  };
}

/** Row of the event query, whose columns it names. */
function eventRow(row: unknown): EventRow {
  return row as EventRow;
}

/** A row of a SELECT of named columns. */
function plainRow(row: unknown): Readonly<Record<string, unknown>> {
  return row as Readonly<Record<string, unknown>>;
}
