import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { migrate } from "@/db/migrate";
import { unwatched, type StepWatcher } from "@/db/steps";
import { openForWriting, type WriteStore } from "@/db/store";
import { takeWriterLock, type WriterLock } from "./writer-lock";

/** Where the store of a data folder is. */
export function storePath(folder: string): string {
  return join(resolve(folder), "grillo.db");
}

export function hasStore(folder: string): boolean {
  return existsSync(storePath(folder));
}

/** The writer's hold on a data folder. */
export interface OwnedStore {
  readonly folder: string;
  readonly store: WriteStore;
  readonly lock: WriterLock;
  /** Migrations applied while opening. */
  readonly migrated: readonly string[];
  close(): void;
}

/**
 * Takes the writer lock, opens the store and brings it to the newest schema. `migrations` is the folder of
 * generated SQL. Throws store-locked, storage-too-new, storage-corrupt or storage-read-only.
 */
export function ownStore(
  folder: string,
  what: string,
  since: Date,
  migrations: string,
  watch: StepWatcher = unwatched,
): OwnedStore {
  const absolute = resolve(folder);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  const lock = takeWriterLock(absolute, { pid: process.pid, what, since: since.toISOString() });
  try {
    const store = openForWriting(storePath(absolute));
    watch("store-opened", store.sqlite);
    const { applied } = migrate(store, migrations, watch);
    return {
      folder: absolute,
      store,
      lock,
      migrated: applied,
      // Closing the last connection folds the write-ahead log into the file and removes it.
      close: () => {
        store.sqlite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
