import type Database from "better-sqlite3";
import { hasHash } from "../event-log/content-hash";
import { PackingSums } from "../event-log/packing-sums";
import { readPlaces, type SegmentPlace } from "../event-log/segment-places";
import { SegmentRows, type SegmentEnvelope } from "../event-log/segment-rows";
import type { WriteStore } from "../store";
import type { DamagedRow, ReadableTables } from "./readable-tables";
import { CutValue } from "./record-values";
import { unpackDamaged } from "./unpack-damaged";

/** An envelope whose bytes can be read, and which the log no longer knows. */
export interface UnindexedEnvelope {
  readonly ordinal: bigint;
  readonly conv_id: string | null;
  readonly bytes: Buffer;
}

interface Indexed {
  readonly sha256: Buffer;
  readonly dialect: bigint;
}

/** What a copied segment keeps besides its key and its data. */
const copiedColumns = [
  "conv_key",
  "first_ordinal",
  "last_ordinal",
  "event_count",
  "raw_bytes",
  "is_packed",
  "codec",
  "places",
];

/** A segment grows at most so far beyond what its places say before it is given up. */
const slack = 1024;

/**
 * Takes over the bytes of envelopes as far as they match the SHA-256 of the log, whose rows must be in the new store
 * already. A sound segment is copied as it is; of a damaged one the envelopes before the damage become young again, to be
 * packed anew.
 */
export class EnvelopeSalvage {
  readonly #indexed: Database.Statement;
  readonly #insertSegment: Database.Statement;
  readonly #segments: SegmentRows;
  readonly #sums: PackingSums;
  readonly #conversation: Database.Statement;
  readonly #note: Database.Statement;
  readonly #isNoted: Database.Statement;
  #salvaged = 0;

  constructor(
    private readonly tables: ReadableTables,
    private readonly target: WriteStore,
    /** Told of envelopes that the log does not know. */
    private readonly onUnindexed: (envelope: UnindexedEnvelope) => void,
  ) {
    const { sqlite } = target;
    this.#indexed = sqlite.prepare("SELECT sha256, dialect FROM events WHERE ordinal = ?");
    this.#insertSegment = sqlite.prepare(
      `INSERT INTO event_segments (segment_key, ${copiedColumns.join(", ")}, data)
       VALUES (?, ${copiedColumns.map(() => "?").join(", ")}, ?)`,
    );
    this.#segments = new SegmentRows(sqlite);
    this.#sums = new PackingSums(sqlite);
    this.#conversation = sqlite.prepare("SELECT conv_id FROM conversation_keys WHERE conv_key = ?").pluck();
    // Leaner than a set of millions, and what is missing can be asked for in SQL.
    sqlite.exec("CREATE TEMP TABLE salvaged (ordinal INTEGER PRIMARY KEY)");
    this.#note = sqlite.prepare("INSERT INTO temp.salvaged (ordinal) VALUES (?)");
    this.#isNoted = sqlite.prepare("SELECT 1 FROM temp.salvaged WHERE ordinal = ?").pluck();
  }

  /** Number of envelopes whose bytes are in the new store, each proven by its hash; `temp.salvaged` names them. */
  get salvaged(): number {
    return this.#salvaged;
  }

  /** Takes over everything, segment by segment. `onProgress` hears of the envelopes taken over so far. */
  async run(onProgress: (done: number) => void): Promise<void> {
    const segments = this.tables.table("event_segments");
    for (const row of segments === undefined ? [] : this.tables.rows(segments)) {
      await this.#takeSegment(row);
      onProgress(this.salvaged);
    }
  }

  async #takeSegment(row: DamagedRow): Promise<void> {
    const [packed, data] = [row.values.get("places"), row.values.get("data")];
    const bytes = data instanceof CutValue ? data.bytes : data;
    if (!Buffer.isBuffer(packed) || !Buffer.isBuffer(bytes)) return;
    const places = [...readPlaces(packed)];
    const last = places.at(-1);
    if (last === undefined) return;
    const length = last.offset + last.byte_length;
    const unpacked = row.values.get("codec") === "plain" ? bytes : await unpackDamaged(bytes, length + slack);
    const conv = row.values.get("conv_key");
    const convKey = typeof conv === "bigint" ? Number(conv) : null;
    this.target.sqlite
      .transaction(() => {
        const sound = places.flatMap((place) => this.#soundRow(unpacked, place));
        if (sound.length === places.length && this.#copySegment(row, bytes)) {
          for (const { ordinal } of places) this.#noteSalvaged(ordinal);
          if (row.values.get("is_packed") === 1n) this.#sums.add(sound, bytes.length);
          return;
        }
        const young = places.flatMap((place) => this.#proven(unpacked, place, convKey));
        this.#segments.addYoung(
          convKey,
          young.sort((a, b) => (a.ordinal < b.ordinal ? -1 : 1)),
        );
      })
      .immediate();
  }

  #copySegment({ rowid, values }: DamagedRow, data: Buffer): boolean {
    const row = copiedColumns.map((name) => values.get(name));
    if (row.some((value) => value === undefined || value instanceof CutValue)) return false;
    return this.#insertSegment.run(rowid, ...row, data).changes === 1;
  }

  #soundRow(unpacked: Buffer, place: SegmentPlace): readonly { dialect: bigint; byte_length: number }[] {
    const indexed = indexedRow(this.#indexed.get(place.ordinal));
    const bytes = sliceOf(unpacked, place);
    const isSound =
      indexed !== undefined &&
      bytes !== undefined &&
      !this.#isSalvaged(place.ordinal) &&
      hasHash(bytes, indexed.sha256);
    return isSound ? [{ dialect: indexed.dialect, byte_length: place.byte_length }] : [];
  }

  /** An envelope of a damaged segment when it has the bytes that came in; nothing, or its report, otherwise. */
  #proven(unpacked: Buffer, place: SegmentPlace, convKey: number | null): readonly SegmentEnvelope[] {
    const { ordinal } = place;
    const bytes = sliceOf(unpacked, place);
    if (bytes === undefined || this.#isSalvaged(ordinal)) return [];
    const indexed = indexedRow(this.#indexed.get(ordinal));
    if (indexed === undefined) {
      const conv: unknown = convKey === null ? undefined : this.#conversation.get(convKey);
      this.onUnindexed({ ordinal, conv_id: typeof conv === "string" ? conv : null, bytes });
      return [];
    }
    if (!hasHash(bytes, indexed.sha256)) return [];
    this.#noteSalvaged(ordinal);
    return [{ ordinal, bytes }];
  }

  #noteSalvaged(ordinal: bigint): void {
    this.#note.run(ordinal);
    this.#salvaged += 1;
  }

  #isSalvaged(ordinal: bigint): boolean {
    return this.#isNoted.get(ordinal) !== undefined;
  }
}

function sliceOf(unpacked: Buffer, { offset, byte_length }: SegmentPlace): Buffer | undefined {
  return offset + byte_length <= unpacked.length
    ? unpacked.subarray(offset, offset + byte_length)
    : undefined;
}

/** Row of the log query, whose columns it names. */
function indexedRow(row: unknown): Indexed | undefined {
  return row as Indexed | undefined;
}
