import { statSync } from "node:fs";
import { examineStore } from "@/db/event-log/examine-store";
import { openForReading } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import { hasStore, storePath } from "@/lib/services/store/data-folder";
import { endProgress, exitCodes, print, printJson, progress } from "./output";

/** Examines a store: SQLite's own check, every hash, receipts, write-ahead log, versions. */
export function doctor(data: string, json: boolean): number {
  if (!hasStore(data)) throw new ConsoleError("file-not-found", `There is no store in ${data}.`);
  const path = storePath(data);
  const store = openForReading(path);
  try {
    const findings = examineStore(store, (done, total) => {
      progress(`checking envelopes ${String(done)}/${String(total)}`);
    });
    endProgress();
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    const faults = findings.filter(({ ok }) => !ok);
    if (json)
      printJson({
        path,
        sound: faults.length === 0,
        wal_bytes: wal,
        checks: findings.map((finding) => ({ ...finding })),
      });
    else {
      for (const { ok, check, detail } of findings) print(`${ok ? "ok   " : "FAULT"} ${check}: ${detail}`);
      print(`     write-ahead log: ${String(wal)} bytes`);
    }
    return faults.length === 0 ? exitCodes.fine : exitCodes.fault;
  } finally {
    store.sqlite.close();
  }
}
