import { createWriteStream, readFileSync, renameSync, rmSync } from "node:fs";
import { once } from "node:events";
import { openForReading } from "@/db/store";
import { ConsoleError } from "@/lib/domain/console-error";
import { verifyBundle } from "@/lib/services/bundle/read-bundle";
import { writeBundle } from "@/lib/services/bundle/write-bundle";
import { hasStore, storePath } from "@/lib/services/store/data-folder";
import { exitCodes, print, printJson } from "./output";

export interface ExportOptions {
  readonly data: string;
  readonly output?: string | undefined;
}

/** Writes a replay bundle of conversations. Reads only, so a running server does not matter. */
export async function exportBundle(
  convIds: readonly string[],
  { data, output }: ExportOptions,
): Promise<number> {
  if (!hasStore(data)) throw new ConsoleError("file-not-found", `There is no store in ${data}.`);
  const store = openForReading(storePath(data));
  const path = output ?? `${(convIds[0] ?? "bundle").replaceAll(/[^\w.-]/g, "_")}.rpb`;
  const unfinished = `${path}.part`;
  try {
    const file = createWriteStream(unfinished);
    for (const chunk of writeBundle(store, convIds)) if (!file.write(chunk)) await once(file, "drain");
    file.end();
    await once(file, "close");
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
    store.sqlite.close();
  }
  print(path);
  return exitCodes.fine;
}

/** Checks a bundle without any store; says what is wrong with it. */
export function verifyBundleFile(path: string, json: boolean): number {
  const { manifest, faults } = verifyBundle(readBytes(path));
  if (json) {
    printJson({
      path,
      valid: faults.length === 0,
      root: manifest.root,
      events: manifest.counts.events,
      faults: faults.map((fault) => ({ ...fault })),
    });
  } else {
    for (const fault of faults) print(`${fault.path}: ${fault.detail}`);
    const { events, bytes } = manifest.counts;
    print(
      faults.length === 0
        ? `valid  ${String(events)} events, ${String(bytes)} bytes, root ${manifest.root}`
        : `damaged  ${String(faults.length)} faults`,
    );
  }
  return faults.length === 0 ? exitCodes.fine : exitCodes.fault;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ConsoleError("file-not-found", `There is no file ${path}.`, { cause });
  }
}
