import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { examineStore, type Finding } from "@/db/event-log/examine-store";
import type { UnindexedEnvelope } from "@/db/salvage/salvage-envelopes";
import { salvageStore, type Salvage } from "@/db/salvage/salvage-store";
import { openForReading } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import { hasStore, ownStore, storePath } from "@/lib/services/store/data-folder";
import { WriterHost } from "@/lib/services/store/writer-host";
import { takeWriterLock, type WriterLock } from "@/lib/services/store/writer-lock";
import { endProgress, exitCodes, progress, report } from "./output";
import { projectFolder } from "./project-folder";
import { isLossless, printSalvage, printSalvageJson, unindexedName } from "./salvage-report";

export interface SalvageCommand {
  readonly data: string;
  readonly json: boolean;
}

/**
 * Reads whatever can be read of a damaged store into a new data folder, and proves the new store as a backup is
 * proven. The damaged folder is left as it is. The new one gets its name when it is whole.
 */
export async function salvage(target: string, { data, json }: SalvageCommand): Promise<number> {
  if (!hasStore(data)) throw new ConsoleError("file-not-found", `There is no store in ${data}.`);
  const folder = resolve(target);
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined)
    throw new ConsoleError("file-exists", `There is something under ${folder} already; nothing was written.`);
  const lock = keepOthersAway(resolve(data));
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  try {
    const salvaged = await salvageInto(unfinished, storePath(data));
    const findings = prove(unfinished);
    renameSync(unfinished, folder);
    endProgress();
    (json ? printSalvageJson : printSalvage)(salvaged, findings, folder);
    return isLossless(salvaged) && findings.length === 0 ? exitCodes.fine : exitCodes.fault;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    lock?.release();
  }
}

/** Nobody may write what is being read; where nothing can be written nobody will. */
function keepOthersAway(folder: string): WriterLock | undefined {
  const owner = { pid: process.pid, what: "grillo salvage", since: new Date().toISOString() };
  try {
    return takeWriterLock(folder, owner);
  } catch (error) {
    if (!(error instanceof ConsoleError) || error.code !== "storage-read-only") throw error;
    return undefined;
  }
}

async function salvageInto(folder: string, damaged: string): Promise<Salvage> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const migrations = resolve(projectFolder, "drizzle");
  const owned = ownStore(folder, "grillo salvage", new Date(), migrations);
  let salvaged: Salvage;
  try {
    salvaged = await salvageStore(damaged, owned.store, {
      migrations,
      nowMs: Date.now(),
      onProgress: (envelopes) => {
        progress(`${String(envelopes)} envelopes salvaged`);
      },
      onUnindexed: (envelope) => {
        appendFileSync(join(folder, unindexedName), unindexedLine(envelope), { mode: 0o600 });
      },
    });
  } catch (error) {
    owned.close();
    throw error;
  }
  endProgress();
  report("Analysing the conversations again.");
  new WriterHost(owned, () => Date.now(), "command").close();
  return salvaged;
}

/** Text stays readable; other bytes are told in base64. */
function unindexedLine({ ordinal, conv_id, bytes }: UnindexedEnvelope): string {
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text).equals(bytes);
  const line = {
    ordinal: String(ordinal),
    conv_id,
    text: isText ? text : null,
    base64: isText ? null : bytes.toString("base64"),
  };
  return `${stringifyExact(line)}\n`;
}

/** What is wrong with the new store: nothing, unless its disk is bad as well. */
function prove(folder: string): readonly Finding[] {
  const store = openForReading(storePath(folder));
  try {
    const examination = examineStore(store, (done, total) => {
      progress(`checking the new store ${String(done)}/${String(total)}`);
    });
    return examination.findings.filter(({ ok }) => !ok);
  } finally {
    store.sqlite.close();
  }
}
