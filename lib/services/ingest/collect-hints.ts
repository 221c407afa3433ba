import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { headListSchema, type FolderHintsDto, type HeadList } from "@/lib/contracts/folder-hints";
import { ConsoleError } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import { hintsOfFiles, readFolderFile, type FolderFile } from "@/lib/ingest/folder-hints";
import { printHints } from "@/lib/ingest/hints-wire";
import { folderOf } from "@/lib/ingest/run-folder";
import { BodyReader } from "./body-reader";

export interface HintsRequest {
  readonly body: ReadableStream<Uint8Array> | null;
  /** Bytes of the list before the heads. */
  readonly list_bytes: number;
}

/**
 * What files that are about to be imported together tell about each other, folder by folder, from their heads: for
 * senders that cannot read formats themselves, such as a browser. Nothing is stored. One head is in memory at a
 * time, and others are served between two. Throws invalid-request.
 */
export async function collectHints({ body, list_bytes }: HintsRequest): Promise<FolderHintsDto> {
  if (body === null)
    throw new ConsoleError("invalid-request", "The request has no body; send a list and the heads.");
  const reader = new BodyReader(body);
  try {
    return await hintsOf(reader, list_bytes);
  } finally {
    await reader.close();
  }
}

async function hintsOf(reader: BodyReader, listBytes: number): Promise<FolderHintsDto> {
  const { files } = readList(await reader.take(listBytes, "list"));
  const folders = new Map<string, { files: number[]; read: FolderFile[] }>();
  for (const [i, { path, bytes }] of files.entries()) {
    const head = await reader.take(bytes, "heads");
    const name = folderOf(path);
    const folder = folders.get(name) ?? { files: [], read: [] };
    folder.files.push(i);
    folder.read.push(readFolderFile({ name: path, head }));
    folders.set(name, folder);
    await setImmediate();
  }
  return {
    folders: [...folders].map(([name, folder]) => ({
      files: folder.files,
      hints: printHints(hintsOfFiles(folder.read, name.slice(name.lastIndexOf("/") + 1))),
    })),
  };
}

function readList(bytes: Uint8Array): HeadList {
  let value: unknown;
  try {
    value = parseExact(Buffer.from(bytes).toString("utf8"));
  } catch {
    throw new ConsoleError("invalid-request", "The list before the heads is no JSON.");
  }
  const read = headListSchema.safeParse(value);
  if (read.success) return read.data;
  throw new ConsoleError("invalid-request", `The list before the heads: ${z.prettifyError(read.error)}`);
}
