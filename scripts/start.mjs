// `npm start`: everything from a fresh clone to a running console with the demo recording in it. Options
// after `--` go to `grillo serve`; PORT sets the port.
import { SetupProblem, ensureInstalled } from "./install.mjs";
import { secondsSince } from "./run-command.mjs";

const startedAt = performance.now();
try {
  await ensureInstalled();
  const { ensureBuilt } = await import("./build.mjs");
  await ensureBuilt();
} catch (error) {
  console.error(
    error instanceof SetupProblem ? error.message : error instanceof Error ? error.message : error,
  );
  process.exit(1);
}
console.log(`set up after ${secondsSince(startedAt)}; starting, Ctrl+C stops`);

const port = process.env["PORT"];
const options = process.argv.slice(2);
if (port !== undefined && !options.some((option) => option.startsWith("--port")))
  options.push("--port", port);
process.env["NODE_ENV"] = "production";
process.env["NEXT_TELEMETRY_DISABLED"] = "1";
// The server runs in this process, so that a signal to it needs no passing on.
process.argv.splice(1, process.argv.length, "bin/grillo", "serve", "--demo", ...options);
await import("../dist/grillo.mjs");
