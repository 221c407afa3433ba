import { expect, test } from "./fixtures/app";

test("the list of conversations shows the failure of one that has warnings only", async ({ page }) => {
  await page.goto("/conversations?q=demo-late-delta");
  const row = page.getByRole("grid", { name: "Conversations" }).getByRole("row").nth(1);
  await expect(row).toContainText("projection.write_after_final");
});
