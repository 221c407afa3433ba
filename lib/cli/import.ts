import { createReadStream, readSync, openSync, closeSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { snapshotForeign } from "@/db/foreign/open-foreign";
import { headBytes } from "@/lib/contracts/folder-hints";
import { ConsoleError } from "@/lib/domain/console-error";
import type { JsonValue } from "@/lib/domain/model/field";
import { collectFolderHints } from "@/lib/ingest/folder-hints";
import type { FolderHints } from "@/lib/ingest/format";
import { folderOf } from "@/lib/ingest/run-folder";
import type { RunCounts } from "@/lib/services/ingest/input-run";
import { noCounts } from "@/lib/services/ingest/input-run";
import { collectFiles, type FoundFile } from "./collect-files";
import { endProgress, exitCodes, print, printJson, progress } from "./output";
import { accessWriter, type WriterAccess } from "./writer-access";

export interface ImportCommandOptions {
  readonly data: string;
  readonly conv?: string | undefined;
  readonly source?: string | undefined;
  readonly json: boolean;
}

/** What became of one file. */
export interface FileResult extends RunCounts {
  readonly path: string;
  readonly format: string | null;
  readonly reasons: readonly { code: string; detail: string; line: number; count: number }[];
}

/** Imports files and folders; prints what became of each. Gives the exit code. */
export async function importFiles(paths: readonly string[], options: ImportCommandOptions): Promise<number> {
  const results = await importPaths(paths, options, options.json ? () => undefined : printResult);
  const total = sum(results);
  if (options.json) printJson({ files: results.map(asJson), total: { ...total } });
  else printTotal(results, total);
  const faulty = results.some(({ reasons }) => reasons.some(({ code }) => faultCodes.has(code)));
  return total.rejected > 0 || total.conflict > 0 || faulty ? exitCodes.fault : exitCodes.fine;
}

/** Imports files and folders; tells of each file as it is done, and of all when everything has settled. */
export async function importPaths(
  paths: readonly string[],
  options: Omit<ImportCommandOptions, "json">,
  onResult: (result: FileResult) => void,
): Promise<readonly FileResult[]> {
  const files = collectFiles(paths);
  const writer = await accessWriter(options.data, "grillo import");
  const results: FileResult[] = [];
  try {
    const hints = hintsByFolder(files);
    for (const [i, file] of files.entries()) {
      progress(`${String(i + 1)}/${String(files.length)} ${file.name}`);
      const result = await importOne(file, writer, options, hints.get(folderOf(file.path)));
      endProgress();
      onResult(result);
      results.push(result);
    }
    progress("settling: calls, failures, counts");
  } finally {
    await writer.close();
    endProgress();
  }
  return results;
}

/** Reasons that mean a fault in the data; the others are notes. */
const faultCodes = new Set(["file-damaged", "file-locked", "payload-too-large"]);

async function importOne(
  file: FoundFile,
  writer: WriterAccess,
  options: Omit<ImportCommandOptions, "json">,
  folder: FolderHints | undefined,
): Promise<FileResult> {
  const run = await writer.openImport({
    name: file.name,
    conv_id: options.conv,
    source: options.source,
    folder,
  });
  try {
    for await (const chunk of bytesOf(file)) await run.push(chunk);
    const { format, counts, reasons } = await run.end();
    return { path: file.path, format: format ?? null, ...counts, reasons };
  } catch (error) {
    // A damaged file must not stop the import of the others; a failing store must.
    if (!(error instanceof ConsoleError) || error.code.startsWith("storage") || error.code === "internal")
      throw error;
    const reason = { code: error.code, detail: error.message, line: 0, count: 1 };
    return { path: file.path, format: null, ...noCounts(), reasons: [reason] };
  }
}

const sqliteMagic = "SQLite format 3\u0000";

/** The bytes to import. A database comes as a snapshot that holds what its write-ahead log holds. */
async function* bytesOf(file: FoundFile): AsyncIterable<Uint8Array> {
  if (file.is_stream) {
    yield* chunksOf(file.path === "-" ? process.stdin : createReadStream(file.path));
    return;
  }
  if (headOf(file.path, sqliteMagic.length).toString("latin1") !== sqliteMagic) {
    yield* stream(file.path);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "grillo-import-"));
  try {
    const snapshot = join(folder, "snapshot.db");
    snapshotForeign(file.path, snapshot);
    yield* stream(snapshot);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stream(path: string): AsyncIterable<Uint8Array> {
  return chunksOf(createReadStream(path, { highWaterMark: 1 << 20 }));
}

async function* chunksOf(readable: Readable): AsyncIterable<Uint8Array> {
  for await (const chunk of readable) yield bufferChunk(chunk);
}

/** A read stream without an encoding gives buffers. */
function bufferChunk(chunk: unknown): Buffer {
  return chunk as Buffer;
}

function headOf(path: string, length: number): Buffer {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(length);
    return head.subarray(0, readSync(file, head, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

function hintsByFolder(files: readonly FoundFile[]): ReadonlyMap<string, FolderHints> {
  return new Map(
    [...groupByFolder(files.filter(({ is_stream }) => !is_stream))].map(([folder, group]) => [
      folder,
      collectFolderHints(
        group.map(({ path, name }) => ({ name, head: headOf(path, headBytes) })),
        basename(resolve(folder)),
      ),
    ]),
  );
}

function groupByFolder(files: readonly FoundFile[]): Map<string, FoundFile[]> {
  const groups = new Map<string, FoundFile[]>();
  for (const file of files) {
    const folder = folderOf(file.path);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [file]);
    else group.push(file);
  }
  return groups;
}

function sum(results: readonly RunCounts[]): RunCounts {
  const total = noCounts();
  for (const result of results) {
    total.received += result.received;
    total.stored += result.stored;
    total.duplicate += result.duplicate;
    total.conflict += result.conflict;
    total.rejected += result.rejected;
  }
  return total;
}

function asJson(result: FileResult): JsonValue {
  return { ...result, reasons: result.reasons.map((reason) => ({ ...reason })) };
}

function printResult(result: FileResult): void {
  print(`${result.path}  ${result.format ?? "not recognised"}  ${countsText(result)}`);
  for (const { code, detail, line, count } of result.reasons) {
    print(
      `    ${code}${count > 1 ? ` x${String(count)}` : ""}${line > 0 ? ` first at line ${String(line)}` : ""}: ${detail}`,
    );
  }
}

function printTotal(results: readonly FileResult[], total: RunCounts): void {
  print(`total  ${String(results.length)} files  ${countsText(total)}`);
}

function countsText({ received, stored, duplicate, conflict, rejected }: RunCounts): string {
  return `received ${String(received)} = stored ${String(stored)} + duplicate ${String(duplicate)} + conflict ${String(conflict)} + rejected ${String(rejected)}`;
}
