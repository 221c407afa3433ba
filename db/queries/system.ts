import { asc, desc, eq } from "drizzle-orm";
import type { ReadStore } from "../store";
import { dependencyHealth, drops, imports, panics, processes, receipts, runtimeSamples } from "../schema";

/** Observed processes, newest first. */
export function listProcesses({ drizzle }: ReadStore, limit: number) {
  return drizzle
    .select()
    .from(processes)
    .orderBy(desc(processes.started_at_ms), asc(processes.process_key))
    .limit(limit)
    .all();
}

/** Newest samples of a process, oldest of them first. */
export function listSamples({ drizzle }: ReadStore, processKey: string, limit: number) {
  return drizzle
    .select()
    .from(runtimeSamples)
    .where(eq(runtimeSamples.process_key, processKey))
    .orderBy(desc(runtimeSamples.occurred_at_ms))
    .limit(limit)
    .all()
    .reverse();
}

/** States of what a process depends on, in order of dependency and time. */
export function listDependencies({ drizzle }: ReadStore, processKey: string, limit: number) {
  return drizzle
    .select()
    .from(dependencyHealth)
    .where(eq(dependencyHealth.process_key, processKey))
    .orderBy(asc(dependencyHealth.dependency), asc(dependencyHealth.since_ms))
    .limit(limit)
    .all();
}

/** Newest panics. */
export function listPanics({ drizzle }: ReadStore, limit: number) {
  return drizzle.select().from(panics).orderBy(desc(panics.occurred_at_ms)).limit(limit).all();
}

/** Newest imports. */
export function listImports({ drizzle }: ReadStore, limit: number) {
  return drizzle.select().from(imports).orderBy(desc(imports.started_at_ms)).limit(limit).all();
}

/** Drops, newest minute first. One row per source, reason and minute, so there are few. */
export function listDrops({ drizzle }: ReadStore, limit: number) {
  return drizzle.select().from(drops).orderBy(desc(drops.minute_ms)).limit(limit).all();
}

export interface ReceiptSum {
  readonly source: string;
  readonly received: bigint;
  readonly stored: bigint;
  readonly duplicate: bigint;
  readonly conflict: bigint;
  readonly rejected: bigint;
  readonly bytes: bigint;
  readonly last_minute_ms: bigint;
}

/** Sums of receipts per source over all minutes, newest source first. */
export function sumReceipts({ sqlite }: ReadStore): ReceiptSum[] {
  return sqlite
    .prepare(
      `SELECT source, sum(received) AS received, sum(stored) AS stored, sum(duplicate) AS duplicate, sum(conflict) AS conflict,
         sum(rejected) AS rejected, sum(bytes) AS bytes, max(minute_ms) AS last_minute_ms FROM receipts GROUP BY source ORDER BY last_minute_ms DESC, source`,
    )
    .all()
    .map(receiptSum);
}

/** Receipts of single minutes, newest first. */
export function listReceipts({ drizzle }: ReadStore, limit: number) {
  return drizzle
    .select()
    .from(receipts)
    .orderBy(desc(receipts.minute_ms), asc(receipts.source))
    .limit(limit)
    .all();
}

const unbalancedSql =
  "SELECT source, minute_ms FROM receipts WHERE received <> stored + duplicate + conflict + rejected ORDER BY minute_ms DESC LIMIT ?";

/** Sources and minutes whose sum does not add up, newest first; from an index that holds nothing else. */
export function listUnbalanced(
  { sqlite }: ReadStore,
  limit: number,
): { source: string; minute_ms: bigint }[] {
  return sqlite.prepare(unbalancedSql).all(limit).map(sourceMinute);
}

/** Row of the statement above, whose columns it names. */
function sourceMinute(row: unknown): { source: string; minute_ms: bigint } {
  return row as { source: string; minute_ms: bigint };
}

/** Row of the statement of sums, whose columns it names. */
function receiptSum(row: unknown): ReceiptSum {
  return row as ReceiptSum;
}

export interface RemovalSum {
  readonly rule: string;
  readonly conversations: bigint;
  readonly count: bigint;
  readonly bytes: bigint;
  readonly last_removed_at_ms: bigint;
}

/** What was removed, by rule, newest first. O(removals). */
export function sumRemovals({ sqlite }: ReadStore): RemovalSum[] {
  return sqlite
    .prepare(
      `SELECT rule, count(conv_id) AS conversations, sum(count) AS count, sum(bytes) AS bytes, max(removed_at_ms) AS last_removed_at_ms
       FROM removals GROUP BY rule ORDER BY last_removed_at_ms DESC, rule`,
    )
    .all()
    .map(removalSum);
}

/** Row of the statement above, whose columns it names. */
function removalSum(row: unknown): RemovalSum {
  return row as RemovalSum;
}

/** Figures of the store's file and log, by name. */
export function readStorageFigures({ sqlite }: ReadStore): Readonly<Record<string, bigint>> {
  const one = (sql: string): bigint => {
    const value: unknown = sqlite.prepare(sql).pluck().get();
    return typeof value === "bigint" ? value : 0n;
  };
  const pageSize = one("PRAGMA page_size");
  return {
    conversations: one("SELECT count(*) FROM conversations"),
    demo_conversations: one("SELECT count(*) FROM conversations WHERE is_demo = 1"),
    last_ordinal: one("SELECT max(ordinal) FROM events"),
    // Both from indexes: the rows of packed segments are not touched.
    segments:
      one("SELECT count(*) FROM event_segments") -
      one("SELECT count(*) FROM event_segments WHERE is_packed = 0"),
    segment_raw_bytes: one("SELECT coalesce(sum(raw_bytes), 0) FROM packed_dialects"),
    segment_stored_bytes: one("SELECT coalesce(sum(stored_bytes), 0) FROM packed_dialects"),
    tail_events: one("SELECT coalesce(sum(event_count), 0) FROM event_segments WHERE is_packed = 0"),
    database_bytes: one("PRAGMA page_count") * pageSize,
    free_bytes: one("PRAGMA freelist_count") * pageSize,
  };
}

/** Version of the SQLite engine. */
export function readEngineVersion({ sqlite }: ReadStore): string {
  return String(sqlite.prepare("SELECT sqlite_version()").pluck().get());
}

/** Newest ordinal; undefined in an empty log. */
export function readLastOrdinal({ sqlite }: ReadStore): bigint | undefined {
  const last: unknown = sqlite.prepare("SELECT max(ordinal) FROM events").pluck().get();
  return typeof last === "bigint" ? last : undefined;
}
