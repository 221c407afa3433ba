import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a tool's program inside node_modules. */
export function tool(...parts) {
  return join(root, "node_modules", ...parts);
}

/** Seconds since `startedAt` (of `performance.now()`), for people. */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * Runs a program to its end in the folder of the project and gives its exit code and everything it printed.
 * While it runs, a line every fifteen seconds says that it still does. A signal that ends this process is
 * passed on first, so that nothing stays behind.
 *
 * @param {string} name what to call it in the waiting line
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, show?: boolean }} [options] `show` prints the output as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(name, command, args, { env = {}, show = false } = {}) {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part) => {
      parts.push(part);
      if (show) process.stdout.write(part);
    });
  }
  const beat = setInterval(
    () => console.log(`  ${name}: still at it after ${secondsSince(startedAt)}`),
    15_000,
  );
  const stopPassing = passSignalsTo(child);
  return new Promise((resolve) => {
    const finish = (code, note = "") => {
      clearInterval(beat);
      stopPassing();
      resolve({ code, output: Buffer.concat(parts).toString("utf8") + note });
    };
    child.on("error", (error) => finish(127, `${error.message}\n`));
    child.on("close", (code, signal) => finish(code ?? 1, signal === null ? "" : `ended by ${signal}\n`));
  });
}

/** Runs a script of Node; see `runCommand`. */
export function runNode(name, args, options) {
  return runCommand(name, process.execPath, args, options);
}

function passSignalsTo(child) {
  const pass = (signal) => {
    child.kill(signal);
    child.once("close", () => process.exit(130));
  };
  process.once("SIGINT", pass).once("SIGTERM", pass);
  return () => process.off("SIGINT", pass).off("SIGTERM", pass);
}
