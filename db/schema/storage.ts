import { desc, sql } from "drizzle-orm";
import { blob, index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/storage";
import { columnsOf, int53 } from "../columns";

/**
 * Sums per source and minute; added to in the transaction that stores the items. The index of those that do not add up
 * is empty, and asking for them costs nothing.
 */
export const receipts = sqliteTable("receipts", columnsOf(model.receipts), (t) => [
  primaryKey({ columns: [t.source, t.minute_ms] }),
  index("receipts_by_minute").on(t.minute_ms),
  index("receipts_unbalanced")
    .on(t.minute_ms)
    .where(sql`received <> stored + duplicate + conflict + rejected`),
]);

/** Drops by reason; added to in the transaction of the batch. */
export const drops = sqliteTable("drops", columnsOf(model.drops), (t) => [
  primaryKey({ columns: [t.source, t.reason, t.minute_ms] }),
]);

/** Imports, newest first. */
export const imports = sqliteTable("imports", columnsOf(model.imports), (t) => [
  primaryKey({ columns: [t.import_id] }),
  index("imports_recent").on(desc(t.started_at_ms)),
]);

/**
 * Sums for charts, kept by `db/rollups`. A chart reads one metric over a range of one width, in order of the key, in which
 * the rows themselves lie (WITHOUT ROWID, `scripts/strict-tables.mjs`).
 */
export const rollups = sqliteTable("rollups", columnsOf(model.rollups), (t) => [
  primaryKey({ columns: [t.bucket, t.metric, t.bucket_ms, t.dimension] }),
]);

/**
 * Minutes in which a record changed since they were counted, by the set of the record. Triggers write it in the
 * transaction of the change, whoever makes it.
 */
export const staleRollups = sqliteTable(
  "stale_rollups",
  { record_set: text("record_set").notNull(), minute_ms: int53("minute_ms").notNull() },
  (t) => [primaryKey({ columns: [t.record_set, t.minute_ms] })],
);

/**
 * Answers to ingest requests that had an Idempotency-Key, for a day (`db/records/remembered-requests.ts`). Read by the
 * key, swept by time.
 */
export const ingestRequests = sqliteTable(
  "ingest_requests",
  {
    request_key: text("request_key").primaryKey(),
    request_sha256: blob("request_sha256", { mode: "buffer" }).notNull(),
    status: int53("status").notNull(),
    answer: text("answer").notNull(),
    finished_at_ms: int53("finished_at_ms").notNull(),
  },
  (t) => [index("ingest_requests_by_time").on(t.finished_at_ms)],
);

/** Audit log, append-only. */
export const auditLog = sqliteTable("audit_log", columnsOf(model.auditLog), (t) => [
  primaryKey({ columns: [t.audit_id] }),
]);
