import { resolve } from "node:path";
import { backupStore } from "@/db/event-log/backup-store";
import { openForReading } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import { hasStore, storePath } from "@/lib/services/store/data-folder";
import { endProgress, exitCodes, print, printJson, progress } from "./output";

export interface BackupOptions {
  readonly data: string;
  readonly json: boolean;
}

/** Writes a proven copy of the store to a new file. Reads only, so it works beside a running server. */
export function backup(target: string, { data, json }: BackupOptions): number {
  if (!hasStore(data)) throw new ConsoleError("file-not-found", `There is no store in ${data}.`);
  const store = openForReading(storePath(data));
  try {
    const { path, bytes, envelopes } = backupStore(store, resolve(target), (done, total) => {
      progress(`checking the copy ${String(done)}/${String(total)}`);
    });
    endProgress();
    if (json) printJson({ path, bytes, envelopes });
    else print(`${path}  ${String(envelopes)} envelopes, ${String(bytes)} bytes, every hash checked`);
    return exitCodes.fine;
  } finally {
    store.sqlite.close();
  }
}
