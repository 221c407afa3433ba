import type Database from "better-sqlite3";
import { writeSegmentData, type SegmentCompression, type SegmentData } from "./segment-data";
import { packPlaces } from "./segment-places";

/** An envelope on its way into a segment. */
export interface SegmentEnvelope {
  readonly ordinal: bigint;
  readonly bytes: Buffer;
}

/** A segment that is written: its envelopes in the order in which they lie there. */
export interface NewSegment extends SegmentData {
  readonly conv_key: number | null;
  readonly envelopes: readonly SegmentEnvelope[];
  readonly raw_bytes: number;
}

/** Envelopes and raw bytes with which a segment is full, young or packed: reading one unpacks all. From decision 0005. */
export const usualSegment = { events: 1_024, bytes: 4 * 1024 * 1024 } as const;

/**
 * A young segment is written before its sender has its answer, and read once more when it is packed: below four pages
 * both take longer than writing, deleting and overwriting them.
 */
const youngCompression: SegmentCompression = { quality: 1, window_bits: 22, least_bytes: 16_384 };

/** Rows of segments. Must be used inside the writer's transaction. */
export class SegmentRows {
  readonly #insert: Database.Statement;
  readonly #remove: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#insert = sqlite.prepare(
      `INSERT INTO event_segments (conv_key, first_ordinal, last_ordinal, event_count, raw_bytes, is_packed, codec, places, data)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = sqlite.prepare("DELETE FROM event_segments WHERE segment_key = ?");
  }

  /** Writes envelopes of one conversation, in order of arrival, as young segments. */
  addYoung(conv_key: number | null, envelopes: readonly SegmentEnvelope[]): void {
    for (const run of cut(envelopes)) {
      const raw =
        run.length === 1 && run[0] !== undefined
          ? run[0].bytes
          : Buffer.concat(run.map(({ bytes }) => bytes));
      const data = writeSegmentData(raw, youngCompression);
      this.#add({ conv_key, envelopes: run, raw_bytes: raw.byteLength, ...data }, 0);
    }
  }

  /** Writes a packed segment. */
  addPacked(segment: NewSegment): void {
    this.#add(segment, 1);
  }

  remove(segmentKey: bigint): void {
    this.#remove.run(segmentKey);
  }

  #add({ conv_key, envelopes, raw_bytes, codec, data }: NewSegment, isPacked: 0 | 1): void {
    const [first, last] = range(envelopes);
    const places = packPlaces(envelopes);
    this.#insert.run(conv_key, first, last, envelopes.length, raw_bytes, isPacked, codec, places, data);
  }
}

/** Cuts envelopes where a segment is full. */
function* cut(envelopes: readonly SegmentEnvelope[]): Generator<readonly SegmentEnvelope[]> {
  let from = 0;
  let size = 0;
  for (const [at, { bytes }] of envelopes.entries()) {
    const isFull = at - from >= usualSegment.events || size + bytes.byteLength > usualSegment.bytes;
    if (isFull && at > from) {
      yield envelopes.slice(from, at);
      from = at;
      size = 0;
    }
    size += bytes.byteLength;
  }
  if (from < envelopes.length) yield from === 0 ? envelopes : envelopes.slice(from);
}

/** Least and greatest ordinal: a packed segment goes stream by stream. */
function range(envelopes: readonly SegmentEnvelope[]): readonly [bigint | undefined, bigint | undefined] {
  let first = envelopes[0]?.ordinal;
  let last = first;
  for (const { ordinal } of envelopes) {
    if (first === undefined || ordinal < first) first = ordinal;
    if (last === undefined || ordinal > last) last = ordinal;
  }
  return [first, last];
}
