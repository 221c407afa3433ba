import { importRank, isImported } from "@/lib/domain/import-files";

/** A file to import, with its path as it was dropped or chosen: `hc53/server-log.ndjson`, or a bare name. */
export interface ChosenFile {
  readonly file: File;
  readonly path: string;
}

/** What a drop holds; must be asked for while its event is being handled. */
export type Dropped = FileSystemEntry | File;

/** What was dropped: entries of the file system, where the browser has them. */
export function droppedOn(event: DragEvent): readonly Dropped[] {
  return [...(event.dataTransfer?.items ?? [])]
    .filter(({ kind }) => kind === "file")
    .flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
}

/** The files among what was dropped, folders walked, in the order in which the command imports them. Rejects when one cannot be read. */
export async function filesOfDrop(dropped: readonly Dropped[]): Promise<readonly ChosenFile[]> {
  const found = await Promise.all(
    dropped.map(async (one) =>
      one instanceof File ? [{ file: one, path: one.name }] : await filesBelow(one, ""),
    ),
  );
  return inOrder(found.flat());
}

/** The files of an input, of a folder or loose, in the same order. */
export function filesOfInput(files: Iterable<File>): readonly ChosenFile[] {
  const chosen = Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name }));
  return inOrder(chosen.filter(({ path }) => path.split("/").slice(1).every(isImported)));
}

/** Name of a file in its import: below the folder that was dropped, as the command names it. */
export function importName(path: string): string {
  return path.includes("/") ? path.slice(path.indexOf("/") + 1) : path;
}

async function filesBelow(entry: FileSystemEntry, folder: string): Promise<ChosenFile[]> {
  const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: ChosenFile[] = [];
  // A reader gives some at a time and then none.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const child of entries) if (isImported(child.name)) found.push(...(await filesBelow(child, path)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Folder by folder by name; answers of a debug API last. */
function inOrder(files: readonly ChosenFile[]): readonly ChosenFile[] {
  return files
    .map((chosen) => ({ chosen, steps: chosen.path.split("/") }))
    .sort(
      (a, b) =>
        importRank(a.steps.at(-1) ?? "") - importRank(b.steps.at(-1) ?? "") || bySteps(a.steps, b.steps),
    )
    .map(({ chosen }) => chosen);
}

function bySteps(a: readonly string[], b: readonly string[]): number {
  for (const [i, step] of a.entries()) {
    const other = b[i] ?? "";
    if (step !== other) return step < other ? -1 : 1;
  }
  return a.length - b.length;
}
