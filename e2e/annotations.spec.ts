import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const bar = (page: Page): Locator => page.getByRole("combobox", { name: "Search incidents" });
const rows = (page: Page, name: string): Locator =>
  page.getByRole("grid", { name }).locator("[role=row][data-index]");
/** The buttons in the head of the details. */
const pin = (page: Page): Locator =>
  page.getByRole("group", { name: "Pin and note" }).getByRole("button", { name: "Pin" });
const write = (page: Page): Locator =>
  page.getByRole("group", { name: "Pin and note" }).getByRole("button", { name: "Write a note" });

test("a view is saved, found again by menu and palette, renamed and removed, by keyboard alone", async ({
  page,
}) => {
  await page.goto("/incidents?q=class:tool&sort=-occurrences");
  await expect(page.getByRole("button", { name: "Saved views" })).toBeVisible();
  await pressKeys(page, "Shift+S");
  await expect(page.getByRole("dialog", { name: "Save this view" })).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.type("Tools that fail");
  await pressKeys(page, "Enter");
  await expect(page.getByRole("button", { name: "Saved views, showing Tools that fail" })).toBeVisible();

  await page.goto("/incidents");
  const button = page.getByRole("button", { name: "Saved views" });
  await button.press("Enter");
  await page.getByRole("menuitem", { name: "Tools that fail" }).press("Enter");
  await expect(page).toHaveURL(/q=class(:|%3A)tool/);
  await expect(page).toHaveURL(/sort=-occurrences/);
  await expect(bar(page)).toHaveValue("class:tool");

  await page.goto("/events");
  await expect(page.getByRole("button", { name: "Saved views" })).toBeVisible();
  await pressKeys(page, "Control+k");
  await expect(page.getByRole("combobox", { name: "Command palette" })).toBeFocused();
  await page.keyboard.type("tools that fail");
  await expect(page.getByRole("option", { name: /^Tools that fail/, selected: true })).toBeVisible();
  await pressKeys(page, "Enter");
  await expect(page).toHaveURL(/\/incidents\?q=class/);

  await page.getByRole("button", { name: /^Saved views/ }).press("Enter");
  await page.getByRole("menuitem", { name: "Rename or remove…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Saved views" });
  await expectNoViolations(page);
  await dialog.getByRole("textbox", { name: "Name of Tools that fail" }).fill("Failing tools");
  await pressKeys(page, "Enter");
  await expect(dialog.getByRole("textbox", { name: "Name of Failing tools" })).toBeVisible();
  await dialog.getByRole("button", { name: "Remove Failing tools" }).press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Name of Failing tools" })).toBeHidden();
});

test("a note and a pin are kept on records, marked in the joined list and listed", async ({ page }) => {
  await page.goto("/conversations/demo-tool-timeout");
  const notes = page.getByRole("region", { name: "Notes" });
  await expect(write(page)).toBeVisible();
  await pressKeys(page, "n");
  await page.keyboard.type("The retry never left");
  await expectNoViolations(page);
  await pressKeys(page, "Control+Enter");
  await expect(page.getByRole("textbox", { name: "New note" })).toBeHidden();
  await expect(notes.getByText("The retry never left")).toBeVisible();
  const list = page.getByRole("grid", { name: "Joined list" });
  await expect(list.getByText("with a note,")).toHaveCount(1);

  await list.focus();
  await pressKeys(page, "j");
  await expect(notes.getByText("The retry never left")).toBeHidden();
  await pressKeys(page, "p");
  await expect(pin(page)).toHaveAttribute("aria-pressed", "true");
  await expect(list.getByText("pinned,")).toHaveCount(1);

  await page.getByRole("link", { name: "2 notes and pins" }).click();
  await expect(page).toHaveURL(/\/notes\?conv=demo-tool-timeout/);
  await expect(page.getByText("The retry never left")).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Change the note" }).press("Enter");
  await page.getByRole("textbox", { name: "Note" }).fill("It left, and was lost");
  await pressKeys(page, "Control+Enter");
  await expect(page.getByText("It left, and was lost")).toBeVisible();
  const note = page.getByRole("listitem").filter({ hasText: "It left, and was lost" });
  await note.getByRole("button", { name: "Dealt with", exact: true }).press("Enter");
  await expect(note.getByRole("button", { name: "Not dealt with" })).toHaveAttribute("aria-pressed", "true");

  await page.getByRole("list").filter({ hasText: "It left" }).getByRole("link").last().click();
  await expect(page).toHaveURL(/\/conversations\/demo-tool-timeout\?sel=/);
  await expect(notes.getByText("It left, and was lost")).toBeVisible();
  await notes.getByRole("button", { name: "Remove the note" }).click();
  await expect(notes.getByText("It left, and was lost")).toBeHidden();
  await expect(rows(page, "Joined list").first()).toBeVisible();
});

test("incidents and conversations take notes and pins, and lists mark their rows", async ({ page }) => {
  await page.goto("/incidents?q=code:runtime.loop_limit");
  const notes = page.getByRole("region", { name: "Notes" });
  await expect(write(page)).toBeVisible();
  await pressKeys(page, "n");
  await page.keyboard.type("Ask for more rounds");
  await pressKeys(page, "Control+Enter");
  await expect(notes.getByText("Ask for more rounds")).toBeVisible();
  await expect(rows(page, "Incidents").getByText("with a note,")).toHaveCount(1);
  await page.goto("/notes");
  const kept = page.getByRole("listitem").filter({ hasText: "Ask for more rounds" });
  await expect(kept).not.toContainText("no conversation");
  const link = kept.getByRole("link", { name: "Incident runtime.loop_limit" });
  await expect(link).toHaveAttribute("href", /^\/incidents\/[^/]+$/);
  await page.goto("/incidents?q=code:runtime.loop_limit");
  await expect(notes.getByText("Ask for more rounds")).toBeVisible();
  await expectNoViolations(page);
  await notes.getByRole("button", { name: "Remove the note" }).click();
  await expect(rows(page, "Incidents").getByText("with a note,")).toHaveCount(0);

  await page.goto("/conversations");
  await expect(pin(page)).toBeVisible();
  await pressKeys(page, "j p");
  const cursor = page.getByRole("grid", { name: "Conversations" }).locator("[role=row][aria-selected=true]");
  await expect(cursor.getByText("pinned,")).toHaveCount(1);
  await pressKeys(page, "p");
  await expect(cursor.getByText("pinned,")).toHaveCount(0);
});

test("a page without notes says how to begin", async ({ page }) => {
  await page.goto("/notes?conv=demo-lineage");
  await expect(page.getByText("Nothing is noted or pinned yet")).toBeVisible();
  await expectNoViolations(page);
});

test("records of the lists are noted and pinned where they are found", async ({ page }) => {
  await page.goto("/tool-calls");
  const notes = page.getByRole("region", { name: "Notes" });
  await write(page).click();
  await page.keyboard.type("Ask the owner of this tool");
  await pressKeys(page, "Control+Enter");
  await expect(page.getByRole("textbox", { name: "New note" })).toBeHidden();
  await expect(notes.getByText("Ask the owner of this tool")).toBeVisible();
  await pressKeys(page, "p");
  await expect(pin(page)).toHaveAttribute("aria-pressed", "true");
  await expectNoViolations(page);
  await pin(page).click();
  await expect(pin(page)).toHaveAttribute("aria-pressed", "false");
});
