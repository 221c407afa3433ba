import { desc } from "drizzle-orm";
import { index, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import * as model from "@/lib/domain/model/storage";
import { columnsOf } from "../columns";

/** Sums per source and minute; added to in the transaction that stores the items. */
export const receipts = sqliteTable("receipts", columnsOf(model.receipts), (t) => [
  primaryKey({ columns: [t.source, t.minute_ms] }),
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

/** Counts for charts. */
export const rollups = sqliteTable("rollups", columnsOf(model.rollups), (t) => [
  primaryKey({ columns: [t.bucket, t.bucket_ms, t.metric, t.dimension] }),
]);

/** Audit log, append-only. */
export const auditLog = sqliteTable("audit_log", columnsOf(model.auditLog), (t) => [
  primaryKey({ columns: [t.audit_id] }),
]);
