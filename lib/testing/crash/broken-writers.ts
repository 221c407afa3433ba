import type Database from "better-sqlite3";
import type { Step } from "@/db/steps";

/**
 * Writers with a classic mistake, to prove that the crash tests find it: answering before the commit, keeping
 * the mark of a known identity before the bytes, deleting the young segments before the packed one was checked.
 */
export type BrokenWriter = "answers-before-commit" | "marks-before-bytes" | "deletes-before-check";

/** Time that a hasty writer leaves a transaction open after it told of its end. */
const hastyMs = 40;

/** Makes the mistake where it belongs. Called at every step with the writer's connection. */
export function breakWriter(writer: BrokenWriter, step: Step, sqlite: Database.Database): void {
  if (writer === "answers-before-commit" && step === "store-opened") commitLater(sqlite);
  if (writer === "marks-before-bytes" && step === "envelope-indexed") sqlite.exec("COMMIT; BEGIN IMMEDIATE");
  if (writer === "deletes-before-check" && step === "segment-compressed")
    sqlite.exec("DELETE FROM event_segments WHERE is_packed = 0");
}

/** Transactions end some time after they were told to have ended; what comes meanwhile joins them. */
function commitLater(sqlite: Database.Database): void {
  const commit = (): void => {
    if (sqlite.open && sqlite.inTransaction) sqlite.exec("COMMIT");
  };
  const run = (work: () => unknown): unknown => {
    if (!sqlite.inTransaction) {
      sqlite.exec("BEGIN IMMEDIATE");
      setTimeout(commit, hastyMs);
    }
    return work();
  };
  Object.assign(sqlite, {
    transaction: (work: () => unknown) => Object.assign(() => run(work), { immediate: () => run(work) }),
  });
}
