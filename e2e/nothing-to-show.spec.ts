import { expect, test } from "./fixtures/app";

test("the list of conversations shows the failure of one that has warnings only", async ({ page }) => {
  await page.goto("/conversations?q=demo-late-delta");
  const row = page.getByRole("grid", { name: "Conversations" }).getByRole("row").nth(1);
  await expect(row).toContainText("projection.write_after_final");
});

test("two incidents with the same words are told apart by their tools", async ({ page }) => {
  await page.goto("/incidents?q=%22connection+refused%22+class:tool");
  const rows = page.getByRole("grid", { name: "Incidents" }).getByRole("row");
  await expect(rows.filter({ hasText: "order_status dial tcp" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "register_dog dial tcp" })).toHaveCount(1);
});

test("fields that no source gave are named together behind those that are known", async ({ page }) => {
  await page.goto("/model-calls");
  const fields = page.getByRole("group", { name: "Fields" });
  const terms = fields.locator("dl").first().locator("dt");
  await expect(terms.last()).toHaveText("not recorded");
  await expect(fields.locator("dl").first().locator("dd").last()).toContainText("response_hash");
});
