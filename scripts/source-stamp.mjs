import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * A hash over the paths and contents of files. Contents and not times, so that a fresh clone, a checkout
 * of the same commit or a copied folder is recognised as unchanged. Costs a read of every file: some tens
 * of milliseconds for this project.
 *
 * @param {string} root folder the paths are relative to
 * @param {readonly string[]} files paths relative to `root`; the order does not matter
 */
export function stampOfFiles(root, files) {
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
    hash.update("\0");
  }
  return hash.digest("hex");
}

/**
 * Every file below the given files and folders, relative to `root`. Missing entries and names that start
 * with a dot are left out.
 *
 * @param {string} root
 * @param {readonly string[]} entries files or folders, relative to `root`
 * @param {(path: string) => boolean} [keep] which files count
 * @returns {string[]}
 */
export function filesBelow(root, entries, keep = () => true) {
  /** @type {string[]} */
  const found = [];
  for (const entry of entries) {
    const path = join(root, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    if (stat.isFile()) {
      if (keep(entry)) found.push(entry);
      continue;
    }
    for (const child of readdirSync(path, { withFileTypes: true })) {
      if (child.name.startsWith(".") || child.name === "node_modules") continue;
      const childPath = relative(root, join(path, child.name));
      if (child.isDirectory()) found.push(...filesBelow(root, [childPath], keep));
      else if (keep(childPath)) found.push(childPath);
    }
  }
  return found;
}
