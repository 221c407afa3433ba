import type Database from "better-sqlite3";
import { readSegmentData } from "./segment-data";
import { readPlaces } from "./segment-places";
import type { SegmentEnvelope } from "./segment-rows";

/** An envelope of a young segment with what the log tells of it. */
export interface YoungEnvelope extends SegmentEnvelope {
  readonly byte_length: number;
  readonly stream_key: bigint;
  readonly dialect: bigint;
  readonly sha256: Buffer;
}

export interface YoungSegment {
  readonly segment_key: bigint;
  readonly first_ordinal: bigint;
  readonly last_ordinal: bigint;
  readonly event_count: number;
  readonly raw_bytes: number;
  /** In order of arrival; undefined where damage keeps them from being read, and the segment stays as it is. */
  readonly envelopes: readonly YoungEnvelope[] | undefined;
}

/** Reads the segments of a conversation that are still to be packed. */
export class YoungSegments {
  readonly #next: Database.Statement;
  readonly #told: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#next = sqlite.prepare(
      `SELECT segment_key, first_ordinal, last_ordinal, event_count, raw_bytes, codec, places, data FROM event_segments
       WHERE is_packed = 0 AND conv_key IS ? AND first_ordinal >= ? ORDER BY first_ordinal LIMIT 1`,
    );
    this.#told = sqlite
      .prepare(
        `SELECT ordinal, stream_key, dialect, sha256 FROM events
         WHERE conv_key IS ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal`,
      )
      .raw();
  }

  /** From an ordinal on, in order of arrival; one is in memory at a time. */
  *of(conv_key: number | null, from: bigint): Generator<YoungSegment, undefined> {
    for (;;) {
      const row = segmentRow(this.#next.get(conv_key, from));
      if (row === undefined) return;
      const { segment_key, first_ordinal, last_ordinal } = row;
      yield {
        segment_key,
        first_ordinal,
        last_ordinal,
        event_count: Number(row.event_count),
        raw_bytes: Number(row.raw_bytes),
        envelopes: this.#envelopes(conv_key, row),
      };
      from = last_ordinal + 1n;
    }
  }

  #envelopes(conv_key: number | null, row: SegmentRow): readonly YoungEnvelope[] | undefined {
    const raw = unpacked(row);
    if (raw === undefined) return undefined;
    const told = new Map(
      this.#told.all(conv_key, row.first_ordinal, row.last_ordinal).map((values) => {
        const [ordinal, ...rest] = toldRow(values);
        return [ordinal, rest] as const;
      }),
    );
    const envelopes: YoungEnvelope[] = [];
    for (const { ordinal, offset, byte_length } of readPlaces(row.places)) {
      const known = told.get(ordinal);
      if (known === undefined) return undefined;
      const [stream_key, dialect, sha256] = known;
      const bytes = raw.subarray(offset, offset + byte_length);
      envelopes.push({ ordinal, bytes, byte_length, stream_key, dialect, sha256 });
    }
    return envelopes;
  }
}

interface SegmentRow {
  readonly segment_key: bigint;
  readonly first_ordinal: bigint;
  readonly last_ordinal: bigint;
  readonly event_count: bigint;
  readonly raw_bytes: bigint;
  readonly codec: string;
  readonly places: Buffer;
  readonly data: Buffer;
}

function unpacked(row: SegmentRow): Buffer | undefined {
  try {
    return readSegmentData(row, Number(row.raw_bytes));
  } catch {
    // The doctor reads it as well, and names what it held.
    return undefined;
  }
}

/** Row of the segment query, whose columns it names. */
function segmentRow(row: unknown): SegmentRow | undefined {
  return row as SegmentRow | undefined;
}

/** Row of the log query, in the order in which it selects. */
function toldRow(row: unknown): readonly [bigint, bigint, bigint, Buffer] {
  return row as readonly [bigint, bigint, bigint, Buffer];
}
