import { readPackedDialects } from "@/db/event-log/packing-sums";
import {
  listDependencies,
  listDrops,
  listImports,
  listPanics,
  listProcesses,
  listSamples,
  readStorageFigures,
  listReceipts,
  listUnbalanced,
  sumReceipts,
  sumRemovals,
  type ReceiptSum,
} from "@/db/queries/system";
import { walBytes } from "@/db/upkeep";
import type { StorageFigures, SystemReport } from "@/lib/contracts/system";
import { dependencyHealth, processes, runtimeSamples } from "@/lib/domain/model/runtime";
import { drops, imports, receipts } from "@/lib/domain/model/storage";
import { panicFromRow } from "../failures/error-from-row";
import type { ServiceContext } from "../service-context";
import { writerStateOf } from "../store/console-runtime";
import { wireFromRecord } from "../wire-from-record";

/** Observed processes with their newest samples, and what the store itself took in and holds. */
export function getSystem(context: ServiceContext): SystemReport {
  const { store } = context;
  const sums = sumReceipts(store);
  const removals = sumRemovals(store);
  return {
    storage: storageFigures(
      context,
      sums,
      removals.reduce((sum, { count }) => sum + Number(count), 0),
    ),
    packed: [...readPackedDialects(store)],
    writer: writerStateOf(context) ?? null,
    processes: listProcesses(store, 50).map((process) => ({
      process: wireFromRecord(processes, process),
      samples: listSamples(store, process.process_key, 500).map((sample) =>
        wireFromRecord(runtimeSamples, sample),
      ),
      dependencies: listDependencies(store, process.process_key, 500).map((state) =>
        wireFromRecord(dependencyHealth, state),
      ),
    })),
    panics: listPanics(store, 100).map(panicFromRow),
    receipts: sums.map(({ last_minute_ms, ...sum }) => ({
      ...wireFromRecord(receipts, numbersOf(sum), ["minute_ms"]),
      last_minute_ms: Number(last_minute_ms),
    })),
    receipt_minutes: listReceipts(store, 60).map((minute) => wireFromRecord(receipts, minute)),
    drops: listDrops(store, 500).map((drop) => wireFromRecord(drops, drop)),
    removals: removals.map(({ rule, conversations, count, bytes, last_removed_at_ms }) => ({
      rule,
      conversations: Number(conversations),
      count: Number(count),
      bytes: Number(bytes),
      last_removed_at_ms: Number(last_removed_at_ms),
    })),
    imports: listImports(store, 100).map((run) => wireFromRecord(imports, run)),
  };
}

function storageFigures(
  context: ServiceContext,
  sums: readonly ReceiptSum[],
  removed: number,
): StorageFigures {
  const { store } = context;
  const figures = readStorageFigures(store);
  const figure = (name: string): number => Number(figures[name] ?? 0n);
  const total = (name: "received" | "stored" | "duplicate" | "conflict" | "rejected" | "bytes"): number =>
    Number(sums.reduce((sum, row) => sum + row[name], 0n));
  const last = figures["last_ordinal"] ?? 0n;
  return {
    conversations: figure("conversations"),
    // Receipts and removals are few rows; counting the log would read all of it.
    events: total("stored") - removed,
    last_ordinal: last === 0n ? null : String(last),
    received: total("received"),
    stored: total("stored"),
    duplicate: total("duplicate"),
    conflict: total("conflict"),
    rejected: total("rejected"),
    balanced: listUnbalanced(store, 1).length === 0,
    bytes_received: total("bytes"),
    database_bytes: figure("database_bytes"),
    free_bytes: figure("free_bytes"),
    wal_bytes: walBytes(store),
    segments: figure("segments"),
    segment_raw_bytes: figure("segment_raw_bytes"),
    segment_stored_bytes: figure("segment_stored_bytes"),
    tail_events: figure("tail_events"),
    demo_conversations: figure("demo_conversations"),
  };
}

function numbersOf(row: Readonly<Record<string, string | bigint>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
  );
}
