import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { removeFolder, runGrillo, temporaryFolder } from "@/lib/testing/grillo-process";
import {
  cursorRow,
  details,
  envelopeText,
  expectKind,
  joinedList,
  openInspector,
  recordShown,
  shownRecord,
  turnTree,
} from "./fixtures/inspector";
import { pressKeys, tabTo } from "./fixtures/keyboard";

/*
 * The five questions that a person with an incident asks, each answered in the browser. Question 4, from
 * anything to its envelope and back, has its stories in inspector.spec.ts.
 */

const conversations = (page: Page): Locator => page.getByRole("grid", { name: "Conversations" });
const rows = (page: Page): Locator => conversations(page).locator("[role=row][data-index]");
const shown = (page: Page): Locator => page.getByRole("contentinfo", { name: "Status" }).getByRole("status");

interface ListedConversation {
  readonly conv_id: string;
  readonly title: string | null;
  readonly status: string;
  readonly last_activity_ms: number;
}

async function listed(page: Page, query = ""): Promise<readonly ListedConversation[]> {
  const answer = await page.request.get(`/api/v1/conversations?limit=100${query}`);
  // The page under test reads the same answer, through its contract.
  return ((await answer.json()) as { items: ListedConversation[] }).items;
}

async function openList(page: Page, query = ""): Promise<void> {
  await page.goto(`/conversations${query}`);
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
}

test("1 conversations by recent activity, with those that are in no live memory", async ({ page }) => {
  const all = await listed(page);
  expect(all.map(({ last_activity_ms }) => last_activity_ms)).toEqual(
    all.map(({ last_activity_ms }) => last_activity_ms).sort((a, b) => b - a),
  );
  await openList(page);
  for (const [at, { title, conv_id }] of all.slice(0, 12).entries())
    await expect(rows(page).nth(at)).toContainText(title ?? conv_id);
  await expectNoViolations(page);

  // By keyboard to one that was evicted from the runtime's memory, and into it.
  const evicted = all.findIndex(({ status }) => status === "evicted");
  for (let step = 0; step < evicted; step += 1) await pressKeys(page, "j");
  await expect(cursorRow(conversations(page))).toContainText("evicted");
  await pressKeys(page, "Enter");
  await expect(page).toHaveURL(new RegExp(`/conversations/${all[evicted]?.conv_id ?? ""}`));
  await expect(page.getByRole("region", { name: "Conversation", exact: true })).toContainText("evicted");
  await expect(cursorRow(joinedList(page))).toBeVisible();
  await expectNoViolations(page);
});

test("2 timeline, turns and events of a conversation, joined and one at a time, by keyboard", async ({
  page,
}) => {
  await openInspector(page, "demo-lost-messages");
  await expect(cursorRow(joinedList(page))).toContainText("projection.");
  await expectNoViolations(page);
  const lost = await recordShown(page);

  for (const [key, name] of [
    ["2", "Timeline entities"],
    ["4", "Envelopes"],
    ["5", "Model and tool calls"],
    ["6", "Errors and findings"],
  ] as const) {
    await pressKeys(page, key);
    await expect(page.getByRole("grid", { name, exact: true })).not.toHaveAttribute("aria-busy", "true");
    await expectNoViolations(page);
  }
  await expect(cursorRow(page.getByRole("grid", { name: "Errors and findings" }))).toContainText(
    "projection.",
  );
  await pressKeys(page, "3");
  await expect(page.getByRole("tabpanel", { name: /^Turns/ }).last()).toContainText("send it to my");
  await expectNoViolations(page);
  await pressKeys(page, "1");
  await expect(shownRecord(page)).toHaveAttribute("data-record", lost);

  // Through the panes: the tree moves the list, the list moves the tree.
  await tabTo(page, turnTree(page), 120);
  await page.keyboard.press("Home");
  await expectKind(page, "turn");
  await expect(cursorRow(turnTree(page))).toContainText("turn 1");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expectKind(page, "snapshot");
  await expect(cursorRow(joinedList(page))).toContainText("pre_inference");
  await page.keyboard.press("Escape");
  await expect(joinedList(page)).toBeFocused();
  const before = await recordShown(page);
  await page.keyboard.press("ArrowDown");
  await expect(shownRecord(page)).not.toHaveAttribute("data-record", before);
  await page.keyboard.press("Enter");
  await expect(details(page).getByRole("tab", { selected: true })).toBeFocused();
});

test("2 what changed, where and why: a message that reload loses is named with its first envelope", async ({
  page,
}) => {
  await openInspector(page, "demo-lost-messages");
  await pressKeys(page, "g");
  await expectKind(page, "fault");
  await expect(details(page)).toContainText(/missing|drift/);
  await pressKeys(page, "r");
  await expect(envelopeText(page)).toBeVisible();
  await expectNoViolations(page);
});

test("3 filtered by failure class, tool and status, by mouse", async ({ page }) => {
  await openList(page);
  await page.getByRole("button", { name: /more of Tool$/ }).click();
  await page
    .getByRole("region", { name: "Error class" })
    .getByRole("button", { name: /^tool, / })
    .click();
  await page
    .getByRole("region", { name: "Tool" })
    .getByRole("button", { name: /^search_docs, / })
    .click();
  const both = await listed(page, "&class=tool&tool=search_docs");
  expect(both.length).toBeGreaterThan(0);
  await expect(shown(page)).toHaveText(`${String(both.length)} match`);
  await page
    .getByRole("region", { name: "Status" })
    .getByRole("button", { name: /^idle, / })
    .click();
  const three = await listed(page, "&class=tool&tool=search_docs&status=idle");
  await expect(shown(page)).toHaveText(`${String(three.length)} match`);
  await expectNoViolations(page);
  const found = rows(page).filter({ hasText: "Refund policy lookup times out" });
  await found.click();
  await expect(page).toHaveURL(/sel=demo-tool-timeout/);
  await found.dblclick({ delay: 100 });
  await expect(page).toHaveURL(/\/conversations\/demo-tool-timeout/);
  await expect(cursorRow(joinedList(page))).toContainText("tool.timeout");
});

test("3 filtered by model and provider, by keyboard", async ({ page }) => {
  await openList(page);
  const { model, provider } = await pickFacets(page);
  await tabTo(page, page.locator("[data-facet][tabindex='0']"));
  for (const button of [model.button, provider.button]) {
    for (let step = 0; step < 80 && !(await isFocused(button)); step += 1)
      await page.keyboard.press("ArrowDown");
    for (let step = 0; step < 80 && !(await isFocused(button)); step += 1)
      await page.keyboard.press("ArrowUp");
    await expect(button).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(button).toHaveAttribute("aria-pressed", "true");
  }
  const both = await listed(page, `&model=${model.value}&provider=${provider.value}`);
  expect(both.length).toBeGreaterThan(0);
  await expect(shown(page)).toHaveText(`${String(both.length)} match`);
  await expectNoViolations(page);
  await tabTo(page, conversations(page));
  await pressKeys(page, "Home Enter");
  await expect(page).toHaveURL(new RegExp(`/conversations/${both[0]?.conv_id ?? ""}`));
});

for (const way of ["mouse", "keyboard"] as const) {
  test(`5 a replay bundle is taken by ${way}, verifies offline and reads back to the same counts`, async ({
    page,
  }) => {
    await openInspector(page, "demo-tool-timeout");
    const link = page.getByRole("link", { name: "Bundle" });
    const arrived = page.waitForEvent("download");
    if (way === "mouse") await link.click();
    else {
      await tabTo(page, link);
      await page.keyboard.press("Enter");
    }
    const file = await (await arrived).path();
    const verified = await runGrillo(["verify", file]);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);

    const folder = temporaryFolder();
    const imported = await runGrillo(["import", file, "--data", folder, "--json"]);
    removeFolder(folder);
    expect(imported.code, imported.stderr).toBe(0);
    const { total } = JSON.parse(imported.stdout) as { total: { received: number; stored: number } };
    const { conversation } = (await (
      await page.request.get("/api/v1/conversations/demo-tool-timeout")
    ).json()) as { conversation: { event_count: number } };
    expect(total).toMatchObject({ received: conversation.event_count, stored: conversation.event_count });
  });
}

/** The most frequent model and provider of the rail, with their buttons. */
async function pickFacets(page: Page) {
  const first = async (group: string) => {
    const button = page.getByRole("region", { name: group, exact: true }).locator("[data-facet]").first();
    const value = /^(.*), [\d,]+/.exec((await button.getAttribute("aria-label")) ?? "")?.[1] ?? "";
    return { button, value };
  };
  return { model: await first("Model"), provider: await first("Provider") };
}

async function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
