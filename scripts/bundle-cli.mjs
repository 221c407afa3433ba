// Bundles the command line and the writer thread into dist/, so that `bin/grillo` runs on plain Node.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stampOfFiles } from "./source-stamp.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const manifestPath = join(dist, "bundle.json");

/** Entry points by the name of the file they become in dist/. */
const entryPoints = {
  grillo: "lib/cli/main.ts",
  "writer-thread": "lib/services/store/writer-thread.ts",
  "export-thread": "lib/services/bundle/export-thread.ts",
};

/** Files besides the bundled sources that decide what comes out. */
const recipe = ["package.json", "tsconfig.json", "scripts/bundle-cli.mjs"];

/**
 * Makes the bundles when they are missing or older than their sources. Takes some tens of milliseconds when nothing
 * changed. Several processes may do it at once: files are replaced whole.
 *
 * @returns {Promise<boolean>} whether anything was made
 */
export async function ensureCommandBundle() {
  if (isCurrent()) return false;
  await bundleCommand();
  return true;
}

/** Makes the bundles, changed or not. */
export async function bundleCommand() {
  const inputs = [...(await bundleInto(dist, entryPoints)), ...recipe];
  replaceFile(manifestPath, JSON.stringify({ inputs, stamp: stampOfFiles(root, inputs) }, undefined, 1));
}

/**
 * Bundles entry points into a folder inside the project, where they find its packages.
 *
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} entries source by the name of the file that it becomes
 * @param {import("esbuild").BuildOptions} [options] options that differ
 * @returns {Promise<string[]>} the sources that went in
 */
export async function bundleInto(folder, entries, options = {}) {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: false,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    // Next's marker for server code throws outside of Next; here everything is server code.
    alias: { "@": root, "server-only": join(root, "lib/testing/server-only.ts") },
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: "error",
    ...options,
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
  return Object.keys(result.metafile.inputs);
}

function isCurrent() {
  const outputs = Object.keys(entryPoints).map((name) => join(dist, `${name}.mjs`));
  if (![manifestPath, ...outputs].every((path) => existsSync(path))) return false;
  const { inputs, stamp } = JSON.parse(readFileSync(manifestPath, "utf8"));
  return inputs.every((path) => existsSync(join(root, path))) && stampOfFiles(root, inputs) === stamp;
}

/** Readers see the old file or the new one, never half of one. */
function replaceFile(path, contents) {
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, contents);
  renameSync(partial, path);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write((await ensureCommandBundle()) ? "command bundled\n" : "command bundle is current\n");
}
