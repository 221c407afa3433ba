import type Database from "better-sqlite3";
import type { EnvelopeClass } from "@/lib/domain/model/event";
import type { RollupMetric } from "@/lib/domain/rollups/contributions";
import { bucketStart, rollupWidths } from "@/lib/domain/rollups/rollup-widths";
import type { WriteStore } from "../store";
import { minuteReaders, type MinuteReaders } from "./minute-records";
import type { CountedTable } from "./rollup-triggers";

/** Minutes recounted per transaction. */
const groupSize = 100;
/** Least pause between two recounts, ms: charts need no more, and the newest minute changes all the time. */
const rest_ms = 1_000;
/** A recount is followed by this many times what it took. */
const restFactor = 10;

const metricsOf = {
  errors: ["errors"],
  model_calls: ["model_calls", "tokens", "latency", "first_token"],
  tool_calls: ["tool_calls"],
} as const satisfies Record<CountedTable, readonly RollupMetric[]>;

/**
 * Keeps the sums of charts equal to a recount. Envelopes are added in the transaction that stores them. Of records a
 * whole minute is counted again once one of it changed, so that late, corrected and deleted records need no care;
 * its difference goes into hour and day. Costs what the changed minutes hold.
 */
export class RollupBook {
  readonly #arrived = new Map<
    string,
    { minute: number; class: EnvelopeClass; events: number; bytes: number }
  >();
  readonly #add: Database.Statement;
  readonly #removeEmpty: Database.Statement;
  readonly #kept: Database.Statement;
  readonly #stale: Database.Statement;
  readonly #countStale: Database.Statement;
  readonly #fresh: Database.Statement;
  readonly #records: MinuteReaders;
  #restsUntil = 0;

  constructor(
    private readonly store: WriteStore,
    private readonly clock: () => number,
  ) {
    const { sqlite } = store;
    this.#add = sqlite.prepare(
      `INSERT INTO rollups (bucket, metric, bucket_ms, dimension, value) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (bucket, metric, bucket_ms, dimension) DO UPDATE SET value = value + excluded.value`,
    );
    this.#removeEmpty = sqlite.prepare(
      "DELETE FROM rollups WHERE bucket = ? AND metric = ? AND bucket_ms = ? AND dimension = ? AND value = 0",
    );
    this.#kept = sqlite
      .prepare(
        "SELECT dimension, value FROM rollups WHERE bucket = 'minute' AND metric = ? AND bucket_ms = ?",
      )
      .raw();
    this.#stale = sqlite.prepare("SELECT record_set, minute_ms FROM stale_rollups LIMIT ?").raw();
    this.#countStale = sqlite.prepare("SELECT count(*) FROM stale_rollups").pluck();
    this.#fresh = sqlite.prepare("DELETE FROM stale_rollups WHERE record_set = ? AND minute_ms = ?");
    this.#records = minuteReaders(store);
  }

  /** Notes a stored envelope; `save` must follow in its transaction. One without a time is on no axis. */
  count(occurredAtMs: number | null, envelopeClass: EnvelopeClass, bytes: number): void {
    if (occurredAtMs === null) return;
    const minute = bucketStart("minute", occurredAtMs);
    const key = `${envelopeClass} ${String(minute)}`;
    const sum = this.#arrived.get(key) ?? { minute, class: envelopeClass, events: 0, bytes: 0 };
    this.#arrived.set(key, sum);
    sum.events += 1;
    sum.bytes += bytes;
  }

  /** Adds what was noted. */
  save(): void {
    for (const { minute, class: dimension, events, bytes } of this.#arrived.values()) {
      this.#change("events", minute, dimension, BigInt(events));
      this.#change("bytes", minute, dimension, BigInt(bytes));
    }
    this.#arrived.clear();
  }

  /** Drops what was noted, after a transaction was rolled back. */
  forget(): void {
    this.#arrived.clear();
  }

  /**
   * Recounts stale minutes until the given time, at least a group of them; rests after it unless `all` is asked for.
   * Gives the number of minutes that still wait for a turn.
   */
  refresh(until: number, all: boolean): number {
    const startedAt = this.clock();
    if (!all && startedAt < this.#restsUntil) return 0;
    const { sqlite } = this.store;
    for (;;) {
      const group = this.#stale.all(groupSize).map(staleMinute);
      if (group.length === 0) break;
      sqlite
        .transaction(() => {
          for (const [table, minute] of group) this.#recount(table, Number(minute));
        })
        .immediate();
      if (this.clock() >= until) return Number(this.#countStale.get());
    }
    this.#restsUntil = this.clock() + Math.max(rest_ms, (this.clock() - startedAt) * restFactor);
    return 0;
  }

  #recount(table: CountedTable, minute: number): void {
    const changes = new Map<RollupMetric, Map<string, bigint>>();
    for (const metric of metricsOf[table])
      changes.set(metric, new Map(this.#kept.all(metric, minute).map(dimensionAndMinusValue)));
    for (const { metric, dimension, value } of this.#records[table](minute)) {
      const sums = changes.get(metric);
      sums?.set(dimension, (sums.get(dimension) ?? 0n) + value);
    }
    for (const [metric, sums] of changes)
      for (const [dimension, change] of sums) this.#change(metric, minute, dimension, change);
    this.#fresh.run(table, minute);
  }

  #change(metric: RollupMetric, minute: number, dimension: string, change: bigint): void {
    if (change === 0n) return;
    for (const width of rollupWidths) {
      const start = bucketStart(width, minute);
      this.#add.run(width, metric, start, dimension, change);
      if (change < 0n) this.#removeEmpty.run(width, metric, start, dimension);
    }
  }
}

/** Row (record_set, minute_ms); the triggers name no other sets. */
function staleMinute(row: unknown): readonly [CountedTable, bigint] {
  return row as [CountedTable, bigint];
}

/** Row (dimension, value) as what would undo it. */
function dimensionAndMinusValue(row: unknown): readonly [string, bigint] {
  const [dimension, value] = row as [string, bigint];
  return [dimension, -value];
}
