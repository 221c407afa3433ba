import { closeSync, constants, copyFileSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { basename } from "node:path";
import { ConsoleError } from "@/lib/domain/console-error";

const sidecars = ["-wal", "-journal"] as const;
const attempts = 5;

/**
 * Copies a database with the sidecars that hold committed rows, so that nothing ever opens the original.
 * `-shm` is left out: SQLite rebuilds it from the `-wal`.
 *
 * A writer may be at work meanwhile. Frames that it appends to the WAL do no harm (a copy of the first part
 * is a state that was committed), but a checkpoint or a restarted WAL would mix two states: then the copy
 * is made again, and after five tries the file is called locked.
 */
export function copyForeign(path: string, target: string): void {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = stateOf(path);
    copyFile(path, target);
    for (const sidecar of sidecars) {
      rmSync(target + sidecar, { force: true });
      copyFile(path + sidecar, target + sidecar, "optional");
    }
    if (stateOf(path) === before) return;
  }
  throw new ConsoleError(
    "file-locked",
    `${basename(path)} is being written to all the time; copy it while its program is at rest.`,
  );
}

/** What changes when a checkpoint, a rollback or a restart of the WAL happens, and not when frames are appended. */
function stateOf(path: string): string {
  const main = statSync(path, { bigint: true });
  const journal = statSync(`${path}-journal`, { bigint: true, throwIfNoEntry: false });
  return [main.size, main.mtimeNs, main.ino, journal?.size, journal?.mtimeNs, walHeader(path)].join("/");
}

/** The header of the WAL holds the salts of its run; a restarted WAL has others. */
function walHeader(path: string): string {
  const header = Buffer.alloc(32);
  try {
    const file = openSync(`${path}-wal`, "r");
    try {
      readSync(file, header, 0, header.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw fileProblem(error, path);
  }
  return header.toString("hex");
}

function copyFile(from: string, to: string, presence: "required" | "optional" = "required"): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (presence === "optional" && codeOf(error) === "ENOENT") return;
    throw fileProblem(error, from);
  }
}

/** Translates a failure to reach a file into the console's own; anything else comes back as it is. */
export function fileProblem(error: unknown, path: string): unknown {
  const name = basename(path);
  switch (codeOf(error)) {
    case "ENOENT":
      return new ConsoleError("file-not-found", `${name} does not exist.`, { cause: error });
    case "EBUSY":
    case "EAGAIN":
    case "ETXTBSY":
      return new ConsoleError("file-locked", `${name} is locked by another program.`, { cause: error });
    case "EACCES":
    case "EPERM":
      return new ConsoleError("file-locked", `${name} may not be read by this user.`, { cause: error });
    case "EIO":
      return new ConsoleError("file-damaged", `${name} cannot be read from its disk.`, { cause: error });
    default:
      return error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
