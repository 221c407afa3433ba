import "server-only";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle, type BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { applyPragmas, assertEngine } from "./pragmas";
import * as schema from "./schema";

/** A read-only connection, and the query builder over it. Statements must be short: the driver blocks. */
export interface ReadStore {
  readonly sqlite: Database.Database;
  readonly drizzle: BetterSQLite3Database<typeof schema>;
}

/** The one read-write connection. Only the owner of the writer lock may hold it. */
export interface WriteStore extends ReadStore {
  readonly writable: true;
}

/** Opens the store for reading. The file must exist and be migrated. */
export function openForReading(path: string): ReadStore {
  const sqlite = open(path, { readonly: true, fileMustExist: true });
  return { sqlite, drizzle: drizzle(sqlite, { schema }) };
}

/**
 * Opens a store whose disk cannot be written. SQLite needs to write beside a database in WAL mode even to read
 * it, so when it refuses the file a copy in the system's temporary folder is read, which goes with the process.
 */
export function openCopyForReading(path: string): ReadStore {
  try {
    return openForReading(path);
  } catch (error) {
    if (!(error instanceof ConsoleError) || error.code !== "storage-read-only") throw error;
    const folder = mkdtempSync(join(tmpdir(), "grillo-read-only-"));
    process.once("exit", () => {
      rmSync(folder, { recursive: true, force: true });
    });
    const copy = join(folder, "grillo.db");
    for (const end of ["", "-wal"]) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
    return openForReading(copy);
  }
}

/** Opens the store for writing, creating it when absent. Call `migrate` before anything else. */
export function openForWriting(path: string): WriteStore {
  const sqlite = open(path, {});
  return { sqlite, drizzle: drizzle(sqlite, { schema }), writable: true };
}

function open(path: string, options: Database.Options): Database.Database {
  try {
    const sqlite = new Database(path, options);
    sqlite.defaultSafeIntegers(true);
    assertEngine(sqlite);
    applyPragmas(sqlite, options.readonly === true ? "reader" : "writer");
    return sqlite;
  } catch (cause) {
    throw storageProblem(cause, path);
  }
}
