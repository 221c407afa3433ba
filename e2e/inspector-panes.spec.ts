import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import {
  cursorRow,
  details,
  envelopeText,
  expectKind,
  expectRecord,
  joinedList,
  openInspector,
  recordShown,
  shownRecord,
  turnTree,
} from "./fixtures/inspector";
import { pressKeys, tabTo } from "./fixtures/keyboard";

const problem = JSON.stringify({
  type: "/errors/store-busy",
  title: "The store is busy",
  status: 503,
  code: "store-busy",
  detail: "The store took too long to answer.",
});

test("one cursor: choosing anything anywhere moves every pane", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  const tree = turnTree(page);
  const blocks = page.getByRole("region", { name: "Blocks", exact: true });
  await expect(cursorRow(tree)).toContainText("post_tools");
  await expect(blocks.getByRole("heading")).toHaveText("Blocks at post_tools");
  // What this phase added is seen without scrolling.
  await expect(blocks.getByText("no answer from search_docs")).toBeInViewport({ ratio: 1 });
  await expect(cursorRow(joinedList(page))).toContainText("tool.timeout");

  // A phase in the tree.
  await tree.getByRole("treeitem").filter({ hasText: "pre_inference #1" }).click();
  await expectKind(page, "snapshot");
  await expect(cursorRow(joinedList(page))).toContainText("pre_inference");
  await expect(blocks.getByRole("heading")).toHaveText("Blocks at pre_inference #1");

  // A row of the list.
  await joinedList(page).getByRole("row").filter({ hasText: "chat.message" }).first().click();
  await expectKind(page, "event");

  // A call in the waterfall.
  await page
    .getByRole("region", { name: "Waterfall of the turn" })
    .getByRole("button", { name: /search_docs/ })
    .click();
  await expectKind(page, "tool_call");
  await expect(cursorRow(joinedList(page))).toContainText("tool search_docs");
  await expect(cursorRow(tree)).toContainText("post_tools");

  // A bar of the time axis: the first model call.
  const axis = page.getByRole("region", { name: "Time axis" });
  await axis.getByRole("img").click({ position: { x: 18, y: 38 } });
  await expectKind(page, "model_call");
  await expect(cursorRow(joinedList(page))).toContainText("model call");

  // An entity.
  await page.getByRole("tab", { name: /^Entities/ }).click();
  const entities = page.getByRole("grid", { name: "Timeline entities" });
  await entities.getByRole("row").filter({ hasText: "tool_result" }).click();
  await expectKind(page, "entity");
  await expect(cursorRow(joinedList(page))).toContainText("tool_result");
  await expectNoViolations(page);

  // A block.
  await blocks.getByRole("button", { name: /^user/ }).click();
  await expectKind(page, "snapshot");
  await expect(details(page).getByRole("tab", { name: "Block" })).toHaveAttribute("aria-selected", "true");
  await expectNoViolations(page);
});

test("the address holds the investigation: reload and Back restore it", async ({ page }) => {
  await openInspector(page, "demo-lost-messages");
  const opening = await recordShown(page);
  await pressKeys(page, "Shift+E");
  await expect(shownRecord(page)).not.toHaveAttribute("data-record", opening);
  const second = await recordShown(page);
  await pressKeys(page, "r");
  await expect(envelopeText(page)).toBeVisible();
  await page.reload();
  await expectRecord(page, second);
  await expect(envelopeText(page)).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expectRecord(page, opening);
});

test("the list narrows by kind, text, turn and time, and each filter can be taken off", async ({ page }) => {
  await openInspector(page, "demo-lost-messages");
  const rows = page.getByRole("contentinfo", { name: "Status" }).getByRole("status");
  const all = (await rows.textContent()) ?? "";
  await page.getByRole("button", { name: /^Errors/ }).click();
  await expect(rows).not.toHaveText(all);
  await page.getByRole("button", { name: "All kinds" }).click();
  await expect(rows).toHaveText(all);

  await pressKeys(page, "/");
  await page.keyboard.type("no-such-text");
  await expect(page.getByText(/^0 of [\d,]+ records match/)).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(rows).toHaveText(all);

  await page.getByRole("region", { name: "Time axis" }).getByRole("button", { name: "Time axis" }).click();
  await page.getByRole("menuitem", { name: "Choose a range…" }).click();
  const dialog = page.getByRole("dialog", { name: "Range of time" });
  await dialog.getByRole("button", { name: "From at the cursor" }).click();
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Show the range" }).click();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect(rows).not.toHaveText(all);
  // The focus is back at the axis: Escape leaves it for the list first.
  await pressKeys(page, "Escape Escape");
  await expect(page).not.toHaveURL(/from=/);
});

test("three densities show turns, runs or every envelope, and keep the place", async ({ page }) => {
  await openInspector(page, "demo-20k-events");
  const list = joinedList(page);
  await page
    .getByRole("grid", { name: "Joined list" })
    .getByRole("row")
    .filter({ hasText: "model call" })
    .first()
    .click();
  const record = await expectKind(page, "model_call");
  const turn = (await cursorRow(turnTree(page)).textContent()) ?? "";

  await pressKeys(page, "v");
  await expect(page.getByRole("button", { name: "Rows: Full" })).toBeVisible();
  await expectRecord(page, record);
  await expect(cursorRow(list)).toContainText("model call");

  await pressKeys(page, "v");
  await expect(page.getByRole("button", { name: "Rows: Turns" })).toBeVisible();
  await expectRecord(page, record);
  await expect(cursorRow(list)).toContainText(/^[\d:.]+.*turn \d+/);
  await expect(list.getByRole("row").filter({ hasText: "llm.delta" })).toHaveCount(0);
  expect(turn).not.toBe("");
  await expectNoViolations(page);

  await pressKeys(page, "v");
  await expect(page.getByRole("button", { name: "Rows: Grouped" })).toBeVisible();
  await expectRecord(page, record);
  await expect(cursorRow(list)).toContainText("model call");
});

test.describe("when the server fails", () => {
  test.use({ expectedConsole: [/503/] });

  test("each pane says what failed and can be asked again, the others go on", async ({ page }) => {
    let isDown = true;
    await page.route(/\/api\/v1\/conversations\/[^/]+\/(axis|turns)/, async (route) => {
      if (isDown)
        await route.fulfill({ status: 503, contentType: "application/problem+json", body: problem });
      else await route.continue();
    });
    await openInspector(page, "demo-tool-timeout");
    const axis = page.getByRole("region", { name: "Time axis" });
    const structure = page.getByRole("region", { name: "Turns and entities" });
    for (const pane of [axis, structure])
      await expect(pane.getByRole("alert").first()).toContainText("took too long", { timeout: 60_000 });
    await expect(cursorRow(joinedList(page))).toContainText("tool.timeout");
    await expectNoViolations(page);
    isDown = false;
    await axis.getByRole("button", { name: "Retry" }).click();
    await structure.getByRole("button", { name: "Retry" }).first().click();
    await expect(cursorRow(turnTree(page))).toContainText("post_tools");
    await expect(axis.getByRole("alert")).toBeHidden();
  });
});

test("dialogs and menus give the focus back", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  const button = page.getByRole("region", { name: "Time axis" }).getByRole("button", { name: "Time axis" });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Show as table" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Time axis as a table" });
  await expect(dialog).toBeVisible();
  await expectNoViolations(page);
  await dialog
    .getByRole("button", { name: /tool\.timeout/ })
    .first()
    .press("Enter");
  await expect(dialog).toBeHidden();
  await expectKind(page, "error");
  await pressKeys(page, "j");
  await expect(joinedList(page)).toBeFocused();
});

for (const viewport of [
  { width: 1100, height: 760 },
  { width: 320, height: 640 },
]) {
  test(`in a window of ${viewport.width} by ${viewport.height} the list keeps rows, and the waterfall comes when asked for`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto("/conversations/demo-tool-timeout");
    const list = joinedList(page);
    // Rows may be wider than the window, and are looked at sideways then.
    await expect(cursorRow(list)).toBeInViewport({ ratio: 0.4 });
    const waterfall = page.getByRole("region", { name: "Waterfall of the turn" });
    const show = waterfall.getByRole("button", { name: "Show the waterfall" });
    await expect(show).toBeInViewport({ ratio: 1 });
    const { height } = (await list.boundingBox()) ?? { height: 0 };
    expect(height, "three rows below the head of the list").toBeGreaterThan(28 + 3 * 28);
    await show.click();
    await expect(waterfall.getByText("Critical path")).toBeVisible();
    await expectNoViolations(page);
  });
}
