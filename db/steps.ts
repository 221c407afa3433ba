import type Database from "better-sqlite3";

/** Moments of the write side between which a crash leaves the disk in different states. */
export type Step =
  | "store-opened"
  | "migration-statement"
  | "migration-applied"
  | "batch-begun"
  | "envelope-indexed"
  | "batch-written"
  | "batch-committed"
  | "segment-compressed"
  | "segment-verified"
  | "segment-written"
  | "segment-committed"
  | "checkpoint-begun"
  | "checkpoint-done"
  | "backup-copied"
  | "backup-verified"
  | "backup-renamed";

/**
 * Hears of every step as it is reached, inside the transaction where there is one. Tests kill, delay or break
 * the writer there; everybody else passes `unwatched`.
 */
export type StepWatcher = (step: Step, sqlite: Database.Database) => void;

export const unwatched: StepWatcher = () => undefined;
