import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./run-command.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macPaths = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The browser the stories run in: GRILLO_CHROMIUM, else one on the path, else Debian's package is installed
 * when this process may do so. Rejects with advice when there is none.
 *
 * @returns {Promise<string>} path of the program
 */
export async function findChromium() {
  const found = installedChromium();
  if (found !== undefined) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log("installing Debian's chromium");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", "apt-get", ["update", "-qq"], { env });
    await runCommand("apt-get", "apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
    const installed = installedChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "No Chromium here. Install one (Debian: apt-get install chromium) or set GRILLO_CHROMIUM to its path.",
  );
}

/**
 * The browser that is there already, if any.
 *
 * @returns {string | undefined}
 */
export function installedChromium() {
  const chosen = process.env["GRILLO_CHROMIUM"];
  if (chosen !== undefined && chosen !== "") {
    if (existsSync(chosen)) return chosen;
    throw new Error(`GRILLO_CHROMIUM names ${chosen}, which is not there.`);
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...macPaths].find((path) => path.startsWith("/") && existsSync(path));
}
