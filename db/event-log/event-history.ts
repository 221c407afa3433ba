import type Database from "better-sqlite3";
import { dialects, type Dialect } from "@/lib/domain/envelope";
import { decodeStatuses, seqRegimes, type DecodeStatus, type SeqRegime } from "@/lib/domain/model/event";
import { EnvelopeReader, readIfWhole } from "./envelope-reader";

/** A stored envelope with the fields that its log row holds. */
export interface LoggedEvent {
  readonly ordinal: bigint;
  readonly dialect: Dialect;
  readonly type: string;
  readonly event_id: string | undefined;
  readonly seq: bigint | undefined;
  readonly regime: SeqRegime;
  readonly stream: string;
  readonly turn_id: string | undefined;
  readonly occurred_at_ms: number | undefined;
  readonly decode_status: DecodeStatus;
  readonly source: string;
  readonly bytes: Buffer;
}

/** Turn links below this code were told or derived; inferred ones must be inferred anew. */
const inferred = 2;

/** Rows of one statement: a long conversation is not in memory as a whole. */
const chunkSize = 5_000;

/** Walks the history of one conversation in order of arrival: events and log lines, each told once. */
export class EventHistory {
  readonly #rows: Database.Statement;
  readonly #rowsOfTypes: Database.Statement;
  readonly #types: Database.Statement;
  readonly #reader: EnvelopeReader;

  constructor(sqlite: Database.Database) {
    this.#reader = new EnvelopeReader(sqlite);
    const select = (condition: string): string => `
      SELECT e.ordinal, e.dialect, t.name AS type, u.name AS event_id, e.seq, e.regime, s.name AS stream,
         CASE WHEN e.turn_how < ${String(inferred)} THEN k.turn_id END AS turn_id, e.occurred_at_ms, e.decode_status,
         o.name AS source
       FROM conversation_keys c
       JOIN events e ON e.conv_key = c.conv_key
       JOIN event_types t ON t.type_key = e.type_key
       JOIN streams s ON s.stream_key = e.stream_key
       JOIN sources o ON o.source_key = e.source_key
       LEFT JOIN subjects u ON u.subject_key = e.subject_key
       LEFT JOIN turn_keys k ON k.turn_key = e.turn_key
       WHERE c.conv_id = ? AND e.class <> 1 AND e.twin_of IS NULL ${condition}
       ORDER BY e.ordinal`;
    this.#rows = sqlite.prepare(`${select("AND e.ordinal > ?")} LIMIT ${String(chunkSize)}`);
    this.#rowsOfTypes = sqlite.prepare(select("AND e.type_key IN (SELECT value FROM json_each(?))"));
    this.#types = sqlite.prepare("SELECT type_key, name FROM event_types");
  }

  /**
   * All events in order of arrival, without those whose bytes are damaged or gone: one bad page must not keep
   * a conversation from being read. O(rows of the conversation).
   */
  *of(convId: string): Generator<LoggedEvent> {
    for (let after: bigint | undefined = 0n; after !== undefined;) {
      const rows: readonly HistoryRow[] = this.#rows.all(convId, after).map(historyRow);
      for (const row of rows) yield* this.#whole(row);
      after = rows.length < chunkSize ? undefined : rows.at(-1)?.ordinal;
    }
  }

  /** Those of the same events that pass the filter: rows of other types are passed over by the store. */
  *notable(
    convId: string,
    filter: (event: Pick<LoggedEvent, "dialect" | "type">) => boolean,
  ): Generator<LoggedEvent> {
    const keys = this.#types
      .all()
      .map(typeRow)
      .filter(({ name }) => dialects.some((dialect) => filter({ dialect, type: name })))
      .map(({ type_key }) => Number(type_key));
    for (const row of this.#rowsOfTypes.all(convId, JSON.stringify(keys))) {
      const known = historyRow(row);
      if (filter({ dialect: dialectOf(known), type: known.type })) yield* this.#whole(known);
    }
  }

  *#whole(row: HistoryRow): Generator<LoggedEvent> {
    const bytes = readIfWhole(this.#reader, row.ordinal);
    if (bytes !== undefined) yield loggedEvent(row, bytes);
  }
}

function loggedEvent(row: HistoryRow, bytes: Buffer): LoggedEvent {
  return {
    ordinal: row.ordinal,
    dialect: dialectOf(row),
    type: row.type,
    event_id: row.event_id ?? undefined,
    seq: row.seq ?? undefined,
    regime: seqRegimes[Number(row.regime)] ?? "none",
    stream: row.stream,
    turn_id: row.turn_id ?? undefined,
    occurred_at_ms: row.occurred_at_ms === null ? undefined : Number(row.occurred_at_ms),
    decode_status: decodeStatuses[Number(row.decode_status)] ?? "failed",
    source: row.source,
    bytes,
  };
}

interface HistoryRow {
  readonly ordinal: bigint;
  readonly dialect: bigint;
  readonly type: string;
  readonly event_id: string | null;
  readonly seq: bigint | null;
  readonly regime: bigint;
  readonly stream: string;
  readonly turn_id: string | null;
  readonly occurred_at_ms: bigint | null;
  readonly decode_status: bigint;
  readonly source: string;
}

function dialectOf({ dialect }: HistoryRow): Dialect {
  return dialects[Number(dialect)] ?? "unknown";
}

/** Row of the dictionary of types. */
function typeRow(row: unknown): { readonly type_key: bigint; readonly name: string } {
  return row as { type_key: bigint; name: string };
}

/** Row of the history query, whose columns it names. */
function historyRow(row: unknown): HistoryRow {
  return row as HistoryRow;
}
