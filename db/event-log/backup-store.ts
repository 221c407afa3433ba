import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { unwatched, type StepWatcher } from "../steps";
import { openForReading, type ReadStore } from "../store";
import { examineStore } from "./examine-store";

/** A finished backup. */
export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly envelopes: number;
}

/**
 * Copies a store into a new file and proves the copy: SQLite's own check, every hash, the sums, and at least
 * the envelopes that were here when it began. It gets its name only then, and only after it reached the disk.
 *
 * Takes a consistent state beside a writer at work; it holds the write-ahead log as long as the copying
 * lasts (about half a second per 200 MB). Throws file-exists when there is something under that name, and
 * file-damaged when the copy does not hold what it should. O(bytes of the store), twice.
 */
export function backupStore(
  store: ReadStore,
  target: string,
  onProgress: (done: number, total: number) => void = () => undefined,
  watch: StepWatcher = unwatched,
): Backup {
  if (statSync(target, { throwIfNoEntry: false }) !== undefined) {
    throw new ConsoleError("file-exists", `There is a file ${target} already; nothing was written.`);
  }
  const unfinished = `${target}.part`;
  removeCopy(unfinished);
  try {
    const before = countEnvelopes(store);
    copyInto(store, unfinished);
    watch("backup-copied", store.sqlite);
    const envelopes = prove(unfinished, before, onProgress);
    sync(unfinished);
    watch("backup-verified", store.sqlite);
    renameSync(unfinished, target);
    sync(dirname(target));
    watch("backup-renamed", store.sqlite);
    return { path: target, bytes: statSync(target).size, envelopes };
  } catch (error) {
    throw storageProblem(error, target);
  } finally {
    removeCopy(unfinished);
  }
}

function copyInto({ sqlite }: ReadStore, path: string): void {
  // The statement writes, though not into this store; the connection itself stays read-only.
  sqlite.pragma("query_only = OFF");
  try {
    sqlite.prepare("VACUUM INTO ?").run(path);
  } finally {
    sqlite.pragma("query_only = ON");
  }
}

/** Number of envelopes of a copy that holds what it should. */
function prove(path: string, least: number, onProgress: (done: number, total: number) => void): number {
  const copy = openForReading(path);
  try {
    const faults = examineStore(copy, onProgress).findings.filter(({ ok }) => !ok);
    const envelopes = countEnvelopes(copy);
    if (envelopes < least)
      faults.push({ check: "count", ok: false, detail: `${String(envelopes)} envelopes` });
    if (faults.length === 0) return envelopes;
    const told = faults.map(({ check, detail }) => `${check}: ${detail}`).join("; ");
    throw new ConsoleError(
      "file-damaged",
      `The copy is not sound and was removed (${told}). \`grillo doctor\` tells whether the store is.`,
    );
  } finally {
    copy.sqlite.close();
  }
}

function countEnvelopes({ sqlite }: ReadStore): number {
  return Number(sqlite.prepare("SELECT count(*) FROM events").pluck().get());
}

/** SQLite does not sync what VACUUM INTO writes, and a name is as durable as its folder. */
function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeCopy(path: string): void {
  for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(path + end, { force: true });
}
