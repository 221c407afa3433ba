import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { resolve } from "node:path";
import type { AnnotatedDemo, RemovedDemo } from "@/lib/contracts/demo";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportOptions, ImportReport } from "@/lib/services/ingest/import-run";
import type { NdjsonOptions, NdjsonReport } from "@/lib/services/ingest/ndjson-run";
import { ownStore } from "@/lib/services/store/data-folder";
import { WriterHost } from "@/lib/services/store/writer-host";
import { readLockOwner } from "@/lib/services/store/writer-lock";
import { report } from "./output";
import { projectFolder } from "./project-folder";
import { remoteWriter } from "./remote-writer";

/** An input being written, here or by a server. */
export interface CommandRun<Report> {
  push(chunk: Uint8Array): Promise<void>;
  end(): Promise<Report>;
}

/** The way of a command to the writer of a data folder. */
export interface WriterAccess {
  openImport(options: Omit<ImportOptions, "onProgress">): Promise<CommandRun<ImportReport>>;
  openNdjson(options: NdjsonOptions): Promise<CommandRun<NdjsonReport>>;
  annotateDemo(): Promise<AnnotatedDemo>;
  removeDemo(): Promise<RemovedDemo>;
  /** Settles what is put off and gives up the store. */
  close(): Promise<void>;
}

const waitMs = 500;

/**
 * Reaches the writer of a data folder: a running server takes the bytes; without one this process becomes
 * the writer; while another command writes, it waits and says so.
 */
export async function accessWriter(data: string, what: string): Promise<WriterAccess> {
  const folder = resolve(data);
  for (let told = false; ; told = true) {
    try {
      const owned = ownStore(folder, what, new Date(), resolve(projectFolder, "drizzle"));
      return localWriter(new WriterHost(owned, () => Date.now(), "command"));
    } catch (error) {
      if (!(error instanceof ConsoleError) || error.code !== "store-locked") throw error;
      const url = readLockOwner(folder)?.url;
      if (url !== undefined) return remoteWriter(url);
      if (!told) report(`${error.message} Waiting for it to finish.`);
      await pause(waitMs);
    }
  }
}

function localWriter(host: WriterHost): WriterAccess {
  const run = <Report>(id: string): CommandRun<Report> => ({
    push: (chunk) => host.push(id, chunk),
    // The host gives back the report of the kind that was opened under this id.
    end: async () => (await host.end(id)) as Report,
  });
  return {
    openImport: (options) => {
      const id = randomUUID();
      host.openImport(id, options);
      return Promise.resolve(run<ImportReport>(id));
    },
    openNdjson: (options) => {
      const id = randomUUID();
      host.openNdjson(id, options);
      return Promise.resolve(run<NdjsonReport>(id));
    },
    annotateDemo: () => host.annotateDemo(),
    removeDemo: () => host.removeDemo(),
    close: () => {
      host.close();
      return Promise.resolve();
    },
  };
}
