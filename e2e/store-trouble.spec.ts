import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { removeFolder, startGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import { canMountDisks, mountSmallDisk } from "@/lib/testing/small-disk";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { details, joinedList, openInspector, turnTree } from "./fixtures/inspector";
import { pressKeys, tabTo } from "./fixtures/keyboard";
import { copyDemo } from "./fixtures/prepare-demo";

const mebibyte = 1024 * 1024;
/** A page asks every ten seconds, and the writer looks at its disk every five. */
const noticed = { timeout: 30_000 };

const strip = (page: Page): Locator => page.getByRole("status", { name: "Store" });

// Health is 503 then, and what the browser cannot reach it says in its console.
test.use({ expectedConsole: [/status of 50[37]|ERR_(CONNECTION|INCOMPLETE)/] });

test("while all is well nothing is said about the store", async ({ page }) => {
  const asked = page.waitForResponse("**/api/v1/health");
  await page.goto("/settings");
  expect((await asked).status()).toBe(200);
  await expect(strip(page)).toBeAttached();
  await expect(strip(page)).toBeEmpty();
});

test("a part that cannot be loaded says so in its place, and takes nothing else away", async ({ page }) => {
  const folder = temporaryFolder();
  copyDemo(folder);
  const server = await startGrillo(folder);
  try {
    await openInspector(page, `demo-tool-timeout`, server.url);
    await page.waitForLoadState("networkidle");
    await server.stop();
    await details(page).getByRole("tab", { name: "Raw" }).click();
    await expect(details(page).getByRole("alert")).toContainText("This part did not load");
    await expect(joinedList(page).getByRole("row").nth(1)).toBeVisible();
    await expect(turnTree(page)).toBeVisible();
    // Saying that something failed needs nothing of the server that is gone.
    await joinedList(page).focus();
    await pressKeys(page, "p");
    await expect(page.getByText("The pin was not changed")).toBeVisible(noticed);
    await details(page).getByRole("button", { name: "Reload" }).click();
    await expect(details(page).getByText("still no answer")).toBeVisible();
    await expect(joinedList(page).getByRole("row").nth(1)).toBeVisible();
  } finally {
    removeFolder(folder);
  }
});

test.describe("on a disk of its own (needs root)", () => {
  test.skip(!canMountDisks(), "this user may not mount");

  test("every page says that the disk is full, since when, and when there is room again no more", async ({
    page,
  }) => {
    const disk = mountSmallDisk(96 * mebibyte);
    copyDemo(disk.folder);
    const server = await startGrillo(disk.folder);
    try {
      await page.goto(`${server.url}/settings`);
      await expect(strip(page)).toBeAttached();
      const filler = join(disk.folder, "filler");
      const { bavail, bsize } = statfsSync(disk.folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize - mebibyte));
      await expect(strip(page)).toContainText(
        /The disk is full\. Nothing is taken in since [\d-]+ [\d:]+\./,
        noticed,
      );
      await expectNoViolations(page);
      for (const path of ["/overview", "/conversations", "/conversations/demo-tool-timeout", "/notes"]) {
        await page.goto(server.url + path);
        await expect(strip(page), path).toContainText("The disk is full.");
      }
      const link = strip(page).getByRole("link");
      await tabTo(page, link);
      await pressKeys(page, "Enter");
      await expect(strip(page)).toContainText("Senders are told to wait and lose nothing");
      await expect(link).toHaveCount(0);
      rmSync(filler);
      await expect(strip(page)).toBeEmpty(noticed);
    } finally {
      await server.stop();
      disk.remove();
    }
  });

  test("a store that can only be read is shown whole, and so said until the console goes", async ({
    page,
  }) => {
    const disk = mountSmallDisk(64 * mebibyte);
    copyDemo(disk.folder);
    disk.makeReadOnly();
    const server = await startGrillo(disk.folder);
    try {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${server.url}/incidents`);
      await expect(strip(page)).toContainText("The store can only be read. Nothing is taken in since");
      await expect(
        page.getByRole("grid", { name: "Incidents" }).locator("[data-index]").first(),
      ).toBeVisible();
      await expectNoViolations(page);
      await server.stop();
      await expect(strip(page)).toContainText(/did not answer\. What is shown was read before/, noticed);
    } finally {
      disk.remove();
    }
  });
});
