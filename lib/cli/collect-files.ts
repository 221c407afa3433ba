import { readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { ConsoleError } from "@/lib/domain/console-error";
import { importRank, isImported } from "@/lib/domain/import-files";

/** A file to import. `name` is what messages and file-scoped identities use. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Standard input or a pipe: it can be read once, from its beginning to its end. */
  readonly is_stream: boolean;
}

/** The path that stands for standard input. */
const standardInput = "-";

/**
 * Files under the given paths, `-` for standard input, folders walked in order of name; hidden files, the companions of
 * databases and pipes inside folders are left out. Throws file-not-found, naming the path.
 */
export function collectFiles(paths: readonly string[]): readonly FoundFile[] {
  return paths.flatMap((path): readonly FoundFile[] => {
    if (path === standardInput) return [{ path, name: "stdin", bytes: 0, is_stream: true }];
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined)
      throw new ConsoleError("file-not-found", `There is no file or folder ${path}.`, { details: { path } });
    if (!stats.isDirectory())
      return [{ path, name: basename(path), bytes: stats.size, is_stream: !stats.isFile() }];
    const files = walk(path).map((file) => ({
      ...file,
      name: relative(path, file.path).replaceAll("\\", "/"),
    }));
    return files.sort((a, b) => importRank(basename(a.name)) - importRank(basename(b.name)));
  });
}

function walk(folder: string): readonly FoundFile[] {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => isImported(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [{ path, name: path, bytes: statSync(path).size, is_stream: false }] : [];
  });
}
