import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const card = (page: Page, title: string): Locator => page.getByRole("region", { name: title, exact: true });
const chart = (page: Page, title: string): Locator =>
  page.getByRole("slider", { name: `${title}, by time`, exact: true });
const legend = (page: Page, title: string): Locator => page.getByRole("list", { name: `${title}: legend` });

async function openOverview(page: Page, query = "?time=*"): Promise<void> {
  await page.goto(`/overview${query}`);
  await expect(chart(page, "Failures by class")).toBeVisible();
}

test("the overview draws everything stored, and says what it counts", async ({ page }) => {
  await openOverview(page);
  await expect(page.getByRole("button", { name: "Everything stored" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  for (const title of ["Latency of model calls", "Envelopes", "Tokens", "Calls", "Bytes"])
    await expect(chart(page, title)).toBeVisible();
  for (const name of ["validation", "provider", "tool", "projection", "storage", "transport", "runtime"])
    await expect(legend(page, "Failures by class").getByRole("link", { name })).toBeVisible();
  await expectNoViolations(page);
});

test("each chart is also a table with the same numbers", async ({ page }) => {
  await openOverview(page);
  await page.getByRole("button", { name: "Show as table: Failures by class" }).click();
  const table = page.getByRole("table", { name: /^Failures by class/ });
  await expect(table.getByRole("columnheader").first()).toHaveText("Time");
  const told = await legend(page, "Failures by class")
    .getByRole("listitem")
    .filter({ hasText: "tool" })
    .innerText();
  const column = (await table.getByRole("columnheader").allInnerTexts()).indexOf("tool");
  const cells = await table.locator(`tbody tr td:nth-child(${String(column + 1)})`).allInnerTexts();
  const sum = cells.reduce((total, text) => total + Number(text), 0);
  expect(told).toContain(String(sum));
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Show as chart: Failures by class" }).click();
  await expect(chart(page, "Failures by class")).toBeVisible();
});

test("by keyboard alone: values step by step, a range, its list", async ({ page }) => {
  await openOverview(page);
  const failures = chart(page, "Failures by class");
  await failures.focus();
  await pressKeys(page, "End ArrowLeft ArrowLeft");
  const before = await failures.getAttribute("aria-valuetext");
  expect(before).toMatch(/^\d\d-\d\d \d\d:\d\d to \d\d:\d\d: /);
  // The cursor of one chart is the cursor of all.
  const time = before?.replace(/: .*/, "") ?? "";
  await expect(card(page, "Tokens")).toContainText(time);
  await pressKeys(page, "Shift+ArrowLeft Shift+ArrowLeft Shift+ArrowLeft Enter");
  await expect(page).toHaveURL(/[?&]time=\d{4}-\d\d-\d\dT\d\d:\d\d\.\.\d{4}-\d\d-\d\dT\d\d:\d\d/);
  await expect(page.getByText("in steps of 5 minutes")).toBeVisible();
  await expectNoViolations(page);
  await page.reload();
  await expect(page.getByText("in steps of 5 minutes")).toBeVisible();
  await page
    .getByRole("navigation", { name: "Lists of this range" })
    .getByRole("link", { name: "Incidents" })
    .press("Enter");
  await expect(page).toHaveURL(/\/incidents\?q=during%3A|\/incidents\?q=during:/);
  await page.goBack();
  await page.goBack();
  await expect(page.getByText("in steps of an hour")).toBeVisible();
});

test("a range is saved under a name, and found again by menu, palette and link", async ({ page }) => {
  await openOverview(page, "?time=2026-01-01..2026-12-31");
  await expect(page.getByRole("button", { name: "Saved views" })).toBeVisible();
  await pressKeys(page, "Shift+S");
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await expect(dialog).toContainText("Range 2026-01-01..2026-12-31");
  await expectNoViolations(page);
  await page.keyboard.type("That year");
  await pressKeys(page, "Enter");
  await expect(page.getByRole("button", { name: "Saved views, showing That year" })).toBeVisible();

  await page.goto("/overview");
  await page.getByRole("button", { name: "Saved views" }).press("Enter");
  await page.getByRole("menuitem", { name: "That year" }).press("Enter");
  await expect(page).toHaveURL(/\/overview\?time=2026-01-01\.\.2026-12-31/);

  await page.goto("/events");
  await expect(page.getByRole("button", { name: "Saved views" })).toBeVisible();
  await pressKeys(page, "Control+k");
  await page.keyboard.type("that year");
  await expect(page.getByRole("option", { name: /^That year/, selected: true })).toBeVisible();
  await pressKeys(page, "Enter");
  await expect(page).toHaveURL(/\/overview\?time=/);
  await page.getByRole("button", { name: /^Saved views/ }).press("Enter");
  await page.getByRole("menuitem", { name: "Rename or remove…" }).press("Enter");
  await page.getByRole("button", { name: "Remove That year" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of That year" })).toBeHidden();
});

test("dragging over a chart narrows the whole page, and a name leads to the list of what it counts", async ({
  page,
}) => {
  await openOverview(page);
  const envelopes = chart(page, "Envelopes");
  const box = await envelopes.boundingBox();
  if (box === null) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/[?&]time=/);
  await expect(page.getByText("in steps of 15 minutes")).toBeVisible();
  const codes = page.getByRole("table", { name: "Failure codes" });
  const row = codes.getByRole("row").nth(1);
  const code = await row.getByRole("link").innerText();
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/\/incidents\?q=/);
  await expect(
    page.getByRole("grid", { name: "Incidents" }).locator("[role=row][data-index]").first(),
  ).toContainText(code);
});

test("models and tools lead to their calls of the range", async ({ page }) => {
  await openOverview(page);
  const models = page.getByRole("table", { name: "Models" });
  const model = models.getByRole("row").nth(1);
  const calls = (await model.getByRole("cell").nth(1).innerText()).trim();
  await model.getByRole("link").click();
  await expect(page).toHaveURL(/\/model-calls\?q=model/);
  await expect(page.getByRole("contentinfo", { name: "Status" })).toContainText(`${calls} match`);
});

test("a range without anything says so and offers the way back", async ({ page }) => {
  await page.goto("/overview?time=2020-01-01");
  await expect(page.getByText("Nothing happened in this range.")).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Show all of it" }).click();
  await expect(chart(page, "Failures by class")).toBeVisible();
});

test.describe("a range that cannot be read", () => {
  test.use({ expectedConsole: [/400/] });
  test("is named, and given up for the usual one", async ({ page }) => {
    await page.goto("/overview?time=tomorrow");
    await expect(page.getByText("The range cannot be read")).toBeVisible();
    await page.getByRole("button", { name: "Clear all filters" }).click();
    await expect(chart(page, "Failures by class")).toBeVisible();
  });
});

test("at 320 px everything is there, one below the other", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await openOverview(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
  await expectNoViolations(page);
});

test.describe("a range that fails", () => {
  test.use({ expectedConsole: [/500/] });

  test("says so where its charts would be, and others can be chosen", async ({ page }) => {
    await page.goto("/overview?time=*");
    await page.route("**/api/v1/rollups?time=-6h", (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        body: JSON.stringify({ status: 500, code: "internal", title: "The console failed", detail: "Sums." }),
      }),
    );
    await page.getByRole("button", { name: "Last 6 hours" }).click();
    await expect(page.getByText("The console failed", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Last 6 hours" })).toHaveAttribute("aria-pressed", "true");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Everything stored" }).click();
    await expect(page.getByText("The console failed", { exact: true })).toBeHidden();
    await expect(page.getByText("stored envelopes").first()).toBeVisible();
  });
});
