import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/app";
import { demoPages } from "./fixtures/pages";
import { expectKind, openInspector } from "./fixtures/inspector";
import { pressKeys, tabTo } from "./fixtures/keyboard";

const rows = (page: Page): Locator => page.locator("main [role=grid] [role=row][data-index]");
const cursor = (page: Page): Locator => page.locator("main [role=row][aria-selected=true]");

/** What has the focus: its name, whether an outline shows it, and whether it is on the screen. */
interface Stop {
  readonly name: string;
  readonly isSeen: boolean;
}

/**
 * Walks with Tab until the focus leaves the page or is where it was first, and gives every stop. Fails where it goes
 * round inside the page: a trap.
 */
async function tabStops(page: Page, limit = 150): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < limit; count += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const first = element.dataset["stop"] !== undefined;
      element.dataset["stop"] = "";
      // A field may be outlined by what stands around it.
      const around = [element, element.parentElement, element.parentElement?.parentElement];
      const isOutlined = around.some((each) => {
        if (!(each instanceof HTMLElement)) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle !== "none" && outlineWidth !== "0px";
      });
      const box = element.getBoundingClientRect();
      const isThere =
        box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const name = element.getAttribute("aria-label") ?? element.innerText.slice(0, 40);
      return { name, isSeen: isOutlined && isThere, isAgain: first };
    });
    if (stop === undefined) return stops;
    if (stop.isAgain) {
      expect(stop.name, "the focus comes round to where it was first").toBe(stops[0]?.name);
      return stops;
    }
    stops.push(stop);
  }
  throw new Error(`Tab does not leave the page within ${String(limit)} stops`);
}

for (const path of ["/overview?time=*", ...demoPages]) {
  test(`${path}: Tab goes through all of it, is always seen, and leaves`, async ({ page }) => {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    await pressKeys(page, "Shift");
    const stops = await tabStops(page);
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name)).toEqual([]);
  });
}

for (const [path, query, column] of [
  ["/conversations", "class:tool", "tool."],
  ["/events", "type:llm.start", "llm.start"],
  ["/model-calls", "status:failed", "failed"],
  ["/tool-calls", "status:timed_out", "timed out"],
  ["/transport", "kind:ws", "WebSocket"],
] as const) {
  test(`${path}: moved in, filtered, opened and gone back to by keyboard`, async ({ page }) => {
    await page.goto(path);
    await expect(rows(page).first()).toBeVisible();
    await pressKeys(page, "j j k");
    await expect(cursor(page)).toHaveAttribute("data-index", "1");
    await pressKeys(page, "/");
    await page.keyboard.type(query);
    await pressKeys(page, "Escape Enter");
    await expect(page).toHaveURL(new RegExp(`q=${query.split(":")[0] ?? ""}`));
    await expect(page.locator("main [role=grid]")).toHaveAttribute("aria-busy", "false");
    await expect(rows(page).first()).toContainText(column);
    await page.locator("main [role=grid]").focus();
    await pressKeys(page, "j Enter");
    await expect(page).toHaveURL(/\/conversations\/[^?]+/);
    await expect(page.getByRole("grid", { name: "Joined list" })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`q=${query.split(":")[0] ?? ""}`));
    await expect(page.locator("main [role=grid]"), "the row that was left goes on").toBeFocused();
  });
}

test("an incident is understood by keyboard: in plain words, then its first envelope and its bytes", async ({
  page,
}) => {
  await page.goto("/incidents?q=code:tool.timeout+search_docs");
  await expect(rows(page)).toHaveCount(1);
  const account = page.getByRole("region", { name: "In plain words" });
  await expect(account).toContainText("A tool did not answer in time.");
  await expect(account).toContainText("no answer from search_docs within 60000 ms");
  await expect(account).toContainText("Refund policy lookup times out, turn 1");
  await expect(account).toContainText("tool search_docs still worked");
  const raw = account.getByRole("link", { name: "Raw bytes" });
  await tabTo(page, raw, 100);
  await pressKeys(page, "Enter");
  await expect(page).toHaveURL(/\/conversations\/demo-tool-timeout\?sel=event.*details=raw/);
  await expect(page.getByRole("tab", { name: "Raw", selected: true })).toBeVisible();
});

test("in the inspector the keys r t m o b go from a failure to its evidence and back", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  await pressKeys(page, "e");
  await expectKind(page, "error");
  await pressKeys(page, "o");
  await expectKind(page, "tool_call");
  const failedWith = page.getByRole("region", { name: "Failed with" });
  await expect(failedWith.getByRole("button", { name: "tool.timeout" })).toBeVisible();
  await expect(failedWith).toContainText("A tool did not answer in time.");
  await expect(failedWith).toContainText("raise the timeout");
  await pressKeys(page, "m");
  await expectKind(page, "model_call");
  await pressKeys(page, "t");
  await expectKind(page, "turn");
  await pressKeys(page, "b");
  await expectKind(page, "model_call");
  await pressKeys(page, "b b");
  await expectKind(page, "error");
  await pressKeys(page, "r");
  await expect(page.getByRole("tab", { name: "Raw", selected: true })).toBeVisible();
  await expectKind(page, "error");
});

test("Escape leaves the palette, the sheet of keys, dialogs and editors, and the focus is where it was", async ({
  page,
}) => {
  await page.goto("/incidents");
  await expect(rows(page).first()).toBeVisible();
  const grid = page.locator("main [role=grid]");
  await grid.focus();
  for (const [keys, open] of [
    ["Control+k", page.getByRole("combobox", { name: "Command palette" })],
    ["?", page.getByRole("dialog", { name: /keys|shortcuts/i })],
    ["Shift+S", page.getByRole("dialog", { name: "Save this view" })],
    ["d", page.getByRole("dialog", { name: "Decide about this incident" })],
  ] as const) {
    await pressKeys(page, keys);
    await expect(open, keys).toBeVisible();
    await pressKeys(page, "Escape");
    await expect(open, keys).toBeHidden();
    await expect(grid, keys).toBeFocused();
  }
  // "refund" has letters in common with commands; what says it is what Enter would open.
  await pressKeys(page, "Control+k");
  await page.keyboard.type("refund");
  await expect(page.getByRole("option", { name: /^Refund policy lookup/, selected: true })).toBeVisible();
  await pressKeys(page, "Escape");
  await expect(page.getByRole("group", { name: "Pin and note" })).toBeVisible();
  await pressKeys(page, "n");
  const editor = page.getByRole("textbox", { name: "New note" });
  await expect(editor).toBeFocused();
  await pressKeys(page, "Escape");
  await expect(editor).toBeHidden();
  await expect(grid).toBeFocused();
});

test("a note is changed, ticked off and left as it was, by keyboard", async ({ page }) => {
  await page.goto("/notes");
  // By its words: other stories may have left notes in this store.
  const note = page.getByRole("listitem").filter({ hasText: "Reported by a customer" });
  const change = note.getByRole("button", { name: "Change the note" });
  await expect(change).toBeVisible();
  await tabTo(page, change);
  await pressKeys(page, "Enter");
  const editor = page.getByRole("textbox", { name: "Note" });
  await expect(editor).toBeFocused();
  await pressKeys(page, "Escape");
  await expect(editor).toBeHidden();
  await expect(change).toBeFocused();
  await pressKeys(page, "Shift+Tab");
  await expect(note.getByRole("button", { name: "Dealt with", exact: true })).toBeFocused();
  await pressKeys(page, "Space");
  const undone = note.getByRole("button", { name: "Not dealt with" });
  await expect(undone).toBeFocused();
  await pressKeys(page, "Space");
  await expect(undone).toHaveCount(0);
});

test("settings are changed by keyboard", async ({ page }) => {
  await page.goto("/settings");
  const theme = page.getByRole("group", { name: "Theme" });
  const chosen = theme.getByRole("radio", { checked: true });
  await expect(chosen).toBeVisible();
  const nameOf = () => chosen.evaluate((radio) => radio.parentElement?.innerText);
  const before = await nameOf();
  await tabTo(page, chosen);
  await pressKeys(page, "ArrowRight");
  await expect.poll(nameOf).not.toBe(before);
});
