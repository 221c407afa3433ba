// Builds the console: pages and API by Next, the command line and the writer thread by esbuild. Skips what
// is unchanged; `--force` does not.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, runNode, secondsSince, tool } from "./run-command.mjs";
import { filesBelow, stampOfFiles } from "./source-stamp.mjs";

const stampPath = join(root, "dist", "next-build.sha256");

/** What the pages and the API are made of. */
const sources = [
  "app",
  "components",
  "db",
  "lib",
  "public",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/**
 * Builds what changed since the last build.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<{ built: boolean, output: string }>} rejects with the output of the failing tool
 */
export async function ensureBuilt({ force = false } = {}) {
  const { ensureCommandBundle } = await import("./bundle-cli.mjs");
  await ensureCommandBundle();
  const stamp = stampOfFiles(
    root,
    filesBelow(root, sources, (path) => !/\.test\.tsx?$/.test(path)),
  );
  if (!force && isBuilt(stamp)) return { built: false, output: "" };
  rmSync(stampPath, { force: true });
  console.log("building pages and API (next build), a minute or two on two cores");
  const startedAt = performance.now();
  const { code, output } = await runNode("next build", [tool("next/dist/bin/next"), "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) throw new Error(`next build failed\n${output}`);
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, stamp);
  console.log(`built in ${secondsSince(startedAt)}`);
  return { built: true, output };
}

function isBuilt(stamp) {
  const build = join(root, ".next", "BUILD_ID");
  return existsSync(build) && existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { built, output } = await ensureBuilt({ force: process.argv.includes("--force") });
    console.log(built ? output : "the build is current");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
