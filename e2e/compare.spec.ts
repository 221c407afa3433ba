import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
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
  await expect(body(page)).toBeVisible();
  await pressKeys(page, "n");
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
  await pressKeys(page, "j c j");
  await expect(page.getByText("Can I see the boats? (reworded)").first()).toBeVisible();
  await expectNoViolations(page);
  await pressKeys(page, "k k c");
  await expect(page).not.toHaveURL(/compare/);
  await pressKeys(page, "j c");
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
  await expect(body(page)).toContainText("4 equal parts: system, user, assistant");
});

test("a turn is compared with the one before it from the inspector", async ({ page }) => {
  await page.goto("/conversations/demo-prompt-plain");
  await expect(page.locator("[data-record]")).toBeVisible();
  await pressKeys(page, "t =");
  const said = page.getByText("There is no turn before this one.");
  await expect(said.or(body(page))).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("compare this conversation");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/compare\?a=demo-prompt-plain/);
});

test("what cannot be compared says so and can be tried again", async ({ page }) => {
  await page.goto("/compare?a=demo-prompt-plain&b=no-such-conversation");
  await expect(page.getByRole("alert")).toContainText("No conversation with this id");
});
test.use({ expectedConsole: [/404/] });
