import { hash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type Database from "better-sqlite3";
import { unwatched, type StepWatcher } from "../steps";
import { packPlaces } from "./segment-places";

const codec = "brotli";

/** How envelopes are packed, and when. The figures are those of decision 0005. */
export interface PackingRules {
  /** Raw bytes and envelopes after which a segment is closed; reading one envelope unpacks one segment. */
  readonly segment_bytes: number;
  readonly segment_events: number;
  /** Brotli's quality, and the power of two that is its window. */
  readonly quality: number;
  readonly window_bits: number;
  /** A conversation with this much in the tail is packed even while it is busy. */
  readonly due_events: number;
  readonly due_bytes: number;
  /** A conversation that was quiet for this long is packed whatever it has. */
  readonly idle_ms: number;
}

export const usualPacking: PackingRules = {
  segment_bytes: 4 * 1024 * 1024,
  segment_events: 1_024,
  quality: 4,
  window_bits: 22,
  due_events: 512,
  due_bytes: 1024 * 1024,
  idle_ms: 30_000,
};

interface Pending {
  /** Everything of the conversation from here on is in the tail. */
  first_ordinal: bigint;
  events: number;
  bytes: number;
  last_at_ms: number;
}

interface TailPlace {
  readonly ordinal: bigint;
  readonly stream_key: bigint;
  readonly sha256: Buffer;
  readonly byte_length: bigint;
}

interface TailRow extends Omit<TailPlace, "byte_length"> {
  readonly byte_length: number;
  readonly bytes: Buffer;
}

/** What one packing did. */
export interface Packed {
  readonly events: number;
  readonly raw_bytes: number;
  readonly stored_bytes: number;
}

/**
 * Moves envelopes from the tail into compressed segments. Before a tail row is deleted its segment has been
 * unpacked again and every SHA-256 compared; both happen in one transaction, so a kill at any point leaves
 * each envelope in exactly one place.
 */
export class Packer {
  readonly #pending = new Map<number | null, Pending>();
  readonly #select: Database.Statement;
  readonly #bytes: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #stored: Database.Statement;

  constructor(
    private readonly sqlite: Database.Database,
    now_ms: number,
    private readonly watch: StepWatcher = unwatched,
    private readonly rules: PackingRules = usualPacking,
  ) {
    this.#select = sqlite.prepare(
      "SELECT ordinal, stream_key, sha256, byte_length FROM events WHERE conv_key IS ? AND ordinal >= ? ORDER BY ordinal",
    );
    this.#bytes = sqlite.prepare("SELECT bytes FROM event_tail WHERE ordinal = ?").pluck();
    this.#insert = sqlite.prepare(
      `INSERT INTO event_segments (conv_key, first_ordinal, last_ordinal, event_count, raw_bytes, codec, places, data)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = sqlite.prepare("DELETE FROM event_tail WHERE ordinal = ?");
    this.#stored = sqlite.prepare(
      `UPDATE conversations SET bytes_stored = (
         SELECT sum(length(data)) FROM event_segments s WHERE s.conv_key = @conv)
       WHERE conv_id = (SELECT conv_id FROM conversation_keys WHERE conv_key = @conv)`,
    );
    for (const row of sqlite.prepare(pendingSql).all()) this.#restore(row, now_ms);
  }

  /** Notes an envelope that went into the tail. */
  note(convKey: number | null, ordinal: bigint, bytes: number, nowMs: number): void {
    const pending = this.#pending.get(convKey);
    if (pending === undefined) {
      this.#pending.set(convKey, { first_ordinal: ordinal, events: 1, bytes, last_at_ms: nowMs });
      return;
    }
    pending.events += 1;
    pending.bytes += bytes;
    pending.last_at_ms = nowMs;
  }

  /** Packs what is due, at most one conversation per call, so that other work comes between. */
  packDue(nowMs: number): Packed | undefined {
    const { due_events, due_bytes, idle_ms } = this.rules;
    for (const [convKey, { events, bytes, last_at_ms }] of this.#pending) {
      const isDue = events >= due_events || bytes >= due_bytes || nowMs - last_at_ms >= idle_ms;
      if (isDue) return this.pack(convKey);
    }
    return undefined;
  }

  /** Packs everything that is in the tail. */
  packAll(): Packed {
    const total = { events: 0, raw_bytes: 0, stored_bytes: 0 };
    for (const convKey of [...this.#pending.keys()]) {
      const packed = this.pack(convKey);
      total.events += packed.events;
      total.raw_bytes += packed.raw_bytes;
      total.stored_bytes += packed.stored_bytes;
    }
    return total;
  }

  /** Packs the tail of one conversation, one transaction per segment. */
  pack(convKey: number | null): Packed {
    const total = { events: 0, raw_bytes: 0, stored_bytes: 0 };
    for (const rows of this.#segments(convKey)) {
      const data = this.#packSegment(convKey, rows);
      total.events += rows.length;
      total.raw_bytes += sizeOf(rows);
      total.stored_bytes += data.byteLength;
    }
    if (convKey !== null) this.#stored.run({ conv: convKey });
    this.#pending.delete(convKey);
    return total;
  }

  /** What is in the tail of a conversation, stream by stream, cut into segments; one segment is in memory. */
  *#segments(convKey: number | null): Generator<readonly TailRow[]> {
    const first = this.#pending.get(convKey)?.first_ordinal;
    if (first === undefined) return;
    const places = this.#select.all(convKey, first).map(tailPlace).sort(byStream);
    const { segment_events, segment_bytes } = this.rules;
    let rows: TailRow[] = [];
    let size = 0;
    for (const place of places) {
      const bytes: unknown = this.#bytes.get(place.ordinal);
      // Nothing but packing takes bytes out of the tail; what a damaged page lost cannot be packed.
      if (!Buffer.isBuffer(bytes)) continue;
      if (rows.length > 0 && (rows.length >= segment_events || size + bytes.byteLength > segment_bytes)) {
        yield rows;
        rows = [];
        size = 0;
      }
      rows.push({ ...place, byte_length: bytes.byteLength, bytes });
      size += bytes.byteLength;
    }
    if (rows.length > 0) yield rows;
  }

  #packSegment(convKey: number | null, rows: readonly TailRow[]): Buffer {
    const raw = Buffer.concat(rows.map(({ bytes }) => bytes));
    const data = compress(raw, this.rules);
    this.watch("segment-compressed", this.sqlite);
    verify(data, rows);
    this.watch("segment-verified", this.sqlite);
    this.sqlite
      .transaction(() => {
        const ordinals = rows.map(({ ordinal }) => ordinal).sort((a, b) => (a < b ? -1 : 1));
        this.#insert.run(
          convKey,
          ordinals[0],
          ordinals.at(-1),
          rows.length,
          raw.byteLength,
          codec,
          packPlaces(rows),
          data,
        );
        for (const ordinal of ordinals) this.#delete.run(ordinal);
        this.watch("segment-written", this.sqlite);
      })
      .immediate();
    this.watch("segment-committed", this.sqlite);
    return data;
  }

  #restore(row: unknown, nowMs: number): void {
    const { conv_key, first_ordinal, events, bytes } = pendingRow(row);
    this.#pending.set(conv_key === null ? null : Number(conv_key), {
      first_ordinal,
      events: Number(events),
      bytes: Number(bytes),
      last_at_ms: nowMs,
    });
  }
}

const pendingSql = `
  SELECT e.conv_key, min(t.ordinal) AS first_ordinal, count(*) AS events, sum(e.byte_length) AS bytes
  FROM event_tail t JOIN events e ON e.ordinal = t.ordinal GROUP BY e.conv_key`;

function byStream(a: TailPlace, b: TailPlace): number {
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
    if (!hash("sha256", copy, "buffer").equals(sha256)) {
      throw new Error(`event ${ordinal} does not survive packing; its tail row was kept`);
    }
    offset += bytes.byteLength;
  }
}

function sizeOf(rows: readonly TailRow[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

/** Row of the tail query, whose columns it names. */
function tailPlace(row: unknown): TailPlace {
  return row as TailPlace;
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
