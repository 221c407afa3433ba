import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { openInspector } from "./fixtures/inspector";

test.use({ seed: "empty for import-folder" });

test("every empty list leads to what feeds it, and the command names this very console", async ({
  page,
  server,
}) => {
  for (const path of ["/incidents", "/events", "/model-calls", "/tool-calls", "/transport"]) {
    await page.goto(path);
    await expect(page.getByRole("link", { name: /how to feed the console/ }), path).toBeVisible();
  }
  await page.getByRole("link", { name: /how to feed the console/ }).click();
  await expect(page.getByText(`${server.url}/api/v1/ingest`)).toBeVisible();
  await expectNoViolations(page);
});

test("files of a chosen folder are one conversation, as the command makes it", async ({ page }) => {
  test.skip(!haveSamples, "the samples are not here");
  await page.goto("/conversations");
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByLabel("Choose a folder").setInputFiles(samplesPath("pinocchio", "hc53"));
  const files = dialog.getByRole("list", { name: "Files" }).getByRole("listitem");
  await expect(files).toHaveCount(4);
  await expect(files.first()).toContainText("hc53/provider-sse.ndjson");
  await expect(dialog.getByText("4 of 4 files")).toBeVisible({ timeout: 30_000 });
  for (const received of ["377", "240", "1,078"])
    await expect(
      dialog.getByText(new RegExp(`${received} received: ${received} stored`)).first(),
    ).toBeVisible();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.reload();
  await expect(page.getByRole("contentinfo").getByText("1 conversation", { exact: true })).toBeVisible();

  // No snapshot was kept of these frames; their words read as a conversation all the same.
  await openInspector(page, "6ac68635-37bc-4f4d-9657-dfc96df3c5c6?tab=turns");
  const turn = page.getByRole("article", { name: "turn 1" });
  await expect(turn).toContainText("How can I help with your inventory");
  await expect(turn).toContainText("as the events tell");
  await expect(page.getByRole("group", { name: "What was said" })).toContainText("as the events tell");
  await expectNoViolations(page);
});
