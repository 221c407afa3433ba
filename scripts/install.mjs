import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root, runCommand, runNode, secondsSince } from "./run-command.mjs";

/** Something a person has to do before the console can run. The message says what. */
export class SetupProblem extends Error {}

/**
 * Brings node_modules to what the lock file says, when it is not there yet, and makes sure that the SQLite
 * driver loads in this Node. Throws SetupProblem with advice.
 */
export async function ensureInstalled() {
  checkNode();
  if (!isInstalled()) await install();
  if (await driverLoads()) return;
  // Another version of Node than the one the driver was compiled for.
  console.log("compiling the SQLite driver for this Node, about a minute and a half");
  const { code, output } = await runNpm(["rebuild", "better-sqlite3"]);
  if (code !== 0 || !(await driverLoads())) throw new SetupProblem(`${output}\n${compilerAdvice()}`);
}

function checkNode() {
  const wanted = readJson("package.json").engines.node.replace(/[^0-9.]/g, "");
  if (compareVersions(process.versions.node, wanted) >= 0) return;
  throw new SetupProblem(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`);
}

function compareVersions(left, right) {
  const [a, b] = [left, right].map((text) => text.split(".").map(Number));
  const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
  return at < 0 ? 0 : a[at] - (b[at] ?? 0);
}

/** Compares the lock file with npm's own record of what it installed. */
function isInstalled() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(join(root, record))) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson("package-lock.json").packages).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === "" || optional || devOptional || peer || installed[path]?.version === version,
  );
}

async function install() {
  const startedAt = performance.now();
  if (missingTools().length > 0) {
    console.log(
      `no ${missingTools().join(", no ")} here: the SQLite driver must come ready made for this machine`,
    );
  }
  console.log(
    "installing packages (npm ci); the SQLite driver may be compiled, about two minutes on two cores",
  );
  const { code, output } = await runNpm(["ci", "--include=dev"]);
  if (code !== 0) throw new SetupProblem(`${output}\nnpm ci failed. ${compilerAdvice()}`);
  console.log(`installed in ${secondsSince(startedAt)}`);
}

/** npm as the one that started this script, else the one on the path. */
function runNpm(args) {
  const npmScript = process.env["npm_execpath"];
  if (npmScript?.endsWith("npm-cli.js")) return runNode("npm", [npmScript, ...args]);
  return runCommand("npm", "npm", args);
}

async function driverLoads() {
  const probe = 'new (require("better-sqlite3"))(":memory:").close()';
  const { code } = await runNode("SQLite driver", ["-e", probe, "--input-type=commonjs"]);
  return code === 0;
}

function missingTools() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = (...names) => names.some((name) => folders.some((folder) => existsSync(join(folder, name))));
  const wanted = {
    "C++ compiler": ["c++", "g++", "clang++"],
    make: ["make", "gmake"],
    Python: ["python3", "python"],
  };
  return Object.entries(wanted).flatMap(([what, names]) => (found(...names) ? [] : [what]));
}

function compilerAdvice() {
  const missing = missingTools();
  if (missing.length === 0) return "The last lines above say why.";
  return `Compiling the SQLite driver needs what is missing here: ${missing.join(", ")}. On Debian: apt-get install build-essential python3.`;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}
