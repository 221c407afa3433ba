import { ConsoleError } from "@/lib/domain/console-error";
import type { ReadStore } from "../store";
import { EnvelopeReader } from "./envelope-reader";

/** Result of one check of a store. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Envelopes read between two progress reports, and before other statements may run. */
const pageSize = 2_000;
/** Damaged envelopes named one by one. */
const namedLimit = 20;

/** Examines a whole store. Reads every envelope: O(bytes of the log). Changes nothing. */
export function examineStore(
  store: ReadStore,
  onProgress: (done: number, total: number) => void,
): readonly Finding[] {
  return [
    integrity(store),
    foreignKeys(store),
    receiptSums(store),
    receiptsAgainstLog(store),
    ordinals(store),
    envelopes(store, onProgress),
    versions(store),
  ];
}

function integrity({ sqlite }: ReadStore): Finding {
  const answers = sqlite.prepare("PRAGMA integrity_check(20)").pluck().all().map(String);
  return { check: "SQLite pages", ok: answers[0] === "ok", detail: answers.join("; ") };
}

function foreignKeys({ sqlite }: ReadStore): Finding {
  const broken = sqlite.prepare("PRAGMA foreign_key_check").all().length;
  return { check: "references", ok: broken === 0, detail: `${String(broken)} broken` };
}

function receiptSums({ sqlite }: ReadStore): Finding {
  const wrong = sqlite
    .prepare(
      "SELECT source || ' ' || minute_ms FROM receipts WHERE received <> stored + duplicate + conflict + rejected",
    )
    .pluck()
    .all();
  return {
    check: "receipts",
    ok: wrong.length === 0,
    detail:
      wrong.length === 0
        ? "received = stored + duplicate + conflict + rejected for every source and minute"
        : `sums differ: ${wrong.join(", ")}`,
  };
}

function receiptsAgainstLog({ sqlite }: ReadStore): Finding {
  const stored = Number(sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get());
  const events = Number(sqlite.prepare("SELECT count(*) FROM events").pluck().get());
  return {
    check: "log",
    ok: stored === events,
    detail: `${String(events)} envelopes, ${String(stored)} receipts of stored items`,
  };
}

function ordinals({ sqlite }: ReadStore): Finding {
  const row = sqlite.prepare("SELECT coalesce(max(ordinal), 0) - count(*) FROM events").pluck().get();
  const missing = Number(row);
  return {
    check: "ordinals",
    ok: missing === 0,
    detail: missing === 0 ? "gap-free" : `${String(missing)} missing`,
  };
}

function envelopes({ sqlite }: ReadStore, onProgress: (done: number, total: number) => void): Finding {
  const reader = new EnvelopeReader(sqlite);
  const total = Number(sqlite.prepare("SELECT count(*) FROM events").pluck().get());
  // Segment by segment: each is unpacked once.
  const page = sqlite.prepare(
    `SELECT ordinal, segment_key FROM events WHERE (coalesce(segment_key, 0), ordinal) > (?, ?)
     ORDER BY coalesce(segment_key, 0), ordinal LIMIT ?`,
  );
  const damaged: string[] = [];
  let done = 0;
  let last: readonly [bigint, bigint] = [-1n, -1n];
  for (;;) {
    const rows = page.all(...last, pageSize).map(placeRow);
    for (const { ordinal } of rows) if (!isSound(reader, ordinal)) damaged.push(String(ordinal));
    done += rows.length;
    onProgress(done, total);
    const newest = rows.at(-1);
    if (newest === undefined || rows.length < pageSize) break;
    last = [newest.segment_key ?? 0n, newest.ordinal];
  }
  const named = damaged.slice(0, namedLimit).join(", ");
  const more = damaged.length > namedLimit ? ` and ${String(damaged.length - namedLimit)} more` : "";
  return {
    check: "envelopes",
    ok: damaged.length === 0,
    detail: damaged.length === 0 ? `${String(total)} hashes match` : `damaged: ${named}${more}`,
  };
}

function isSound(reader: EnvelopeReader, ordinal: bigint): boolean {
  try {
    reader.read(ordinal);
    return true;
  } catch (error) {
    // Removed by retention is not damage; anything else the reader cannot give back is.
    if (error instanceof ConsoleError && error.code === "payload-expired") return true;
    if (error instanceof ConsoleError && error.code === "envelope-damaged") return false;
    throw error;
  }
}

function versions({ sqlite }: ReadStore): Finding {
  const engine = String(sqlite.prepare("SELECT sqlite_version()").pluck().get());
  const migration = String(
    sqlite.prepare("SELECT name FROM migrations ORDER BY position DESC LIMIT 1").pluck().get(),
  );
  return { check: "versions", ok: true, detail: `SQLite ${engine}, schema ${migration}` };
}

/** Row of the page query, whose columns it names. */
function placeRow(row: unknown): { ordinal: bigint; segment_key: bigint | null } {
  return row as { ordinal: bigint; segment_key: bigint | null };
}
