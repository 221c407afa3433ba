import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const bar = (page: Page): Locator => page.getByRole("combobox", { name: /^Search / });
const options = (page: Page): Locator =>
  page.getByRole("listbox", { name: "Completions" }).getByRole("option");
const shown = (page: Page): Locator => page.getByRole("contentinfo", { name: "Status" }).getByRole("status");
const rows = (page: Page, list: string): Locator =>
  page.getByRole("grid", { name: list }).locator("[role=row][data-index]");
const value = (page: Page, group: string, name: string): Locator =>
  page
    .getByRole("region", { name: group, exact: true })
    .getByRole("button", { name: new RegExp(`^${name}, `) });

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("grid").first()).toBeVisible();
  await expect(page.locator("[data-facet]").first()).toBeVisible();
}

test("a click on a facet writes the query, and what is written shows in the facets", async ({ page }) => {
  await open(page, "/incidents");
  await value(page, "Error class", "tool").click();
  await expect(bar(page)).toHaveValue("class:tool");
  await value(page, "Error class", "provider").click();
  await expect(bar(page)).toHaveValue("class:tool,provider");
  await page.getByRole("button", { name: /more of Tool$/ }).click();
  await value(page, "Tool", "search_docs").click({ modifiers: ["Alt"] });
  await expect(bar(page)).toHaveValue("class:tool,provider -tool:search_docs");
  await expect(page).toHaveURL(/q=class:tool,provider\+-tool:search_docs/);

  await bar(page).fill("-class:projection");
  await expect(value(page, "Error class", "projection")).toHaveAttribute("aria-pressed", "mixed");
  await expect(page).toHaveURL(/q=-class:projection/);
  for (const row of await rows(page, "Incidents").all()) await expect(row).not.toContainText("projection.");
  await page.goBack();
  await expect(bar(page)).toHaveValue("class:tool,provider -tool:search_docs");
});

test("fields and observed values complete by keyboard", async ({ page }) => {
  await open(page, "/tool-calls");
  await pressKeys(page, "/");
  await page.keyboard.type("to");
  await expect(options(page).first()).toContainText("tool:");
  await expectNoViolations(page);
  await pressKeys(page, "ArrowDown Enter");
  await expect(bar(page)).toHaveValue("tool:");
  await expect(page.locator("[data-fault]"), "what is being written is not wrong yet").toHaveCount(0);
  await page.keyboard.type("searc");
  await pressKeys(page, "ArrowDown Tab");
  await expect(bar(page)).toHaveValue("tool:search_docs");
  await pressKeys(page, "Enter");
  await expect(page).toHaveURL(/q=tool:search_docs/);
  await expect(rows(page, "Tool calls").first()).toContainText("search_docs");
});

test("a fault is marked in its place, the list stays, and the suggestion mends it", async ({ page }) => {
  await open(page, "/conversations?q=has:gap");
  const before = await shown(page).textContent();
  await bar(page).fill("has:gap clas:tool");
  await expect(page.getByRole("alert").filter({ hasText: "no field clas" })).toContainText(
    "Did you mean class?",
  );
  await expect(page.locator("[data-fault]")).toHaveText("clas");
  await expect(bar(page)).toHaveAttribute("aria-invalid", "true");
  expect(await shown(page).textContent()).toBe(before);
  await expectNoViolations(page);

  await pressKeys(page, "ArrowDown Enter Enter");
  await expect(bar(page)).toHaveValue("has:gap class:tool");
  await expect(page).toHaveURL(/q=has:gap\+class:tool/);
  await expect(page.locator("[data-fault]")).toHaveCount(0);
});

test("words lead from every list and from the palette to the place that says them", async ({ page }) => {
  await open(page, "/conversations");
  await bar(page).fill("refund policy");
  await expect(rows(page, "Conversations").first()).toContainText("Refund policy lookup times out");

  await page.goto("/conversations");
  await page.keyboard.press("ControlOrMeta+K");
  await page.getByPlaceholder(/Type a command/).fill("refund policy");
  const hit = page
    .getByRole("option")
    .filter({ hasText: /refund policy/i })
    .first();
  await expect(hit).toBeVisible();
  await hit.click();
  await expect(page).toHaveURL(/\/conversations\/[^/?]+/);
});

test.describe("when counting fails", () => {
  test.use({ expectedConsole: [/500/] });

  test("the rail says so and can be asked again, the list goes on", async ({ page }) => {
    let isDown = false;
    await page.route(/\/api\/v1\/facets/, async (route) => {
      if (isDown)
        await route.fulfill({
          status: 500,
          contentType: "application/problem+json",
          body: JSON.stringify({
            type: "/problems/internal",
            title: "Counting broke",
            status: 500,
            code: "internal",
          }),
        });
      else await route.continue();
    });
    await open(page, "/incidents");
    isDown = true;
    await bar(page).fill("class:tool");
    await page.keyboard.press("Enter");
    const rail = page.getByRole("region", { name: "Filters" });
    await expect(rail.getByRole("alert")).toContainText("Counting broke", { timeout: 60_000 });
    await expect(rows(page, "Incidents").first()).toBeVisible();
    await expectNoViolations(page);
    isDown = false;
    await rail.getByRole("button", { name: "Retry" }).click();
    await expect(value(page, "Error class", "tool")).toBeVisible();
  });
});
