import type Database from "better-sqlite3";

/** Outcomes of one batch from one source. received is their sum. */
export interface OutcomeCounts {
  stored: number;
  duplicate: number;
  conflict: number;
  rejected: number;
  bytes: number;
}

export function noOutcomes(): OutcomeCounts {
  return { stored: 0, duplicate: 0, conflict: 0, rejected: 0, bytes: 0 };
}

export interface DropRow {
  readonly source: string;
  readonly reason: string;
  readonly bytes: number;
  readonly detail: string;
}

const minuteMs = 60_000;

/** Keeps the sums per source and minute, and a row for every drop. Runs in the transaction of the batch. */
export class ReceiptBook {
  readonly #add: Database.Statement;
  readonly #drop: Database.Statement;

  constructor(sqlite: Database.Database) {
    this.#add = sqlite.prepare(
      `INSERT INTO receipts (source, minute_ms, received, stored, duplicate, conflict, rejected, bytes)
       VALUES (@source, @minute, @received, @stored, @duplicate, @conflict, @rejected, @bytes)
       ON CONFLICT (source, minute_ms) DO UPDATE SET received = received + excluded.received,
         stored = stored + excluded.stored, duplicate = duplicate + excluded.duplicate,
         conflict = conflict + excluded.conflict, rejected = rejected + excluded.rejected,
         bytes = bytes + excluded.bytes`,
    );
    this.#drop = sqlite.prepare(
      `INSERT INTO drops (source, reason, minute_ms, count, bytes, first_at_ms, last_at_ms, detail)
       VALUES (@source, @reason, @minute, 1, @bytes, @now, @now, @detail)
       ON CONFLICT (source, reason, minute_ms) DO UPDATE SET count = count + 1, bytes = bytes + excluded.bytes,
         last_at_ms = excluded.last_at_ms`,
    );
  }

  add(source: string, counts: OutcomeCounts, nowMs: number): void {
    const { stored, duplicate, conflict, rejected } = counts;
    this.#add.run({
      source,
      minute: minuteOf(nowMs),
      received: stored + duplicate + conflict + rejected,
      ...counts,
    });
  }

  drop({ source, reason, bytes, detail }: DropRow, nowMs: number): void {
    this.#drop.run({ source, reason, bytes, detail, minute: minuteOf(nowMs), now: nowMs });
  }
}

function minuteOf(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}
