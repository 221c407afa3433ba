import "server-only";
import Database from "better-sqlite3";
import { drizzle, type BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";
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

/** Translates a driver error into the console's own; anything that is not one comes back as it is. */
export function storageProblem(cause: unknown, path: string): unknown {
  const code = driverCode(cause);
  if (code === undefined) return cause;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new ConsoleError("storage-busy", "The store is busy; try again.", { cause });
  }
  if (code.startsWith("SQLITE_FULL")) {
    return new ConsoleError("storage-full", "The disk is full; nothing more can be stored.", { cause });
  }
  if (code.startsWith("SQLITE_READONLY")) {
    return new ConsoleError("storage-read-only", "The store cannot be written to.", { cause });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new ConsoleError("storage-corrupt", `The store ${path} is damaged or is not a store.`, { cause });
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_IOERR")) {
    return new ConsoleError("storage-read-only", `The store ${path} cannot be opened or read.`, { cause });
  }
  return cause;
}

/** Whether an error tells of the disk or of the state of the file, and not of a fault in a statement. */
export function isStorageProblem(cause: unknown): boolean {
  return storageProblem(cause, "") !== cause;
}

function driverCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !("code" in cause)) return undefined;
  return typeof cause.code === "string" && cause.code.startsWith("SQLITE_") ? cause.code : undefined;
}
