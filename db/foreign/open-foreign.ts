import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ForeignItem, ForeignStores } from "@/lib/domain/foreign/rows";
import { copyForeign, fileProblem } from "./copy-foreign";
import { describeForeign, isOfAnotherProgram, tableColumns } from "./describe-foreign";
import { readForeign } from "./read-foreign";

/** A private copy of a database of the observed runtime, open for reading. Close it: that removes the copy. */
export interface ForeignDatabase {
  /** File name of the original, for messages. */
  readonly name: string;
  readonly stores: ForeignStores;
  /** Every row, one at a time; damaged tables end with an item that says so. May be called once at a time. */
  rows(): Iterable<ForeignItem>;
  close(): void;
}

export interface ForeignOptions {
  /** Folder for the private copy; the system's temporary folder if absent. */
  readonly scratch?: string | undefined;
}

/**
 * Opens a database of another program without changing it: neither the file, nor its `-wal`, nor the folder
 * around them (opening a WAL database in place would create and fold files beside it). Rows that stand only
 * in the `-wal` are seen.
 *
 * Throws ConsoleError: `file-not-found`, `file-locked`, `format-not-recognised` (no SQLite database, or an
 * encrypted one, or the database of another program), `file-damaged` (cut short, or its schema cannot be read).
 */
export function openForeign(path: string, options: ForeignOptions = {}): ForeignDatabase {
  assertSqliteFile(path);
  const folder = privateFolder(options);
  const removeCopy = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const copy = join(folder, "copy.db");
    copyForeign(path, copy);
    chmodSync(copy, 0o600);
    return described(openCopy(copy, path), basename(path), removeCopy);
  } catch (error) {
    removeCopy();
    throw error;
  }
}

/**
 * Opens a database that came as bytes (an upload); it stays in memory and reaches no disk. A database in WAL
 * mode is read as its last checkpoint left it: the `-wal` did not come along. Same errors as `openForeign`.
 * Memory: the file once more.
 */
export function openForeignBytes(bytes: Uint8Array, name: string): ForeignDatabase {
  assertHeader(bytes.subarray(0, headerLength), bytes.byteLength, name);
  const isWalMode = bytes[writeVersion] === 2;
  const sqlite = inMemory(bytes, name);
  prepare(sqlite, name, "read-only");
  if (isWalMode && tableColumns(sqlite).size === 0) {
    sqlite.close();
    throw new ConsoleError(
      "format-not-recognised",
      `${name} is empty: its rows are in the file ${name}-wal beside it. Import it by path, which reads both.`,
    );
  }
  return described(sqlite, name, () => undefined);
}

const writeVersion = 18;
const readVersion = 19;

/**
 * SQLite refuses WAL mode for a database in memory, and two bytes of the header are all that tells the modes
 * apart. They are changed while the driver copies the bytes, and put back: a copy of our own would double
 * the memory.
 */
function inMemory(bytes: Uint8Array, name: string): Database.Database {
  const modes = [bytes[writeVersion] ?? 1, bytes[readVersion] ?? 1];
  bytes.fill(1, writeVersion, readVersion + 1);
  try {
    return new Database(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw foreignProblem(error, name);
  } finally {
    bytes.set(modes, writeVersion);
  }
}

function described(sqlite: Database.Database, name: string, release: () => void): ForeignDatabase {
  try {
    const tables = tableColumns(sqlite);
    const stores = describeForeign(tables);
    assertKnown(stores, name);
    return {
      name,
      stores,
      rows: () => readForeign(sqlite, stores, tables),
      close: () => {
        sqlite.close();
        release();
      },
    };
  } catch (error) {
    sqlite.close();
    throw foreignProblem(error, name);
  }
}

/**
 * Writes one self-contained file that holds what the database and its `-wal` hold together, to be sent to a
 * server. The original stays as it is. Same errors as `openForeign`.
 */
export function snapshotForeign(path: string, target: string, options: ForeignOptions = {}): void {
  assertSqliteFile(path);
  const folder = privateFolder(options);
  try {
    const copy = join(folder, "copy.db");
    copyForeign(path, copy);
    chmodSync(copy, 0o600);
    const sqlite = openCopy(copy, path, "writable");
    try {
      sqlite.pragma("wal_checkpoint(TRUNCATE)");
      sqlite.pragma("journal_mode = DELETE");
    } finally {
      sqlite.close();
    }
    moveFile(copy, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openCopy(
  copy: string,
  original: string,
  access: "read-only" | "writable" = "read-only",
): Database.Database {
  const sqlite = new Database(copy, { fileMustExist: true });
  prepare(sqlite, basename(original), access);
  return sqlite;
}

/** Sets what protects us from a hostile file, and reads its schema; closes the connection if that fails. */
function prepare(sqlite: Database.Database, name: string, access: "read-only" | "writable"): void {
  try {
    sqlite.defaultSafeIntegers(true);
    sqlite.pragma("trusted_schema = OFF");
    sqlite.pragma("cell_size_check = ON");
    sqlite.pragma("temp_store = MEMORY");
    sqlite.pragma("mmap_size = 0");
    // The first statement that touches the file: it replays the WAL and reads the schema.
    sqlite.prepare("SELECT count(*) FROM sqlite_schema").get();
    if (access === "read-only") sqlite.pragma("query_only = ON");
  } catch (error) {
    sqlite.close();
    throw foreignProblem(error, name);
  }
}

function assertKnown(stores: ForeignStores, name: string): void {
  if (!isOfAnotherProgram(stores)) return;
  const tables = stores.other_tables.slice(0, 5).join(", ");
  throw new ConsoleError(
    "format-not-recognised",
    `${name} is the database of another program (${tables === "" ? "it has no tables" : `its tables: ${tables}`}).`,
  );
}

/** Translates a driver error about a foreign file into the console's own. */
function foreignProblem(error: unknown, name: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code.startsWith("SQLITE_NOTADB")) {
    return new ConsoleError("format-not-recognised", `${name} is not a database, or it is encrypted.`, {
      cause: error,
    });
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new ConsoleError("file-locked", `${name} is locked by another program.`, { cause: error });
  }
  return new ConsoleError("file-damaged", `${name} is damaged: ${error.message}.`, { cause: error });
}

const magic = "SQLite format 3\0";
const headerLength = 100;

/** Refuses what is no SQLite file, and a file that is shorter than its own header says. */
function assertSqliteFile(path: string): void {
  const name = basename(path);
  const header = Buffer.alloc(headerLength);
  let size: number;
  try {
    const file = openSync(path, "r");
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) throw new ConsoleError("format-not-recognised", `${name} is not a file.`);
      size = stat.size;
      readSync(file, header, 0, header.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(error, path);
  }
  assertHeader(header, size, name);
}

function assertHeader(bytes: Uint8Array, size: number, name: string): void {
  const header = Buffer.alloc(headerLength);
  header.set(bytes);
  if (header.toString("latin1", 0, 16) !== magic) {
    throw new ConsoleError("format-not-recognised", `${name} is not an SQLite database, or it is encrypted.`);
  }
  const declared = declaredSize(header);
  if (size < declared) {
    throw new ConsoleError(
      "file-damaged",
      `${name} is cut short: ${String(size)} of ${String(declared)} bytes.`,
      {
        details: { bytes: size, expected_bytes: declared },
      },
    );
  }
}

/** Bytes that the header promises; 0 if its page count was not kept up to date. */
function declaredSize(header: Buffer): number {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const changeCounter = header.readUInt32BE(24);
  const validFor = header.readUInt32BE(92);
  return changeCounter === validFor ? pageSize * header.readUInt32BE(28) : 0;
}

function privateFolder(options: ForeignOptions): string {
  return mkdtempSync(join(options.scratch ?? tmpdir(), "grillo-foreign-"));
}

/** Moves a file, by copy where the target is on another file system. */
function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    copyForeign(from, to);
  }
}
