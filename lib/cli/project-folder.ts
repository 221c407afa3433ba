import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the installed project: the nearest one above this file that holds the migrations. */
export const projectFolder = findProject(dirname(fileURLToPath(import.meta.url)));

function findProject(folder: string): string {
  if (existsSync(join(folder, "drizzle", "meta", "_journal.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error("the folder of migrations is missing; the installation is incomplete");
  return findProject(parent);
}
