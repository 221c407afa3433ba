import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";

test.use({ seed: "empty for import-folder" });

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
});
