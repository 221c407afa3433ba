import type Database from "better-sqlite3";
import { EnvelopeReader } from "./envelope-reader";
import { printRanges } from "./ordinal-ranges";
import { PackingSums } from "./packing-sums";
import { readPlaces } from "./segment-places";
import { SegmentRows } from "./segment-rows";

/** What was taken out of the log. */
export interface RemovedEnvelopes {
  readonly events: number;
  readonly bytes: number;
  /** Their ordinals as `printRanges` writes them, and the newest: it is never given again. */
  readonly ordinals: string;
  readonly last_ordinal: bigint | null;
}

export const noEnvelopes: RemovedEnvelopes = { events: 0, bytes: 0, ordinals: "", last_ordinal: null };

/** An envelope that shared a segment with removed ones and is young again. */
export interface ReturnedEnvelope {
  readonly ordinal: bigint;
  readonly byte_length: number;
}

/**
 * Takes envelopes out of the log for good: index rows, bytes and dictionary entries. Must run in a transaction of the
 * writer, whose caches of keys are stale afterwards.
 */
export class EnvelopeRemoval {
  readonly #list: Database.Statement;
  readonly #statements: readonly Database.Statement[];
  readonly #listUnplaced: Database.Statement;
  readonly #unplaced: readonly Database.Statement[];
  readonly #sharedSegments: Database.Statement;
  readonly #isRemoved: Database.Statement;
  readonly #rows: SegmentRows;
  readonly #segments: Database.Statement;
  readonly #dialect: Database.Statement;
  readonly #stems: Database.Statement;
  readonly #unplacedStems: Database.Statement;
  readonly #dropUnusedStem: Database.Statement;
  readonly #sums: PackingSums;
  readonly #reader: EnvelopeReader;

  constructor(sqlite: Database.Database) {
    const prepare = (sql: string): Database.Statement => sqlite.prepare(sql);
    this.#list = prepare(`${listSql} WHERE conv_key = ? ORDER BY ordinal`);
    this.#statements = [
      "DELETE FROM vault_entries WHERE ordinal IN (SELECT ordinal FROM events WHERE conv_key = ?)",
      ...["event_segments", "events", "streams", "subjects", "turn_keys", "conversation_keys"].map(
        (table) => `DELETE FROM ${table} WHERE conv_key = ?`,
      ),
    ].map(prepare);
    this.#listUnplaced = prepare(`${listSql} WHERE ${unplaced} ORDER BY ordinal`);
    this.#unplaced = [
      `DELETE FROM vault_entries WHERE ordinal IN (SELECT ordinal FROM events WHERE ${unplaced})`,
      // Names that no other envelope uses; asked while the log still tells which these are.
      ...[
        ["subjects", "subject_key"],
        ["turn_keys", "turn_key"],
      ].map(
        ([table = "", key = ""]) =>
          `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM events WHERE ${unplaced})
             AND NOT EXISTS (SELECT 1 FROM events e WHERE e.${key} = ${table}.${key} AND NOT (${unplaced}))`,
      ),
      `DELETE FROM events WHERE ${unplaced}`,
      `DELETE FROM streams WHERE ${unplaced}`,
    ].map(prepare);
    this.#sharedSegments = prepare(`${segmentSql} WHERE conv_key IS NULL`);
    this.#segments = prepare(`${segmentSql} WHERE conv_key = ?`);
    this.#dialect = prepare("SELECT dialect FROM events WHERE ordinal = ?").pluck();
    this.#stems = prepare(`${stemSql} WHERE conv_key = ?`).pluck();
    this.#unplacedStems = prepare(`${stemSql} WHERE ${unplaced}`).pluck();
    // The beginning of an id may be shared with envelopes of others that stay.
    this.#dropUnusedStem = prepare(
      `DELETE FROM identity_stems WHERE stem_key = @stem AND NOT EXISTS (SELECT 1 FROM events WHERE stem_key = @stem)`,
    );
    this.#sums = new PackingSums(sqlite);
    this.#isRemoved = prepare(`SELECT 1 FROM events WHERE ordinal = @ordinal AND ${unplaced}`).pluck();
    this.#rows = new SegmentRows(sqlite);
    this.#reader = new EnvelopeReader(sqlite);
  }

  /** Everything of one conversation; it shares no segment with others. O(its envelopes). */
  ofConversation(convKey: number): RemovedEnvelopes {
    const removed = summed(this.#list.all(convKey).map(listedRow));
    for (const row of this.#segments.all(convKey)) this.#uncount(segmentRow(row));
    const stems = this.#stems.all(convKey);
    for (const statement of this.#statements) statement.run(convKey);
    for (const stem of stems) this.#dropUnusedStem.run({ stem });
    return removed;
  }

  /**
   * What belongs to no conversation and came from sources whose name begins so. Others of the same segments become
   * young again, checked, to be packed anew. O(envelopes of no conversation).
   */
  ofNoConversation(
    sourcePrefix: string,
  ): RemovedEnvelopes & { readonly returned: readonly ReturnedEnvelope[] } {
    const source = { source: `${sourcePrefix}*` };
    const removed = summed(this.#listUnplaced.all(source).map(listedRow));
    const returned = this.#sharedSegments.all().flatMap((row) => this.#unpack(segmentRow(row), source));
    const stems = this.#unplacedStems.all(source);
    for (const statement of this.#unplaced) statement.run(source);
    for (const stem of stems) this.#dropUnusedStem.run({ stem });
    return { ...removed, returned };
  }

  /** Takes a segment apart when it holds an envelope that is to go. */
  #unpack(segment: Segment, source: { readonly source: string }): readonly ReturnedEnvelope[] {
    const listed = [...readPlaces(segment.places)];
    const staying = listed.filter(({ ordinal }) => this.#isRemoved.get({ ordinal, ...source }) === undefined);
    if (staying.length === listed.length) return [];
    const kept = staying
      .map(({ ordinal }) => ({ ordinal, bytes: this.#reader.read(ordinal) }))
      .sort((a, b) => (a.ordinal < b.ordinal ? -1 : 1));
    this.#uncount(segment);
    this.#rows.remove(segment.segment_key);
    this.#rows.addYoung(null, kept);
    return staying;
  }

  /** Takes a segment off the sums of packing, while the log still tells of what it holds. */
  #uncount({ places, stored_bytes, is_packed }: Segment): void {
    if (is_packed === 0n) return;
    const rows = [...readPlaces(places)].map(({ ordinal, byte_length }) => {
      const dialect: unknown = this.#dialect.get(ordinal);
      return { dialect: typeof dialect === "bigint" ? dialect : -1n, byte_length };
    });
    this.#sums.remove(rows, Number(stored_bytes));
  }
}

const segmentSql = "SELECT segment_key, places, length(data) AS stored_bytes, is_packed FROM event_segments";
const stemSql = "SELECT DISTINCT stem_key FROM events";
const listSql = "SELECT ordinal, byte_length FROM events";
const unplaced =
  "conv_key IS NULL AND source_key IN (SELECT source_key FROM sources WHERE name GLOB @source)";

interface Listed {
  readonly ordinal: bigint;
  readonly byte_length: bigint;
}

function summed(rows: readonly Listed[]): RemovedEnvelopes {
  return {
    events: rows.length,
    bytes: rows.reduce((sum, { byte_length }) => sum + Number(byte_length), 0),
    ordinals: printRanges(rows.map(({ ordinal }) => ordinal)),
    last_ordinal: rows.at(-1)?.ordinal ?? null,
  };
}

/** Row of the list, whose columns it names. */
function listedRow(row: unknown): Listed {
  return row as Listed;
}

interface Segment {
  readonly segment_key: bigint;
  readonly places: Buffer;
  readonly stored_bytes: bigint;
  readonly is_packed: bigint;
}

/** Row of the segment query, whose columns it names. */
function segmentRow(row: unknown): Segment {
  return row as Segment;
}
