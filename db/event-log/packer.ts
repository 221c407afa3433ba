import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type Database from "better-sqlite3";
import { unwatched, type StepWatcher } from "../steps";
import { sha256Of } from "./content-hash";
import { PackingSums } from "./packing-sums";
import { packPlaces } from "./segment-places";

const codec = "brotli";

/** How envelopes are packed, and when. The figures are those of decision 0005. */
export interface PackingRules {
  /**
   * Raw bytes and envelopes after which a segment is closed; reading one envelope unpacks one segment. A busy
   * conversation is packed in full segments only.
   */
  readonly segment_bytes: number;
  readonly segment_events: number;
  /** Brotli's quality, and the power of two that is its window. */
  readonly quality: number;
  readonly window_bits: number;
  /** A conversation that was quiet for this long is packed whatever it has. */
  readonly idle_ms: number;
}

export const usualPacking: PackingRules = {
  segment_bytes: 4 * 1024 * 1024,
  segment_events: 1_024,
  quality: 4,
  window_bits: 22,
  idle_ms: 30_000,
};

interface Pending {
  /** Everything of the conversation from here on is in the tail. */
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

interface YoungRow {
  readonly ordinal: bigint;
  readonly stream_key: bigint;
  readonly dialect: bigint;
  readonly sha256: Buffer;
  readonly bytes: Buffer;
}

interface TailRow extends YoungRow {
  readonly byte_length: number;
}

/** A segment that was proven to hold its envelopes, on its way into the store. */
interface ProvenSegment {
  readonly conv_key: number | null;
  readonly rows: readonly TailRow[];
  readonly raw_bytes: number;
  readonly data: Buffer;
}

/** Raw bytes that are packed in one transaction, besides the last segment; it is synced once. */
const groupBytes = 4 * 1024 * 1024;
/** Envelopes that one statement reads: a statement each costs more than the bytes, and all at once may be gigabytes. */
const readAtOnce = 64;
/** Conversations packed in one go: short ones cost a sync rather than bytes. */
const groupConversations = 64;

/**
 * Moves envelopes from the tail into compressed segments. Before a tail row is deleted its segment has been
 * unpacked again and every SHA-256 compared; both happen in one transaction, so a kill at any point leaves
 * each envelope in exactly one place.
 */
export class Packer {
  readonly #pending = new Map<number | null, Pending>();
  readonly #young: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #stored: Database.Statement;
  readonly #sums: PackingSums;

  constructor(
    private readonly sqlite: Database.Database,
    private readonly clock: () => number,
    private readonly watch: StepWatcher = unwatched,
    private readonly rules: PackingRules = usualPacking,
  ) {
    // Nothing but packing takes bytes out of the tail; what a damaged page lost cannot be packed and is passed over.
    this.#young = sqlite.prepare(
      `SELECT e.ordinal, e.stream_key, e.dialect, e.sha256, t.bytes FROM events e CROSS JOIN event_tail t ON t.ordinal = e.ordinal
       WHERE e.conv_key IS ? AND e.ordinal >= ? ORDER BY e.ordinal LIMIT ${String(readAtOnce)}`,
    );
    this.#insert = sqlite.prepare(
      `INSERT INTO event_segments (conv_key, first_ordinal, last_ordinal, event_count, raw_bytes, codec, places, data)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#sums = new PackingSums(sqlite);
    this.#delete = sqlite.prepare("DELETE FROM event_tail WHERE ordinal = ?");
    this.#stored = sqlite.prepare(
      `UPDATE conversations SET bytes_stored = (
         SELECT sum(length(data)) FROM event_segments s WHERE s.conv_key = @conv)
       WHERE conv_id = (SELECT conv_id FROM conversation_keys WHERE conv_key = @conv)`,
    );
    this.#restore();
  }

  /** Notes an envelope that went into the tail. */
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

  /** Packs everything that is in the tail. */
  packAll(): void {
    this.#pack([...this.#pending.keys()].map((conv_key) => ({ conv_key, isQuiet: true })));
  }

  /** Packs conversations, some segments in one transaction. */
  #pack(due: readonly Due[]): void {
    let group: ProvenSegment[] = [];
    let size = 0;
    try {
      for (const conversation of due) {
        for (const rows of this.#segments(conversation)) {
          const segment = this.#prove(conversation.conv_key, rows);
          group.push(segment);
          size += segment.raw_bytes;
          if (size < groupBytes) continue;
          this.#store(group);
          group = [];
          size = 0;
        }
      }
      if (group.length > 0) this.#store(group);
    } catch (error) {
      // What was thought to be packed may still be in the tail.
      this.#restore();
      throw error;
    }
  }

  /**
   * Cuts what is in the tail of a conversation into segments, in order of arrival, each stream by stream, and takes
   * them off what is pending. What does not fill one stays in the tail until the conversation is quiet.
   */
  *#segments({ conv_key, isQuiet }: Due): Generator<readonly TailRow[]> {
    const pending = this.#pending.get(conv_key);
    if (pending === undefined) return;
    const { segment_events, segment_bytes } = this.rules;
    let rows: TailRow[] = [];
    let size = 0;
    const take = (next: bigint): readonly TailRow[] => {
      const segment = rows.sort(byStream);
      pending.events -= rows.length;
      pending.bytes -= size;
      pending.first_ordinal = next;
      rows = [];
      size = 0;
      return segment;
    };
    for (const young of this.#youngOf(conv_key, pending.first_ordinal)) {
      const { byteLength: byte_length } = young.bytes;
      if (rows.length > 0 && size + byte_length > segment_bytes) yield take(young.ordinal);
      rows.push({ ...young, byte_length });
      size += byte_length;
      if (rows.length >= segment_events || size >= segment_bytes) yield take(young.ordinal + 1n);
    }
    if (!isQuiet) return;
    if (rows.length > 0) yield rows.sort(byStream);
    this.#pending.delete(conv_key);
  }

  /** What is in the tail of a conversation from an ordinal on, in order of arrival. */
  *#youngOf(conv_key: number | null, from: bigint): Generator<YoungRow, undefined> {
    for (;;) {
      const rows = this.#young.all(conv_key, from).map(youngRow);
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < readAtOnce) return;
      from = last.ordinal + 1n;
    }
  }

  #prove(conv_key: number | null, rows: readonly TailRow[]): ProvenSegment {
    const raw = Buffer.concat(rows.map(({ bytes }) => bytes));
    const data = compress(raw, this.rules);
    this.watch("segment-compressed", this.sqlite);
    verify(data, rows);
    this.watch("segment-verified", this.sqlite);
    return { conv_key, rows, raw_bytes: raw.byteLength, data };
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

  #move({ conv_key, rows, raw_bytes, data }: ProvenSegment): void {
    const ordinals = rows.map(({ ordinal }) => ordinal).sort((a, b) => (a < b ? -1 : 1));
    const [first, last] = [ordinals[0], ordinals.at(-1)];
    this.#insert.run(conv_key, first, last, rows.length, raw_bytes, codec, packPlaces(rows), data);
    this.#sums.add(rows, data.byteLength);
    for (const ordinal of ordinals) this.#delete.run(ordinal);
    this.watch("segment-written", this.sqlite);
  }

  /** Takes up what the store holds. O(tail). */
  #restore(): void {
    const { sqlite } = this;
    const nowMs = this.clock();
    this.#pending.clear();
    for (const row of sqlite.prepare(pendingSql).all()) {
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
  SELECT e.conv_key, min(t.ordinal) AS first_ordinal, count(*) AS events, sum(e.byte_length) AS bytes
  FROM event_tail t JOIN events e ON e.ordinal = t.ordinal GROUP BY e.conv_key`;

function byStream(a: TailRow, b: TailRow): number {
  return a.stream_key === b.stream_key ? Number(a.ordinal - b.ordinal) : Number(a.stream_key - b.stream_key);
}

function compress(raw: Buffer, { quality, window_bits }: PackingRules): Buffer {
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: window_bits,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.byteLength,
    },
  });
}

/** Unpacks again and compares every hash; a difference stops the packing with the tail untouched. */
function verify(data: Buffer, rows: readonly TailRow[]): void {
  const unpacked = brotliDecompressSync(data);
  let offset = 0;
  for (const { ordinal, bytes, sha256 } of rows) {
    const copy = unpacked.subarray(offset, offset + bytes.byteLength);
    if (!sha256Of(copy).equals(sha256)) {
      throw new Error(`event ${ordinal} does not survive packing; its tail row was kept`);
    }
    offset += bytes.byteLength;
  }
}

/** Row of the tail query, whose columns it names. */
function youngRow(row: unknown): YoungRow {
  return row as YoungRow;
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
