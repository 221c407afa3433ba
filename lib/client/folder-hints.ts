import { apiFetch } from "./api-fetch";
import type { ChosenFile } from "./chosen-files";

/**
 * What files that are imported together tell about each other, for `sendFile`: frames that name no conversation find
 * the one that the log beside them names. The server reads their heads. Throws as apiFetch does.
 */
export async function askFolderHints(files: readonly ChosenFile[]): Promise<ReadonlyMap<ChosenFile, string>> {
  const { folderHintsSchema, headBytes } = await import("@/lib/contracts/folder-hints");
  const list = new Blob([
    JSON.stringify({
      files: files.map(({ file, path }) => ({ path, bytes: Math.min(file.size, headBytes) })),
    }),
  ]);
  const { folders } = await apiFetch(`/api/v1/imports/hints?list=${String(list.size)}`, folderHintsSchema, {
    method: "POST",
    body: new Blob([list, ...files.map(({ file }) => file.slice(0, headBytes))]),
  });
  return new Map(
    folders.flatMap((folder) =>
      folder.files.flatMap((i) => {
        const file = files[i];
        return file === undefined ? [] : [[file, folder.hints] as const];
      }),
    ),
  );
}
