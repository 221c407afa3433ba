// `npm test`: everything from a fresh clone to a verdict. Every step is run and shown, also after one has
// failed; the last line counts tests and checks.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled } from "./install.mjs";
import { root, runNode, secondsSince, tool } from "./run-command.mjs";

const reports = join(root, "test-results");
const totals = { passed: 0, failed: 0, skipped: 0 };
const startedAt = performance.now();

/** Checks that read the sources only. Two at a time: the longest first, so that both lanes end together. */
const staticChecks = [
  check("lint", [tool("eslint/bin/eslint.js"), ".", "--max-warnings", "0"], "npx eslint . --fix"),
  check("types", [tool("typescript/bin/tsc"), "--noEmit", "-p", ".", "--incremental", "false"]),
  check("import directions", [
    tool("dependency-cruiser/bin/dependency-cruise.mjs"),
    "--config",
    ".dependency-cruiser.cjs",
    ...["app", "bench", "components", "db", "e2e", "lib", "scripts"],
  ]),
  check(
    "format",
    [tool("prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "."],
    "npm run format",
  ),
  check("dead code", [tool("knip/bin/knip.js"), "--no-progress"]),
  check("documents", ["scripts/check-docs.mjs"]),
  check("keyboard page", ["scripts/write-keyboard-docs.mjs", "--check"]),
  check("contrast", ["scripts/check-contrast.mjs"]),
];

try {
  await ensureInstalled();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

// Lint and types read the route types and the ambient declarations that Next generates.
await step("route types", () => runNode("route types", [tool("next/dist/bin/next"), "typegen"]));
await inLanes(2, staticChecks);
// The unit tests wait for processes and disks now and then; the build fills the gaps.
let built = false;
await inLanes(2, [
  () => step("unit tests", unitTests),
  async () => {
    built = await step("build", build);
  },
]);
if (built) await step("bundle budgets", () => runNode("bundle budgets", ["scripts/check-bundle.mjs"]));
if (built) await step("stories", stories);

const { passed, failed, skipped } = totals;
console.log(`finished after ${secondsSince(startedAt)}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;

/** A step that runs one tool. `remedy` is the command that repairs what it finds. */
function check(name, args, remedy) {
  return () =>
    step(name, async () => {
      const { code, output } = await runNode(name, args);
      return {
        code,
        output: code !== 0 && remedy !== undefined ? `${output}\nrepair with: ${remedy}\n` : output,
      };
    });
}

/**
 * Runs one step and prints name, result and seconds; the output only when it failed. Adds the step's own
 * counts, or one for the step.
 *
 * @param {string} name
 * @param {() => Promise<{ code: number, output: string, counts?: typeof totals }>} work
 */
async function step(name, work) {
  const at = performance.now();
  const { code, output, counts } = await work().catch((error) => ({
    code: 1,
    output: `${error.stack ?? error}\n`,
  }));
  const sum = counts ?? { passed: 0, failed: 0, skipped: 0 };
  if (counts === undefined && code === 0) sum.passed += 1;
  // A tool that fails without naming a failed test could not run at all.
  if (code !== 0 && sum.failed === 0) sum.failed += 1;
  for (const kind of Object.keys(totals)) totals[kind] += sum[kind];
  const detail =
    counts === undefined ? "" : `, ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`;
  if (code !== 0) console.log(output.trimEnd());
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${name} (${secondsSince(at)}${detail})`);
  return code === 0;
}

async function inLanes(lanes, jobs) {
  const waiting = [...jobs];
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function unitTests() {
  const file = join(reports, "unit.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const { code, output } = await runNode("unit tests", [tool("vitest/vitest.mjs"), "run", ...reporters]);
  const report = readReport(file);
  const counts = report && {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { code, output, counts };
}

async function build() {
  const { ensureBuilt } = await import("./build.mjs");
  const { output } = await ensureBuilt();
  return { code: 0, output };
}

async function stories() {
  const { findChromium } = await import("./find-chromium.mjs");
  const file = join(reports, "stories.json");
  const env = { GRILLO_CHROMIUM: await findChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const args = [tool("@playwright/test/cli.js"), "test", "--reporter=line,json"];
  const { code, output } = await runNode("stories", args, { env, show: true });
  const stats = readReport(file)?.stats;
  const counts = stats && {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  };
  return { code: code === 0 && (counts?.failed ?? 0) > 0 ? 1 : code, output, counts };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
