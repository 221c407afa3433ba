import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";
import { storageProblem } from "@/lib/domain/storage-problem";

const ownerSchema = z.object({
  pid: z.number(),
  what: z.string(),
  since: z.string(),
  url: z.string().optional(),
});
/** Who holds the writer lock of a data folder. `url` is set when it is a server that takes requests. */
export type LockOwner = z.infer<typeof ownerSchema>;

export interface WriterLock {
  /** Publishes facts about the owner for the next process that asks. */
  describe(owner: LockOwner): void;
  release(): void;
}

/**
 * Takes the writer lock of a data folder. One process at a time may write.
 *
 * The lock is an exclusive transaction on a small SQLite file: the operating system drops it when the
 * process dies, however it dies, so there are no stale locks to judge. Throws `store-locked`, naming the
 * owner, when another process holds it, and `storage-read-only` where nothing can be written.
 */
export function takeWriterLock(folder: string, owner: LockOwner): WriterLock {
  const ownerPath = join(folder, "writer.json");
  const lock = openLock(folder);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    const problem = storageProblem(cause, folder);
    if (!(problem instanceof ConsoleError) || problem.code !== "storage-busy") throw problem;
    const holder = readLockOwner(folder);
    const who =
      holder === undefined
        ? "another process"
        : `${holder.what} (process ${holder.pid}, since ${holder.since})`;
    throw new ConsoleError("store-locked", `The store in ${folder} is being written by ${who}.`, {
      cause,
      details: { pid: holder?.pid ?? null, url: holder?.url ?? null },
    });
  }
  const describe = (facts: LockOwner): void => {
    writeFileSync(ownerPath, stringifyExact(facts), { mode: 0o600 });
  };
  try {
    describe(owner);
  } catch (cause) {
    // On a disk that cannot be written SQLite opens the lock for reading and grants it all the same.
    lock.close();
    throw storageProblem(cause, folder);
  }
  return {
    describe,
    release: () => {
      rmSync(ownerPath, { force: true });
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}

function openLock(folder: string): Database.Database {
  try {
    return new Database(join(folder, "writer.lock"), { timeout: 0 });
  } catch (cause) {
    throw storageProblem(cause, folder);
  }
}

/** The last owner that described itself; may be gone. Undefined when there is none. */
export function readLockOwner(folder: string): LockOwner | undefined {
  try {
    return ownerSchema.parse(parseExact(readFileSync(join(folder, "writer.json"), "utf8")));
  } catch {
    // Absent, half written by a process that died, or of another version: nobody can be named.
    return undefined;
  }
}
