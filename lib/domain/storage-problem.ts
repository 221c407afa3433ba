import { ConsoleError } from "./console-error";

/**
 * Translates an error of the SQLite driver, or of the file system under it, into the console's own; anything
 * else comes back as it is. `path` is named where the file itself is at fault. Works on the shape of the
 * error, so that whoever catches one can use it without knowing the driver.
 */
export function storageProblem(cause: unknown, path = "grillo.db"): unknown {
  const code = codeOf(cause);
  if (code === undefined) return cause;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new ConsoleError("storage-busy", "The store is busy; try again.", { cause });
  }
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC" || code === "EDQUOT") {
    return new ConsoleError("storage-full", "The disk is full; nothing more can be stored.", { cause });
  }
  if (code.startsWith("SQLITE_READONLY") || ["EROFS", "EACCES", "EPERM"].includes(code)) {
    return new ConsoleError("storage-read-only", "The store cannot be written to.", { cause });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new ConsoleError("storage-corrupt", `The store ${path} is damaged or is not a store.`, { cause });
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_IOERR")) {
    return new ConsoleError("storage-read-only", `The store ${path} cannot be opened, read or written.`, {
      cause,
    });
  }
  return cause;
}

/** Whether an error tells of the disk or of the state of the file, and not of a fault in a statement. */
export function isStorageProblem(cause: unknown): boolean {
  return storageProblem(cause) !== cause;
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}
