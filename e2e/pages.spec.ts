import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const rows = (page: Page, name: string): Locator =>
  page.getByRole("grid", { name }).locator("[role=row][data-index]");
const details = (page: Page): Locator => page.getByRole("region", { name: "Details" });

/** Opens a page that lists records and waits until it answers keys. */
async function openRecords(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(details(page)).toBeVisible();
}

for (const { path, title } of [
  { path: "/events", title: "Events" },
  { path: "/model-calls", title: "Model calls" },
  { path: "/tool-calls", title: "Tool calls" },
  { path: "/transport", title: "Transport" },
]) {
  test(`${path} lists records, shows the one under the cursor and opens it in its conversation`, async ({
    page,
  }) => {
    await openRecords(page, path);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expectNoViolations(page);
    const link = details(page).getByRole("link", { name: /Open in conversation/ });
    let href = "";
    for (let row = 1; row <= 2; row += 1) {
      href = (await link.getAttribute("href")) ?? "";
      const address = page.url();
      await pressKeys(page, "j");
      await expect(link).not.toHaveAttribute("href", href);
      await expect(page).not.toHaveURL(address);
    }
    href = (await link.getAttribute("href")) ?? "";
    await page.reload();
    await expect(link).toHaveAttribute("href", href);
    await pressKeys(page, "j k Enter");
    await expect(page).toHaveURL(/\/conversations\/[^/?]+\?sel=/);
  });
}

for (const { path, heading } of [
  { path: "/system", heading: "System" },
  { path: "/settings", heading: "Settings" },
  { path: "/go/no-such-id", heading: "no-such-id" },
]) {
  test(`${path} renders without faults`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expectNoViolations(page);
  });
}

test("events are narrowed to those out of order", async ({ page }) => {
  await openRecords(page, "/events");
  await page
    .getByRole("region", { name: "Order" })
    .getByRole("button", { name: /^regression, / })
    .click();
  await expect(page).toHaveURL(/q=has:regression/);
  await expect(rows(page, "Events").first()).toContainText("regression");
  await details(page).getByRole("tab", { name: "Payload" }).click();
  await expect(details(page).getByRole("tree")).toBeVisible();
  await expectNoViolations(page);
});

test("new events are announced and move nothing until asked for", async ({ page, request }) => {
  await openRecords(page, "/events");
  await expect(page.getByRole("status", { name: "Live tail" })).toHaveText("live");
  const first = rows(page, "Events").first();
  const before = await first.textContent();
  const convId = "live-story";
  const line = {
    id: `${convId}-1`,
    source: "story",
    type: "conversation.updated",
    occurred_at_ms: Date.now(),
    conv_id: convId,
    data: { title: "Told while reading" },
  };
  const answer = await request.post("/api/v1/ingest", {
    headers: { "Content-Type": "application/x-ndjson" },
    data: `${JSON.stringify(line)}\n`,
  });
  expect(answer.ok()).toBe(true);
  const button = page.getByRole("button", { name: "1 new" });
  await expect(button).toBeVisible();
  expect(await first.textContent()).toBe(before);
  await button.click();
  await expect(first).toContainText(convId);
  await expect(button).toBeHidden();
});

test("what came in adds up on the system page", async ({ page }) => {
  await page.goto("/system");
  const receipts = page.getByRole("table", { name: "Receipts by source" });
  await expect(receipts.getByRole("row").last()).toContainText("balanced");
  await expect(receipts.getByText("does not add up")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Panics" })).toContainText("nil pointer dereference");
});

test("settings take effect at once and outlive a reload", async ({ page }) => {
  await page.goto("/settings");
  const root = page.locator("html");
  await page.getByRole("radio", { name: "Light" }).check();
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.getByRole("radio", { name: "Compact" }).check();
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "light");
  await expect(root).toHaveAttribute("data-density", "compact");
  await expect(page.getByRole("radio", { name: "Compact" })).toBeChecked();
});

test("an id leads to what it names", async ({ page }) => {
  await page.goto("/go/demo-lost-messages");
  await expect(page).toHaveURL(/\/conversations\/demo-lost-messages/);
  await page.goto("/go/no-such-id");
  await expect(page.getByText("No record has this id")).toBeVisible();
});
