import type Database from "better-sqlite3";
import { dialects, type Dialect } from "@/lib/domain/envelope";
import type { ReadStore } from "../store";

/** Envelopes of one dialect in segments, their bytes as they came and as they are stored. */
export interface PackedDialect {
  readonly dialect: Dialect;
  readonly events: number;
  readonly raw_bytes: number;
  readonly stored_bytes: number;
}

interface Share {
  events: number;
  raw: number;
}

/** Adds up what packing saves, dialect by dialect. Must run in the transaction that packs. */
export class PackingSums {
  readonly #add: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#add = sqlite.prepare(
      `INSERT INTO packed_dialects (dialect, event_count, raw_bytes, stored_bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT (dialect) DO UPDATE SET event_count = event_count + excluded.event_count,
         raw_bytes = raw_bytes + excluded.raw_bytes, stored_bytes = stored_bytes + excluded.stored_bytes`,
    );
  }

  /** Counts a segment. Its stored bytes are shared out by raw bytes, to the byte. */
  add(
    rows: readonly { readonly dialect: bigint; readonly byte_length: number }[],
    storedBytes: number,
  ): void {
    const shares = new Map<bigint, Share>();
    let raw = 0;
    for (const { dialect, byte_length } of rows) {
      const share = shares.get(dialect) ?? { events: 0, raw: 0 };
      shares.set(dialect, share);
      share.events += 1;
      share.raw += byte_length;
      raw += byte_length;
    }
    let done = 0;
    let given = 0;
    for (const [dialect, share] of shares) {
      done += share.raw;
      const upTo = raw === 0 ? storedBytes : Math.round((storedBytes * done) / raw);
      this.#add.run(dialect, share.events, share.raw, upTo - given);
      given = upTo;
    }
  }
}

/** The sums, most bytes first. One row a dialect. */
export function readPackedDialects({ sqlite }: ReadStore): readonly PackedDialect[] {
  return sqlite
    .prepare(
      "SELECT dialect, event_count, raw_bytes, stored_bytes FROM packed_dialects ORDER BY raw_bytes DESC, dialect",
    )
    .raw()
    .all()
    .map(packedDialect);
}

/** Row of the query above, in the order in which it selects. */
function packedDialect(row: unknown): PackedDialect {
  const [dialect, events, raw_bytes, stored_bytes] = (row as readonly bigint[]).map(Number);
  return {
    dialect: dialects[dialect ?? -1] ?? "unknown",
    events: events ?? 0,
    raw_bytes: raw_bytes ?? 0,
    stored_bytes: stored_bytes ?? 0,
  };
}
