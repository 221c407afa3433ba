import { hash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type Database from "better-sqlite3";
import { unwatched, type StepWatcher } from "../steps";

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
  events: number;
  bytes: number;
  last_at_ms: number;
}

interface TailRow {
  readonly ordinal: bigint;
  readonly sha256: Buffer;
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
  readonly #insert: Database.Statement;
  readonly #place: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #stored: Database.Statement;

  constructor(
    private readonly sqlite: Database.Database,
    now_ms: number,
    private readonly watch: StepWatcher = unwatched,
    private readonly rules: PackingRules = usualPacking,
  ) {
    this.#select = sqlite.prepare(
      `SELECT e.ordinal, e.sha256, t.bytes FROM events e JOIN event_tail t ON t.ordinal = e.ordinal
       WHERE e.conv_key IS ? AND e.segment_key IS NULL ORDER BY e.stream_key, e.ordinal`,
    );
    this.#insert = sqlite.prepare(
      `INSERT INTO event_segments (conv_key, first_ordinal, last_ordinal, event_count, raw_bytes, codec, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#place = sqlite.prepare("UPDATE events SET segment_key = ?, segment_offset = ? WHERE ordinal = ?");
    this.#delete = sqlite.prepare("DELETE FROM event_tail WHERE ordinal = ?");
    this.#stored = sqlite.prepare(
      `UPDATE conversations SET bytes_stored = (
         SELECT sum(length(data)) FROM event_segments s WHERE s.conv_key = @conv)
       WHERE conv_id = (SELECT conv_id FROM conversation_keys WHERE conv_key = @conv)`,
    );
    for (const row of sqlite.prepare(pendingSql).all()) this.#restore(row, now_ms);
  }

  /** Notes an envelope that went into the tail. */
  note(convKey: number | null, bytes: number, nowMs: number): void {
    const pending = this.#pending.get(convKey) ?? { events: 0, bytes: 0, last_at_ms: nowMs };
    pending.events += 1;
    pending.bytes += bytes;
    pending.last_at_ms = nowMs;
    this.#pending.set(convKey, pending);
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
    for (const rows of segmentsOf(this.#select.iterate(convKey), this.rules)) {
      const data = this.#packSegment(convKey, rows);
      total.events += rows.length;
      total.raw_bytes += sizeOf(rows);
      total.stored_bytes += data.byteLength;
    }
    if (convKey !== null) this.#stored.run({ conv: convKey });
    this.#pending.delete(convKey);
    return total;
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
        const { lastInsertRowid } = this.#insert.run(
          convKey,
          ordinals[0],
          ordinals.at(-1),
          rows.length,
          raw.byteLength,
          codec,
          data,
        );
        let offset = 0;
        for (const { ordinal, bytes } of rows) {
          this.#place.run(lastInsertRowid, offset, ordinal);
          this.#delete.run(ordinal);
          offset += bytes.byteLength;
        }
        this.watch("segment-written", this.sqlite);
      })
      .immediate();
    this.watch("segment-committed", this.sqlite);
    return data;
  }

  #restore(row: unknown, nowMs: number): void {
    const { conv_key, events, bytes } = pendingRow(row);
    this.#pending.set(conv_key === null ? null : Number(conv_key), {
      events: Number(events),
      bytes: Number(bytes),
      last_at_ms: nowMs,
    });
  }
}

const pendingSql = `
  SELECT e.conv_key, count(*) AS events, sum(e.byte_length) AS bytes
  FROM event_tail t JOIN events e ON e.ordinal = t.ordinal GROUP BY e.conv_key`;

/** Cuts rows into segments. Rows are read ahead of any write: the driver forbids writing while iterating. */
function segmentsOf(
  rows: Iterable<unknown>,
  { segment_events, segment_bytes }: PackingRules,
): readonly (readonly TailRow[])[] {
  const segments: TailRow[][] = [];
  let current: TailRow[] = [];
  let size = 0;
  for (const row of rows) {
    const tail = tailRow(row);
    if (
      current.length > 0 &&
      (current.length >= segment_events || size + tail.bytes.byteLength > segment_bytes)
    ) {
      segments.push(current);
      current = [];
      size = 0;
    }
    current.push(tail);
    size += tail.bytes.byteLength;
  }
  if (current.length > 0) segments.push(current);
  return segments;
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
function tailRow(row: unknown): TailRow {
  return row as TailRow;
}

/** Row of the pending query, whose columns it names. */
function pendingRow(row: unknown): { conv_key: bigint | null; events: bigint; bytes: bigint } {
  return row as { conv_key: bigint | null; events: bigint; bytes: bigint };
}
