import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Envelopes of one transaction. */
const transactionSize = 500;

/** What a naive store keeps of an envelope; worked out before the clock starts. */
export interface NaiveRow {
  readonly conv_id: string;
  readonly type: string;
  readonly at_ms: number;
  readonly envelope: string;
}

/**
 * Inserts envelopes the naive way: one row each with its bytes inline, one index, full sync, 500 per
 * transaction, in this process. Gives the time it took, ms, and the bytes on disk when it was closed.
 */
export function storeNaively(folder: string, rows: readonly NaiveRow[]): { ms: number; bytes: number } {
  const path = join(folder, "naive.db");
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(
    "CREATE TABLE events (id INTEGER PRIMARY KEY, conv_id TEXT, type TEXT, at_ms INTEGER, envelope TEXT)",
  );
  db.exec("CREATE INDEX events_by_conversation ON events (conv_id, id)");
  const insert = db.prepare("INSERT INTO events (conv_id, type, at_ms, envelope) VALUES (?, ?, ?, ?)");
  const startedAt = performance.now();
  for (let at = 0; at < rows.length; at += transactionSize) {
    db.transaction(() => {
      for (const { conv_id, type, at_ms, envelope } of rows.slice(at, at + transactionSize))
        insert.run(conv_id, type, at_ms, envelope);
    }).immediate();
  }
  const ms = performance.now() - startedAt;
  db.pragma("wal_checkpoint(TRUNCATE)");
  const bytes =
    Number(db.pragma("page_count", { simple: true })) * Number(db.pragma("page_size", { simple: true }));
  db.close();
  rmSync(path);
  return { ms, bytes };
}
