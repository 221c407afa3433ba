import type Database from "better-sqlite3";
import { unwatched, type StepWatcher } from "../steps";
import { hasHash } from "./content-hash";
import { PackingSums } from "./packing-sums";
import { readSegmentData, writeSegmentData, type SegmentCompression, type SegmentData } from "./segment-data";
import { SegmentRows, usualSegment } from "./segment-rows";
import { YoungSegments, type YoungEnvelope, type YoungSegment } from "./young-segments";

/** How envelopes are packed, and when. The figures are those of decision 0005. */
export interface PackingRules extends SegmentCompression {
  /** Raw bytes and envelopes with which a segment is full. A busy conversation is packed in full segments only. */
  readonly segment_bytes: number;
  readonly segment_events: number;
  /** A conversation that was quiet for this long is packed whatever it has. */
  readonly idle_ms: number;
}

export const usualPacking: PackingRules = {
  segment_bytes: usualSegment.bytes,
  segment_events: usualSegment.events,
  quality: 4,
  window_bits: 22,
  least_bytes: 1_024,
  idle_ms: 30_000,
};

interface Pending {
  /** Everything of the conversation from here on is young. */
  first_ordinal: bigint;
  events: number;
  bytes: number;
  last_at_ms: number;
}

/** A conversation to be packed; whole when it is quiet. */
interface Due {
  readonly conv_key: number | null;
  readonly isQuiet: boolean;
}

/** A young segment of which every envelope can be read. */
interface ReadableSegment extends YoungSegment {
  readonly envelopes: readonly YoungEnvelope[];
}

/** A segment that was proven to hold its envelopes, on its way into the store in the place of young ones. */
interface ProvenSegment extends SegmentData {
  readonly conv_key: number | null;
  readonly envelopes: readonly YoungEnvelope[];
  readonly raw_bytes: number;
  readonly young: readonly bigint[];
}

/** Raw bytes and envelopes that are packed in one transaction, besides the last segment; it is synced once. */
const groupBytes = 4 * 1024 * 1024;
/** Of tiny envelopes the rows weigh more than the bytes. */
const groupEvents = 8_192;
/** Conversations packed in one go: short ones cost a sync rather than bytes. */
const groupConversations = 64;

/**
 * Makes one packed segment of many young ones. Before those are deleted the new one has been unpacked again and every
 * SHA-256 compared; both happen in one transaction, so a kill at any point leaves each envelope in exactly one place.
 */
export class Packer {
  readonly #pending = new Map<number | null, Pending>();
  readonly #young: YoungSegments;
  readonly #segments: SegmentRows;
  readonly #stored: Database.Statement;
  readonly #sums: PackingSums;

  constructor(
    private readonly sqlite: Database.Database,
    private readonly clock: () => number,
    private readonly watch: StepWatcher = unwatched,
    private readonly rules: PackingRules = usualPacking,
  ) {
    this.#young = new YoungSegments(sqlite);
    this.#segments = new SegmentRows(sqlite);
    this.#sums = new PackingSums(sqlite);
    this.#stored = sqlite.prepare(
      `UPDATE conversations SET bytes_stored = (
         SELECT sum(length(data)) FROM event_segments s WHERE s.conv_key = @conv)
       WHERE conv_id = (SELECT conv_id FROM conversation_keys WHERE conv_key = @conv)`,
    );
    this.#restore();
  }

  /** Notes an envelope that was stored. */
  note(convKey: number | null, ordinal: bigint, bytes: number, nowMs: number): void {
    const pending = this.#pending.get(convKey);
    if (pending === undefined) {
      this.#pending.set(convKey, { first_ordinal: ordinal, events: 1, bytes, last_at_ms: nowMs });
      return;
    }
    // What a removal put back is older than what came since.
    if (ordinal < pending.first_ordinal) pending.first_ordinal = ordinal;
    pending.events += 1;
    pending.bytes += bytes;
    pending.last_at_ms = nowMs;
  }

  /** Packs some of what is due, a few megabytes, so that other work comes between; false when nothing is. */
  packDue(): boolean {
    const nowMs = this.clock();
    const { segment_events, segment_bytes, idle_ms } = this.rules;
    const due: Due[] = [];
    let size = 0;
    for (const [conv_key, { events, bytes, last_at_ms }] of this.#pending) {
      const isQuiet = nowMs - last_at_ms >= idle_ms;
      if (events < segment_events && bytes < segment_bytes && !isQuiet) continue;
      due.push({ conv_key, isQuiet });
      size += bytes;
      if (size >= groupBytes || due.length >= groupConversations) break;
    }
    this.#pack(due);
    return due.length > 0;
  }

  /** Packs everything that is young. */
  packAll(): void {
    this.#pack([...this.#pending.keys()].map((conv_key) => ({ conv_key, isQuiet: true })));
  }

  /** Packs conversations, some segments in one transaction. */
  #pack(due: readonly Due[]): void {
    let group: ProvenSegment[] = [];
    let [size, events] = [0, 0];
    try {
      for (const conversation of due) {
        for (const young of this.#fullSegments(conversation)) {
          const segment = this.#prove(conversation.conv_key, young);
          if (segment === undefined) continue;
          group.push(segment);
          size += segment.raw_bytes;
          events += segment.envelopes.length;
          if (size < groupBytes && events < groupEvents) continue;
          this.#store(group);
          group = [];
          [size, events] = [0, 0];
        }
      }
      if (group.length > 0) this.#store(group);
    } catch (error) {
      // What was thought to be packed may still be young.
      this.#restore();
      throw error;
    }
  }

  /**
   * Young segments of a conversation, in order of arrival, as many at a time as make a full one, and takes them off what
   * is pending. What does not fill one stays young until the conversation is quiet; what is damaged stays so.
   */
  *#fullSegments({ conv_key, isQuiet }: Due): Generator<readonly ReadableSegment[]> {
    const pending = this.#pending.get(conv_key);
    if (pending === undefined) return;
    const { segment_events, segment_bytes } = this.rules;
    let group: ReadableSegment[] = [];
    let [events, bytes] = [0, 0];
    for (const young of this.#young.of(conv_key, pending.first_ordinal)) {
      if (isReadable(young)) group.push(young);
      events += young.event_count;
      bytes += young.raw_bytes;
      if (events < segment_events && bytes < segment_bytes) continue;
      pending.events -= events;
      pending.bytes -= bytes;
      pending.first_ordinal = young.last_ordinal + 1n;
      if (group.length > 0) yield group;
      group = [];
      [events, bytes] = [0, 0];
    }
    if (!isQuiet) return;
    if (group.length > 0) yield group;
    this.#pending.delete(conv_key);
  }

  /** The packed segment; undefined when none of the young ones has its bytes any more. */
  #prove(conv_key: number | null, young: readonly ReadableSegment[]): ProvenSegment | undefined {
    const envelopes = young.flatMap((segment) => segment.envelopes).sort(byStream);
    const raw = Buffer.concat(envelopes.map(({ bytes }) => bytes));
    const data = writeSegmentData(raw, this.rules);
    this.watch("segment-compressed", this.sqlite);
    if (!survives(data, raw.byteLength, envelopes)) {
      const sound = young.filter((segment) =>
        segment.envelopes.every(({ bytes, sha256 }) => hasHash(bytes, sha256)),
      );
      // Nothing was damaged before: packing is at fault, and everything stays as it is.
      if (sound.length === young.length)
        throw new Error(
          `events from ${young[0]?.first_ordinal} on do not survive packing; they were kept as they were`,
        );
      return sound.length === 0 ? undefined : this.#prove(conv_key, sound);
    }
    this.watch("segment-verified", this.sqlite);
    return {
      conv_key,
      envelopes,
      raw_bytes: raw.byteLength,
      young: young.map(({ segment_key }) => segment_key),
      ...data,
    };
  }

  #store(segments: readonly ProvenSegment[]): void {
    this.sqlite
      .transaction(() => {
        for (const segment of segments) this.#move(segment);
        for (const conv of new Set(segments.map(({ conv_key }) => conv_key)))
          if (conv !== null) this.#stored.run({ conv });
      })
      .immediate();
    this.watch("segment-committed", this.sqlite);
  }

  #move(segment: ProvenSegment): void {
    this.#segments.addPacked(segment);
    this.#sums.add(segment.envelopes, segment.data.byteLength);
    for (const key of segment.young) this.#segments.remove(key);
    this.watch("segment-written", this.sqlite);
  }

  /** Takes up what the store holds. O(young segments). */
  #restore(): void {
    const nowMs = this.clock();
    this.#pending.clear();
    for (const row of this.sqlite.prepare(pendingSql).all()) {
      const { conv_key, first_ordinal, events, bytes } = pendingRow(row);
      this.#pending.set(conv_key === null ? null : Number(conv_key), {
        first_ordinal,
        events: Number(events),
        bytes: Number(bytes),
        last_at_ms: nowMs,
      });
    }
  }
}

const pendingSql = `
  SELECT conv_key, min(first_ordinal) AS first_ordinal, sum(event_count) AS events, sum(raw_bytes) AS bytes
  FROM event_segments WHERE is_packed = 0 GROUP BY conv_key`;

function isReadable(segment: YoungSegment): segment is ReadableSegment {
  return segment.envelopes !== undefined;
}

function byStream(a: YoungEnvelope, b: YoungEnvelope): number {
  return a.stream_key === b.stream_key ? Number(a.ordinal - b.ordinal) : Number(a.stream_key - b.stream_key);
}

/** Unpacks again and compares every hash. */
function survives(data: SegmentData, rawBytes: number, envelopes: readonly YoungEnvelope[]): boolean {
  const unpacked = readSegmentData(data, rawBytes);
  let offset = 0;
  return envelopes.every(({ byte_length, sha256 }) => {
    const bytes = unpacked.subarray(offset, offset + byte_length);
    offset += byte_length;
    return hasHash(bytes, sha256);
  });
}

/** Row of the pending query, whose columns it names. */
function pendingRow(row: unknown): {
  conv_key: bigint | null;
  first_ordinal: bigint;
  events: bigint;
  bytes: bigint;
} {
  return row as { conv_key: bigint | null; first_ordinal: bigint; events: bigint; bytes: bigint };
}
