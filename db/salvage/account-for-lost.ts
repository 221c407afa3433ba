import { describeEnvelope, type DamagedEnvelope } from "../event-log/find-damage";
import { printRanges, readRanges, type OrdinalRange } from "../event-log/ordinal-ranges";
import type { WriteStore } from "../store";

/** Rule under which the books name what a salvage could not take over. */
const salvageRule = "salvage";
/** Source of the receipts that stand for lost ones. */
const unknownSource = "(lost receipts)";
/** A row of the log is not shorter, so that no more of them were lost than the file had room for. */
const leastRowBytes = 64;

/**
 * Takes envelopes without right bytes out of the log, gives what is known of them. `temp.salvaged` names those
 * that have them. Must run in a transaction.
 */
export function removeDamaged(store: WriteStore): readonly DamagedEnvelope[] {
  const { sqlite } = store;
  const damaged = sqlite
    .prepare(
      "SELECT ordinal FROM events WHERE ordinal NOT IN (SELECT ordinal FROM temp.salvaged) ORDER BY ordinal",
    )
    .pluck()
    .all()
    .filter((ordinal) => typeof ordinal === "bigint")
    .map((ordinal) => ({
      ordinal,
      segment_key: null,
      ...describeEnvelope(store, ordinal),
      detail: "Its bytes are gone or do not match their SHA-256.",
    }));
  sqlite.exec("DELETE FROM events WHERE ordinal NOT IN (SELECT ordinal FROM temp.salvaged)");
  return damaged;
}

/**
 * Books every ordinal that is missing as removed: none is ever given twice, and every drop has a row. Makes the receipts
 * tell of every envelope again. Must run in a transaction. Gives the missing ordinals.
 */
export function bookLost(store: WriteStore, fileBytes: number, nowMs: number): readonly OrdinalRange[] {
  const { sqlite } = store;
  // A row whose sum is wrong was not written so.
  sqlite.exec(
    "DELETE FROM receipts WHERE received <> stored + duplicate + conflict + rejected OR stored < 0",
  );
  const missing = missingRanges(store, fileBytes);
  const count = missing.reduce((sum, { first, last }) => sum + (last - first + 1n), 0n);
  if (count > 0n) {
    sqlite
      .prepare(
        `INSERT INTO removals (removal_id, conv_id, tier, rule, what, count, bytes, ordinals, last_ordinal, removed_at_ms)
         VALUES (?, NULL, 'hot', ?, 'envelopes', ?, NULL, ?, ?, ?)`,
      )
      .run(
        `${salvageRule}@${String(nowMs)}`,
        salvageRule,
        count,
        printRanges(ordinalsOf(missing)),
        missing.at(-1)?.last,
        nowMs,
      );
  }
  balanceReceipts(store, nowMs);
  return missing;
}

/** What lost receipts counted is summed up in one. */
function balanceReceipts(store: WriteStore, nowMs: number): void {
  const known = sumOf(store, "SELECT count(*) FROM events") + sumOf(store, "SELECT sum(count) FROM removals");
  const untold = known - storedByReceipts(store);
  if (untold <= 0n) return;
  store.sqlite
    .prepare(
      `INSERT INTO receipts (source, minute_ms, received, stored, duplicate, conflict, rejected, bytes)
       VALUES (@source, @minute, @untold, @untold, 0, 0, 0, 0)`,
    )
    .run({ source: unknownSource, minute: Math.floor(nowMs / 60_000) * 60_000, untold });
}

/** Ordinals up to the newest that anything tells of, which are neither in the log nor booked as removed. */
function missingRanges(store: WriteStore, fileBytes: number): readonly OrdinalRange[] {
  const { sqlite } = store;
  const missing: OrdinalRange[] = [];
  let next = 1n;
  for (const { first, last } of knownRanges(store)) {
    if (first > next) missing.push({ first: next, last: first - 1n });
    if (last >= next) next = last + 1n;
  }
  const told = storedByReceipts(store);
  const most = next + BigInt(Math.ceil(fileBytes / leastRowBytes));
  if (told >= next && told <= most) missing.push({ first: next, last: told });
  else if (told > most) sqlite.exec("DELETE FROM receipts");
  return missing;
}

/** Ordinals of the log and of removals, in order. */
function* knownRanges({ sqlite }: WriteStore): Generator<OrdinalRange> {
  const removed = sqlite
    .prepare("SELECT ordinals FROM removals WHERE ordinals IS NOT NULL")
    .pluck()
    .all()
    .flatMap((text) => readRanges(String(text)))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  let next = 0;
  for (const ordinal of sqlite.prepare("SELECT ordinal FROM events ORDER BY ordinal").pluck().iterate()) {
    if (typeof ordinal !== "bigint") continue;
    for (let range = removed[next]; range !== undefined && range.first < ordinal; range = removed[next]) {
      yield range;
      next += 1;
    }
    yield { first: ordinal, last: ordinal };
  }
  yield* removed.slice(next);
}

/** Every ordinal of some ranges. */
export function* ordinalsOf(ranges: readonly OrdinalRange[]): Generator<bigint> {
  for (const { first, last } of ranges)
    for (let ordinal = first; ordinal <= last; ordinal += 1n) yield ordinal;
}

function storedByReceipts(store: WriteStore): bigint {
  return sumOf(store, "SELECT sum(stored) FROM receipts");
}

function sumOf({ sqlite }: WriteStore, sql: string): bigint {
  const value: unknown = sqlite.prepare(sql).pluck().get();
  return typeof value === "bigint" ? value : 0n;
}
