import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { joinedList, openInspector } from "./fixtures/inspector";
import { pressKeys } from "./fixtures/keyboard";

test.describe("an address that names nothing", () => {
  test.use({ expectedConsole: [/status of 404/] });

  test("a comparison with a side that is not stored names it and lets another be chosen", async ({
    page,
  }) => {
    await page.goto("/compare?a=demo-prompt-plain&b=nope");
    await expect(page.getByText("No conversation with the id nope")).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Choose another B" }).click();
    await page.getByRole("searchbox", { name: "Which conversation is B?" }).fill("demo-prompt-reworded");
    await page.getByRole("button", { name: /reworded/ }).click();
    await expect(page).toHaveURL(/a=demo-prompt-plain&b=demo-prompt-reworded/);
    await expect(page.getByRole("region", { name: "Comparison" })).toBeVisible();
  });

  test("an incident that is not stored leads back to the incidents", async ({ page }) => {
    await page.goto("/incidents/nope");
    await page.getByRole("link", { name: "All incidents" }).click();
    await expect(page).toHaveURL(/\/incidents$/);
  });
});

test("why a query cannot be read stands where its rows would be", async ({ page }) => {
  await page.goto("/conversations?q=foo:bar");
  const list = page.getByRole("region", { name: "Conversations", exact: true });
  await expect(list.getByText("The query cannot be read")).toBeVisible();
  await expect(list.getByText("There is no field foo.")).toBeVisible();
});

test("choosing a conversation to compare shows which ones failed, and how", async ({ page }) => {
  await page.goto("/compare?a=demo-prompt-plain");
  const row = page.getByRole("button", { name: /Refund policy lookup times out/ });
  await expect(row).toContainText("tool.timeout");
  await expectNoViolations(page);
});

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

for (const [path, name] of [
  ["/tool-calls", "Duration"],
  ["/transport", "Ping p95"],
] as const)
  test(`the button of the columns covers no header of ${path}`, async ({ page }) => {
    await page.goto(path);
    const header = page.getByRole("columnheader", { name }).locator("span").first();
    const text = await header.boundingBox();
    const button = await page.getByRole("button", { name: "Columns" }).boundingBox();
    expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
    expect(await header.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

test("fields that no source gave are named together behind those that are known", async ({ page }) => {
  await page.goto("/model-calls");
  const fields = page.getByRole("group", { name: "Fields" });
  const terms = fields.locator("dl").first().locator("dt");
  await expect(terms.last()).toHaveText("not recorded");
  await expect(fields.locator("dl").first().locator("dd").last()).toContainText("response_hash");
});

test("the inspector says the day of the record under the cursor", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  const bar = page.getByRole("contentinfo");
  await expect(bar.locator("time")).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (UTC|[+-]\d\d:\d\d)$/);
  await pressKeys(page, "End");
  await expect(joinedList(page).locator("[aria-selected=true]")).toBeVisible();
});

test("the preview of a conversation begins with what went wrong, before its facts", async ({ page }) => {
  await page.setViewportSize({ width: 1100, height: 800 });
  await page.goto("/conversations?q=demo-tool-timeout");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("link", { name: "tool.timeout" }).first()).toBeInViewport();
  await expectNoViolations(page);
});
