import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys, tabTo } from "./fixtures/keyboard";

const table = (page: Page): Locator => page.getByRole("grid", { name: "Conversations" });
const rows = (page: Page): Locator => table(page).locator("[role=row][data-index]");
const cursorRow = (page: Page): Locator => table(page).locator("[role=row][aria-selected=true]");
const shown = (page: Page): Locator => page.getByRole("contentinfo", { name: "Status" }).getByRole("status");
const preview = (page: Page): Locator => page.getByRole("region", { name: "Preview" });

/** A value of the rail with its count, which is how many rows choosing it leaves. */
async function facet(page: Page, group: string, value: string): Promise<{ button: Locator; count: number }> {
  const button = page
    .getByRole("region", { name: group, exact: true })
    .getByRole("button", { name: new RegExp(`^${value}, `) });
  const name = (await button.getAttribute("aria-label")) ?? "";
  return { button, count: Number(/, ([\d,]+)/.exec(name)?.[1]?.replaceAll(",", "")) };
}

/** Opens the list and waits until it answers keys: only then the preview is there. */
async function openList(page: Page, query = ""): Promise<void> {
  await page.goto(`/conversations${query}`);
  await expect(preview(page)).toBeVisible();
}

test("a facet narrows the list, and the address restores it", async ({ page }) => {
  await openList(page);
  const { button, count } = await facet(page, "Error class", "tool");
  await button.click();
  await expect(page).toHaveURL(/[?&]q=class:tool/);
  await expect(shown(page)).toHaveText(`${String(count)} match`);
  await expectNoViolations(page);

  await page.reload();
  await expect(shown(page)).toHaveText(`${String(count)} match`);
  await expect((await facet(page, "Error class", "tool")).button).toHaveAttribute("aria-pressed", "true");

  await (await facet(page, "Error class", "tool")).button.click();
  await expect(shown(page)).toHaveText(/conversations$/);
  await page.goBack();
  await expect(shown(page)).toHaveText(`${String(count)} match`);
});

test("a facet is found, included and excluded by keyboard", async ({ page }) => {
  await openList(page);
  const { button, count } = await facet(page, "Error class", "tool");
  await tabTo(page, page.locator("[data-facet][tabindex='0']"));
  for (let step = 0; step < 40 && !(await isFocused(button)); step += 1)
    await page.keyboard.press("ArrowDown");
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(shown(page)).toHaveText(`${String(count)} match`);
  await page.keyboard.press("Alt+Enter");
  await expect(page).toHaveURL(/q=-class:tool/);
  await expect(page.getByRole("combobox", { name: "Search conversations" })).toHaveValue("-class:tool");
});

test("search finds by title and by id, and Enter opens what is under the cursor", async ({ page }) => {
  await openList(page);
  await pressKeys(page, "/");
  await page.keyboard.type("refund policy");
  await expect(shown(page)).toHaveText("1 match");
  await expect(rows(page)).toContainText("Refund policy lookup times out");

  const field = page.getByRole("combobox", { name: "Search conversations" });
  await field.fill("demo-ws-drop");
  await expect(page).toHaveURL(/q=demo-ws-drop/);
  await expect(rows(page)).toContainText("Answered in a tunnel");

  await tabTo(page, table(page));
  await pressKeys(page, "j Enter");
  await expect(page).toHaveURL(/\/conversations\/demo-ws-drop/);
});

test("a search without a match says so and can be cleared", async ({ page }) => {
  await openList(page, "?q=no-such-conversation");
  await expect(page.getByText("No conversation matches")).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("an error code in a narrow column is told without its class, never in pieces", async ({ page }) => {
  await openList(page, "?q=code:provider.rate_limit");
  const slug = rows(page).first().getByText("rate_limit", { exact: true });
  const told = await slug.evaluate((tail) => {
    const [head, room] = [tail.previousElementSibling, tail.parentElement];
    const top = room?.getBoundingClientRect().top ?? 0;
    return {
      isWhole: tail.scrollWidth <= tail.clientWidth,
      headEnds: (head?.getBoundingClientRect().bottom ?? 0) - top,
    };
  });
  expect(told.isWhole).toBe(true);
  expect(told.headEnds).toBeLessThanOrEqual(1);
});

test("a header sorts, and the order stands in the address", async ({ page }) => {
  await openList(page);
  const header = table(page).getByRole("columnheader", { name: "Events" });
  await header.click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=-events/);
  await expect(rows(page).first()).toContainText("Reads the whole archive");
  await page.reload();
  await expect(table(page).getByRole("columnheader", { name: "Events" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
});

test("the preview follows the cursor and leads to each failure", async ({ page }) => {
  await openList(page, "?q=demo-tool-timeout");
  await pressKeys(page, "j");
  await expect(cursorRow(page)).toContainText("Refund policy lookup times out");
  await expect(preview(page).getByRole("heading", { name: "Refund policy lookup times out" })).toBeVisible();
  await preview(page)
    .getByRole("link", { name: /tool\.timeout/ })
    .click();
  await expect(page).toHaveURL(/\/conversations\/demo-tool-timeout\?sel=error/);
});

test("a file chosen in the import dialog is stored, and a second time changes nothing", async ({ page }) => {
  const convId = "picked-file";
  const lines = [1, 2, 3].map((seq) =>
    JSON.stringify({
      sem: true,
      event: {
        type: "llm.delta",
        id: `${convId}-message`,
        seq,
        data: { id: `${convId}-message`, delta: "a", cumulative: "a".repeat(seq) },
      },
    }),
  );
  const file = {
    name: "frames.ndjson",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(`${lines.join("\n")}\n`),
  };
  await openList(page);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import" });
  await dialog.getByLabel("Conversation for frames that name none").fill(convId);
  await dialog.getByLabel("Choose files").setInputFiles(file);
  await expect(dialog.getByText(/3 received: 3 stored/)).toBeVisible();
  await expectNoViolations(page);
  await dialog.getByLabel("Choose files").setInputFiles(file);
  await expect(dialog.getByText(/3 received: 0 stored, 3 known/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await openList(page, `?q=${convId}`);
  await expect(rows(page)).toContainText(convId);
});

async function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
