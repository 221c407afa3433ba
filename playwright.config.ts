import { defineConfig, devices } from "@playwright/test";
import { installedChromium } from "./scripts/find-chromium.mjs";

const executablePath = installedChromium();

// The stories run against a production build (`npm run build`). Every worker has a server and a store of its
// own; nothing is shared but the files of the demo recording, which are written once and copied.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/stories",
  globalSetup: "./e2e/fixtures/prepare-demo.ts",
  workers: 2,
  // A look with axe takes some seconds, and a story may look ten times.
  timeout: 300_000,
  expect: { timeout: 10_000 },
  // A story that needs a second try is listed as flaky; on a busy machine it must not stop a landing.
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "line",
  projects: [
    { name: "stories", testIgnore: /-speed\.spec/ },
    // Measures when no other story runs beside it; alone: `npx playwright test --no-deps speed`.
    { name: "speed", testMatch: /-speed\.spec/, dependencies: ["stories"] },
  ],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    // Stories run in the dark theme; wherever they look with axe, they look in the light one as well.
    colorScheme: "dark",
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    // Recording every story costs more than half of its time; the second try of one that failed is recorded.
    trace: "on-first-retry",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium refuses its sandbox to root, which is who runs in a container.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
