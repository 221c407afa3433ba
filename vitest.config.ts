import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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
    // By itself it leaves one core idle; many tests wait for processes and disks.
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
