// Keeps the documents true: paths and links they name exist, scripts they name are in package.json, every
// problem code has its page, and every page its code.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run-command.mjs";
import { filesBelow } from "./source-stamp.mjs";

/** Folders whose paths documents cite from the root of the project. */
const cited = /^(app|bench|bin|components|db|docs|drizzle|e2e|lib|public|scripts|\.ci)\/[\w./[\]-]*$/;
/** Source files that speak of documents; a moved document leaves them wrong. */
const sourceFolders = ["app", "bench", "components", "db", "e2e", "lib", "scripts"];

/**
 * Everything that is wrong in one document, as sentences.
 *
 * @param {string} path relative to the root
 * @param {string} text
 * @param {{ exists: (path: string) => boolean, scripts: ReadonlySet<string> }} project
 */
export function documentFaults(path, text, { exists, scripts }) {
  const faults = [];
  const prose = text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, " "));
  for (const [, span] of prose.matchAll(/`([^`\n]+)`/g)) {
    if (cited.test(span) && !exists(span)) faults.push(`${path}: there is no ${span}`);
  }
  for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:|^#|^\//.test(target)) continue;
    const linked = normalize(join(dirname(path), target.replace(/#.*$/, "")));
    if (!exists(linked)) faults.push(`${path}: the link ${target} leads nowhere`);
  }
  for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) {
    if (!scripts.has(script)) faults.push(`${path}: there is no script ${script}`);
  }
  return faults;
}

/** Documents that source files name but that do not exist. */
export function sourceFaults(path, text, exists) {
  return Array.from(text.matchAll(/\bdocs\/[\w/-]+\.md\b/g), ([name]) => name)
    .filter((name) => !exists(name))
    .map((name) => `${path}: there is no ${name}`);
}

/** Codes without a page and pages without a code. */
export function problemPageFaults(codes, pages) {
  return [
    ...codes.filter((code) => !pages.includes(code)).map((code) => `docs/errors/${code}.md is missing`),
    ...pages
      .filter((page) => !codes.includes(page))
      .map((page) => `docs/errors/${page}.md is about no problem code`),
  ];
}

function check() {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const exists = (path) => existsSync(join(root, path));
  const scripts = new Set(Object.keys(JSON.parse(read("package.json")).scripts));
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith(".md")),
    ...filesBelow(root, ["docs", ...sourceFolders], (path) => path.endsWith(".md")),
  ];
  const sources = filesBelow(
    root,
    sourceFolders,
    (path) => /\.(tsx?|css)$/.test(path) && !/\.test\.tsx?$/.test(path),
  );
  const [, list] = /problemCodes = \[([^\]]*)\]/.exec(read("lib/domain/console-error.ts")) ?? [];
  if (list === undefined) throw new Error("the list of problem codes has moved");
  const codes = Array.from(list.matchAll(/"([a-z-]+)"/g), ([, code]) => code);
  const pages = filesBelow(
    root,
    ["docs/errors"],
    (path) => path.endsWith(".md") && !path.endsWith("README.md"),
  ).map((path) => path.slice("docs/errors/".length, -".md".length));
  return {
    documents: documents.length,
    faults: [
      ...documents.flatMap((path) => documentFaults(path, read(path), { exists, scripts })),
      ...sources.flatMap((path) => sourceFaults(path, read(path), exists)),
      ...problemPageFaults(codes, pages),
    ],
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { documents, faults } = check();
  for (const fault of faults) console.error(fault);
  console.log(`${documents} documents checked, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
