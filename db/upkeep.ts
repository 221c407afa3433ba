import { statSync } from "node:fs";
import type { ReadStore, WriteStore } from "./store";

/**
 * Moves frames of the write-ahead log into the file. PASSIVE never waits; TRUNCATE empties the log as well and
 * gives up at once when a reader stands in it. True when nothing is left behind.
 */
export function checkpoint({ sqlite }: WriteStore, mode: "PASSIVE" | "TRUNCATE"): boolean {
  // Waiting for a reader would block every producer as long as the busy timeout lasts.
  sqlite.pragma("busy_timeout = 0");
  try {
    const [row] = checkpointRows(sqlite.pragma(`wal_checkpoint(${mode})`));
    return row?.busy === 0n && row.log === row.checkpointed;
  } finally {
    sqlite.pragma("busy_timeout = 5000");
  }
}

/** Size of the write-ahead log; null for a store without one. */
export function walBytes({ sqlite }: ReadStore): number | null {
  return statSync(`${sqlite.name}-wal`, { throwIfNoEntry: false })?.size ?? null;
}

/** Pages of the file, and those of them that hold nothing. */
export function pageCounts({ sqlite }: ReadStore): { pages: number; free: number; page_bytes: number } {
  const one = (name: string): number => Number(sqlite.pragma(name, { simple: true }));
  return { pages: one("page_count"), free: one("freelist_count"), page_bytes: one("page_size") };
}

/** Gives up to `pages` free pages back to the file system, in one short transaction. */
export function releasePages({ sqlite }: WriteStore, pages: number): void {
  sqlite.pragma(`incremental_vacuum(${String(pages)})`);
}

/** Writes one page and nothing else: throws what a commit would throw. */
export function probeWriting({ sqlite }: WriteStore): void {
  const version = String(sqlite.pragma("user_version", { simple: true }));
  sqlite.pragma(`user_version = ${version}`);
}

/** Rows of the checkpoint pragma: busy, frames in the log, frames moved. */
function checkpointRows(rows: unknown): readonly { busy: bigint; log: bigint; checkpointed: bigint }[] {
  return rows as readonly { busy: bigint; log: bigint; checkpointed: bigint }[];
}
