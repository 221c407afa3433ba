import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { expectKind, openInspector, turnTree } from "./fixtures/inspector";
import { pressKeys } from "./fixtures/keyboard";

const body = (page: Page): Locator => page.getByRole("region", { name: "Comparison" });
const pair = "/compare?a=demo-prompt-plain&b=demo-prompt-reworded";

test("what differs between two conversations is seen at once, word by word, and its effects", async ({
  page,
}) => {
  await page.goto(pair);
  await expect(page.getByRole("status").filter({ hasText: "differences" })).toContainText(
    "the first in turn 2",
  );
  const second = body(page).getByRole("region", { name: "Turn 2" });
  await expect(second.getByText(", and is there a tour in English", { exact: false }).first()).toBeVisible();
  await expect(second).toContainText("tours: en");
  await expect(second.getByRole("link", { name: /tool\.failed/ })).toBeVisible();
  await expect(second).toContainText("no such failure in A");
  await expect(body(page).getByRole("region", { name: "Turn 1" })).toContainText("3 equal parts");
  await expectNoViolations(page);
});

test("a comparison is walked by keyboard: differences, equal parts, sides", async ({ page }) => {
  await page.goto(pair);
  // The page is drawn by the server before it answers keys.
  await expect(async () => {
    await pressKeys(page, "n");
    await expect(page.locator("[data-difference]:focus")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.locator("[data-difference]:focus")).toContainText("Can I see the boats on Sunday");
  await pressKeys(page, "n n");
  await expect(page.locator("[data-difference]:focus")).toContainText("opening_hours");
  await pressKeys(page, "Shift+N");
  await expect(page.locator("[data-difference]:focus")).toContainText("harbour hall");
  await pressKeys(page, "u");
  await expect(body(page)).toContainText("You are the museum assistant.");
  await expectNoViolations(page);
  await pressKeys(page, "s");
  await expect(page).toHaveURL(/a=demo-prompt-reworded&b=demo-prompt-plain/);
  await page.goBack();
  await expect(page).toHaveURL(/a=demo-prompt-plain/);
});

test("two conversations are chosen in the list, by c on one and then on the other", async ({ page }) => {
  await page.goto("/conversations?q=boats");
  const rows = page.getByRole("grid", { name: "Conversations" }).locator("[role=row][data-index]");
  await expect(rows).toHaveCount(2);
  await rows.first().click();
  await pressKeys(page, "c");
  await expect(page.getByText("the one that you move to")).toBeVisible();
  await expectNoViolations(page);
  await pressKeys(page, "j");
  await expect(page.getByRole("button", { name: "Compare" })).toBeEnabled();
  await pressKeys(page, "c");
  await expect(page).toHaveURL(/\/compare\?a=demo-prompt-\w+&b=demo-prompt-\w+/);
  await expect(body(page)).toBeVisible();
});

test("the other side is asked for, and one turn is chosen of a conversation", async ({ page }) => {
  await page.goto("/compare?a=demo-prompt-plain");
  await expectNoViolations(page);
  await page.getByLabel("Which conversation is B?").fill("reworded");
  await page.getByRole("button", { name: /reworded/ }).click();
  await expect(body(page)).toBeVisible();
  await page.getByLabel("Turn of A").selectOption({ index: 2 });
  await page.getByLabel("Turn of B").selectOption({ index: 2 });
  await expect(body(page).getByRole("heading", { level: 2 })).toHaveText(["Turn 1"]);
  await expect(body(page)).toContainText("3 equal parts: system, user, assistant");
});

test("a turn is compared with the one before it from the inspector", async ({ page }) => {
  await openInspector(page, "demo-prompt-plain");
  await turnTree(page)
    .getByRole("treeitem", { name: /Can I see the boats/ })
    .click();
  await expectKind(page, "turn");
  await pressKeys(page, "=");
  await expect(body(page)).toContainText("Can I see the boats on Sunday?");
  await expectNoViolations(page);
  await page.goBack();
  await expectKind(page, "turn");
  await page.keyboard.press("Control+k");
  // The palette comes when it is first asked for; what is typed meanwhile is meant for it.
  await page.keyboard.type("compare this conversation");
  await expect(page.getByRole("dialog").getByRole("combobox")).toHaveValue("compare this conversation");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/compare\?a=demo-prompt-plain/);
});
