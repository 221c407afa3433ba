import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take more than ten seconds, the longest first. */
const longest = [
  "lib/cli/import-samples.test.ts",
  "lib/services/ingest/oversized-input.test.ts",
  "lib/services/store/crash.test.ts",
  "db/salvage/salvage-store.test.ts",
  "lib/cli/slow-clients.test.ts",
  "lib/services/store/writer-process.test.ts",
];

/** Begins with the longest files, so that no process is left with one of them when the others have ended. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: {
    alias: {
      "@": fileURLToPath(new URL(".", import.meta.url)),
      "server-only": fileURLToPath(new URL("./lib/testing/server-only.ts", import.meta.url)),
    },
  },
  test: {
    include: ["{lib,db,components,app,scripts,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    pool: "forks",
    // One process for many files: to load the program anew for each of 181 took a fifth of all time. Nothing that a
    // module keeps may be wrong for the next file; what a test does to its process it undoes.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // By itself it leaves one core idle; many tests wait for processes and disks.
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
