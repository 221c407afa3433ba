import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of recorded samples: GRILLO_SAMPLES, else `../shared/samples` beside the project. */
export const samplesFolder = resolve(process.env["GRILLO_SAMPLES"] ?? "../shared/samples");

/** Whether the samples are there. Suites that need them skip, by name, when they are not. */
export const haveSamples = existsSync(join(samplesFolder, "README.md"));

/** Path of one sample. */
export function samplesPath(...parts: readonly string[]): string {
  return join(samplesFolder, ...parts);
}
