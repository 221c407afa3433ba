import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { listUnsettledFailures } from "../records/settle-queue";
import type { ReadStore } from "../store";
import { findDamage, findDamagedConflicts, type DamagedEnvelope } from "./find-damage";

/** Result of one check of a store. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface Examination {
  readonly findings: readonly Finding[];
  /** Every damaged envelope, in the order in which the store was read. */
  readonly damaged: readonly DamagedEnvelope[];
}

/** Damaged envelopes that the finding itself names. */
const namedLimit = 20;

/**
 * Examines a whole store. Reads every envelope: O(bytes of the log). Changes nothing. A check that damaged
 * pages stop is a finding like another, so that one fault does not hide the rest.
 */
export function examineStore(
  store: ReadStore,
  onProgress: (done: number, total: number) => void = () => undefined,
): Examination {
  const damaged: DamagedEnvelope[] = [];
  const findings = [
    guarded("SQLite pages", () => integrity(store)),
    guarded("references", () => foreignKeys(store)),
    guarded("receipts", () => receiptSums(store)),
    guarded("log", () => receiptsAgainstLog(store)),
    guarded("ordinals", () => ordinals(store)),
    guarded("envelopes", () => envelopes(store, damaged, onProgress)),
    guarded("conflicts", () => conflicts(store)),
    guarded("analysis", () => analysis(store)),
    guarded("versions", () => versions(store)),
  ];
  return { findings, damaged };
}

function guarded(check: string, examine: () => Omit<Finding, "check">): Finding {
  try {
    return { check, ...examine() };
  } catch (error) {
    const problem = storageProblem(error);
    if (!(problem instanceof ConsoleError) || problem.code !== "storage-corrupt") throw error;
    return { check, ok: false, detail: "stopped by damaged pages" };
  }
}

function integrity({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const answers = sqlite.prepare("PRAGMA integrity_check(20)").pluck().all().map(String);
  return { ok: answers[0] === "ok", detail: answers.join("; ") };
}

function foreignKeys({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const broken = sqlite.prepare("PRAGMA foreign_key_check").all().length;
  return { ok: broken === 0, detail: `${String(broken)} broken` };
}

function receiptSums({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const wrong = sqlite
    .prepare(
      "SELECT source || ' ' || minute_ms FROM receipts WHERE received <> stored + duplicate + conflict + rejected",
    )
    .pluck()
    .all();
  return {
    ok: wrong.length === 0,
    detail:
      wrong.length === 0
        ? "received = stored + duplicate + conflict + rejected for every source and minute"
        : `sums differ: ${wrong.join(", ")}`,
  };
}

function receiptsAgainstLog({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const stored = Number(sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get());
  const events = Number(sqlite.prepare("SELECT count(*) FROM events").pluck().get());
  const removed = removedEvents(sqlite);
  return {
    ok: stored === events + removed,
    detail: `${String(events)} envelopes, ${String(removed)} removed, ${String(stored)} receipts of stored items`,
  };
}

/** Envelopes that were taken out of the log, by the rows that say so. */
function removedEvents(sqlite: ReadStore["sqlite"]): number {
  return Number(sqlite.prepare("SELECT coalesce(sum(count), 0) FROM removals").pluck().get());
}

function ordinals({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const last = sqlite.prepare("SELECT coalesce(max(last_ordinal), 0) FROM removals").pluck().get();
  const row = sqlite
    .prepare("SELECT max(coalesce(max(ordinal), 0), ?) - count(*) FROM events")
    .pluck()
    .get(last);
  const missing = Number(row) - removedEvents(sqlite);
  return { ok: missing === 0, detail: missing === 0 ? "gap-free" : `${String(missing)} missing` };
}

function envelopes(
  store: ReadStore,
  damaged: DamagedEnvelope[],
  onProgress: (done: number, total: number) => void,
): Omit<Finding, "check"> {
  const total = Number(store.sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get());
  for (const envelope of findDamage(store, (done) => {
    onProgress(done, total);
  })) {
    damaged.push(envelope);
  }
  const named = damaged.slice(0, namedLimit).map(({ ordinal }) => String(ordinal));
  const more = damaged.length > namedLimit ? ` and ${String(damaged.length - namedLimit)} more` : "";
  return {
    ok: damaged.length === 0,
    detail: damaged.length === 0 ? `${String(total)} hashes match` : `damaged: ${named.join(", ")}${more}`,
  };
}

function conflicts(store: ReadStore): Omit<Finding, "check"> {
  const damaged = findDamagedConflicts(store);
  return {
    ok: damaged.length === 0,
    detail: damaged.length === 0 ? "other sides match their hashes" : `damaged: ${damaged.join(", ")}`,
  };
}

function analysis(store: ReadStore): Omit<Finding, "check"> {
  const failures = listUnsettledFailures(store);
  return {
    ok: failures.length === 0,
    detail: failures.length === 0 ? "no conversation failed to be analysed" : failures.join("; "),
  };
}

function versions({ sqlite }: ReadStore): Omit<Finding, "check"> {
  const engine = String(sqlite.prepare("SELECT sqlite_version()").pluck().get());
  const migration = String(
    sqlite.prepare("SELECT name FROM migrations ORDER BY position DESC LIMIT 1").pluck().get(),
  );
  return { ok: true, detail: `SQLite ${engine}, schema ${migration}` };
}
