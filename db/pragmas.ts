import type Database from "better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";

/** Below this version two connections that write and checkpoint at once can lose commits (WAL-reset). */
const oldestEngine = [3, 51, 3] as const;

/** Refuses an SQLite engine with the WAL-reset defect. */
export function assertEngine(sqlite: Database.Database): void {
  const version = String(sqlite.prepare("select sqlite_version()").pluck().get());
  const parts = version.split(".").map(Number);
  for (const [i, least] of oldestEngine.entries()) {
    const part = parts[i] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new ConsoleError(
        "internal",
        `SQLite ${version} is too old; ${oldestEngine.join(".")} or newer is needed.`,
      );
    }
  }
}

/**
 * Settings of every connection, in one place.
 *
 * FULL and not the driver's NORMAL: in WAL mode NORMAL lets acknowledged commits vanish with the power.
 * `page_size` and `auto_vacuum` only count before the first table is made; pages of 8 KiB made an empty store twice
 * as large and a full one no smaller, and wrote twice as much for each key that falls anywhere in an index. Temporary data stays in
 * memory so that no plain text reaches a temporary file. The cache holds what a text of a store of five million envelopes is placed by:
 * with 16 MB a word that 8,000 records say read 3,000 pages anew for every question, half of its time.
 */
export function applyPragmas(sqlite: Database.Database, role: "reader" | "writer"): void {
  if (role === "writer") {
    sqlite.pragma("page_size = 4096");
    sqlite.pragma("auto_vacuum = INCREMENTAL");
    const mode = sqlite.pragma("journal_mode = WAL", { simple: true });
    if (mode !== "wal") {
      throw new ConsoleError(
        "storage-read-only",
        "The store's file system has no shared memory; WAL mode is needed.",
      );
    }
    sqlite.pragma("synchronous = FULL");
    sqlite.pragma("busy_timeout = 5000");
    sqlite.pragma("wal_autocheckpoint = 8000");
    sqlite.pragma("journal_size_limit = 67108864");
    sqlite.pragma("secure_delete = ON");
  } else {
    sqlite.pragma("query_only = ON");
    sqlite.pragma("busy_timeout = 250");
  }
  sqlite.pragma("cache_size = -64000");
  sqlite.pragma("foreign_keys = ON");
  sqlite.pragma("temp_store = MEMORY");
  sqlite.pragma("mmap_size = 0");
  sqlite.pragma("trusted_schema = OFF");
  sqlite.pragma("cell_size_check = ON");
}
