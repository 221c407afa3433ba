// Checks what a browser has to load before a page works: JavaScript and CSS of every page after `npm run
// build`, gzipped, against the budgets below.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./run-command.mjs";
import { filesBelow } from "./source-stamp.mjs";

/** Bytes after gzip; the heaviest page, the inspector, stands at 235 kB. A change of these belongs in a decision record. */
export const budgets = { script: 240_000, style: 25_000 };

const output = join(root, ".next");

/**
 * What each page loads first: the files of the framework and those of the page, its layouts and its error
 * boundaries.
 *
 * @returns {{ page: string, script: number, style: number }[]} bytes after gzip, heaviest page first
 */
function measurePages() {
  const { rootMainFiles } = JSON.parse(readFileSync(join(output, "build-manifest.json"), "utf8"));
  const sizes = new Map();
  const sizeOf = (files) => sum([...new Set(files)].map((file) => gzipSize(file, sizes)));
  return pageManifests()
    .map(([page, { entryJSFiles, entryCSSFiles }]) => ({
      page: page.replace(/\/page$/, "") || "/",
      script: sizeOf([...rootMainFiles, ...Object.values(entryJSFiles).flat()]),
      style: sizeOf(
        Object.values(entryCSSFiles)
          .flat()
          .map(({ path }) => path),
      ),
    }))
    .sort((left, right) => right.script - left.script);
}

/** Next writes one script per page that puts its manifest on the global object. */
function pageManifests() {
  const require = createRequire(import.meta.url);
  const files = filesBelow(output, ["server/app"], (path) =>
    path.endsWith("/page_client-reference-manifest.js"),
  );
  for (const file of files) require(join(output, file));
  return Object.entries(globalThis.__RSC_MANIFEST ?? {});
}

function gzipSize(file, sizes) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(output, file)), { level: 9 }).length);
  return sizes.get(file);
}

function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/**
 * Pages over their budget, as sentences.
 *
 * @param {readonly { page: string, script: number, style: number }[]} pages
 */
export function budgetFaults(pages) {
  return pages.flatMap((page) =>
    Object.entries(budgets)
      .filter(([kind, budget]) => page[kind] > budget)
      .map(([kind, budget]) => `${page.page}: ${kind} ${kilobytes(page[kind])}, budget ${kilobytes(budget)}`),
  );
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const pages = measurePages();
  if (pages.length === 0) throw new Error("there is no build; run npm run build");
  for (const { page, script, style } of pages) {
    console.log(`${kilobytes(script).padStart(9)} script ${kilobytes(style).padStart(8)} style  ${page}`);
  }
  const faults = budgetFaults(pages);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
