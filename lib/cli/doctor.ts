import { examineStore, type Examination } from "@/db/event-log/examine-store";
import type { DamagedEnvelope } from "@/db/event-log/find-damage";
import { openForReading } from "@/db/store";
import { walBytes } from "@/db/upkeep";
import { ConsoleError } from "@/lib/domain/console-error";
import type { JsonValue } from "@/lib/domain/model/field";
import { hasStore, storePath } from "@/lib/services/store/data-folder";
import { endProgress, exitCodes, print, printJson, progress } from "./output";

export interface DoctorOptions {
  readonly data: string;
  /** Name every damaged envelope with its conversation, stream and place, not only the first by number. */
  readonly deep: boolean;
  readonly json: boolean;
}

/** Examines a store: SQLite's own check, every hash, receipts, write-ahead log, versions. */
export function doctor({ data, deep, json }: DoctorOptions): number {
  if (!hasStore(data)) throw new ConsoleError("file-not-found", `There is no store in ${data}.`);
  const path = storePath(data);
  const store = openForReading(path);
  try {
    const examination = examineStore(store, (done, total) => {
      progress(`checking envelopes ${String(done)}/${String(total)}`);
    });
    endProgress();
    const told = { path, wal: walBytes(store) ?? 0, deep };
    if (json) printJson(documentOf(examination, told));
    else printLines(examination, told);
    return isSound(examination) ? exitCodes.fine : exitCodes.fault;
  } finally {
    store.sqlite.close();
  }
}

interface Told {
  readonly path: string;
  readonly wal: number;
  readonly deep: boolean;
}

function isSound({ findings }: Examination): boolean {
  return findings.every(({ ok }) => ok);
}

function documentOf(examination: Examination, { path, wal, deep }: Told): JsonValue {
  const { findings, damaged } = examination;
  return {
    path,
    sound: isSound(examination),
    wal_bytes: wal,
    checks: findings.map((finding) => ({ ...finding })),
    ...(deep
      ? { damaged: damaged.map((envelope) => ({ ...envelope, ordinal: String(envelope.ordinal) })) }
      : {}),
  };
}

function printLines({ findings, damaged }: Examination, { path, wal, deep }: Told): void {
  for (const { ok, check, detail } of findings) print(`${ok ? "ok   " : "FAULT"} ${check}: ${detail}`);
  print(`     write-ahead log: ${String(wal)} bytes`);
  if (!deep) return;
  for (const envelope of damaged) print(`damaged ${placeOf(envelope, path)}: ${envelope.detail}`);
}

function placeOf({ ordinal, conv_id, stream, type, segment_key }: DamagedEnvelope, path: string): string {
  const place = segment_key === null ? "no segment" : `segment ${String(segment_key)}`;
  return `event ${String(ordinal)} (conversation ${conv_id ?? "none"}, stream ${stream ?? "unknown"}, type ${type ?? "unknown"}) in ${path}, ${place}`;
}
