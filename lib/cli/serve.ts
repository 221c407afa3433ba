import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import next from "next";
import { openCopyForReading, openForReading, type ReadStore } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import { BundleExports } from "@/lib/services/bundle/bundle-exports";
import type { ConsoleRuntime } from "@/lib/services/store/console-runtime";
import { installServiceContext } from "@/lib/services/runtime";
import { hasStore, storePath } from "@/lib/services/store/data-folder";
import { ImportTracker } from "@/lib/services/store/import-tracker";
import { refusingWriter } from "@/lib/services/store/store-writer";
import { WriterClient } from "@/lib/services/store/writer-client";
import { loadDemoInto } from "./demo";
import { addressOf, closeServer, listen } from "./http-server";
import { report } from "./output";
import { projectFolder } from "./project-folder";

export interface ServeOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly dev: boolean;
  /** Load the demo recording when the store is empty. */
  readonly demo: boolean;
}

/**
 * Runs the console until it is told to stop. Resolves when it has answered everything and closed the store;
 * throws when the writer dies, so that whoever supervises the process starts it again.
 */
export async function serve(options: ServeOptions): Promise<void> {
  process.env["NEXT_TELEMETRY_DISABLED"] = "1";
  const folder = resolve(options.data);
  const now = (): number => Date.now();
  const { store, writer, refusal } = await openFolder(folder);
  const storeWriter = writer ?? refusingWriter(refusal, now());
  const runtime: ConsoleRuntime = {
    store,
    writer: storeWriter,
    imports: new ImportTracker(storeWriter),
    exports: new BundleExports(new URL("./export-thread.mjs", import.meta.url), store.sqlite.name),
    folder,
    started_at_ms: now(),
    now,
  };
  installServiceContext(runtime);

  const app = next({ dev: options.dev, dir: projectFolder, hostname: options.host, port: options.port });
  await app.prepare();
  const server = await listen(app.getRequestHandler(), options);
  const url = addressOf(server, options.host);
  await writer?.publish(url);
  if (writer !== undefined && options.demo) await loadDemoInto(store, writer, now());
  const stopped = stopSignal();
  process.stdout.write(`ready ${url}\n`);

  const failure = await Promise.race([stopped, ...(writer === undefined ? [] : [writer.ended])]);
  if (failure !== undefined) throw failure;
  writer?.stopTaking();
  await closeServer(server);
  await app.close();
  store.sqlite.close();
  await writer?.close();
}

interface OpenedFolder {
  readonly store: ReadStore;
  readonly writer?: WriterClient;
  /** Why there is no writer. */
  readonly refusal: string;
}

/** The store with its writer, or for reading only where its disk cannot be written. */
async function openFolder(folder: string): Promise<OpenedFolder> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const writer = await WriterClient.start(new URL("./writer-thread.mjs", import.meta.url), {
      folder,
      migrations: resolve(projectFolder, "drizzle"),
      what: "grillo serve",
    });
    return { store: openForReading(storePath(folder)), writer, refusal: "" };
  } catch (error) {
    const isReadable =
      error instanceof ConsoleError && error.code === "storage-read-only" && hasStore(folder);
    if (!isReadable) throw error;
    report(`${error.message} Going on for reading only.`);
    return { store: openCopyForReading(storePath(folder)), refusal: error.message };
  }
}

function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        resolve(undefined);
      });
    }
  });
}
