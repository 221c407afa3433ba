import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const table = (page: Page): Locator => page.getByRole("grid", { name: "Incidents" });
const rows = (page: Page): Locator => table(page).locator("[role=row][data-index]");
const details = (page: Page): Locator => page.getByRole("region", { name: "Incident", exact: true });
const fact = (page: Page, label: string): Locator =>
  details(page).locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]");

async function openIncidents(page: Page, query: string): Promise<void> {
  await page.goto(`/incidents?q=${encodeURIComponent(query)}`);
  await expect(rows(page).first()).toBeVisible();
  await expect(details(page).getByRole("heading", { name: "Occurrences" })).toBeVisible();
}

test("an incident is resolved with one key, and that is undone", async ({ page }) => {
  await openIncidents(page, "code:tool.timeout search_docs");
  await pressKeys(page, "r");
  await expect(fact(page, "State")).toHaveText("resolved");
  await expect(rows(page).first()).toContainText("resolved");
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(fact(page, "State")).toHaveText("open");
});

test("a decision says who made it, when and why; the state is a facet and a word of the query", async ({
  page,
}) => {
  await openIncidents(page, "code:provider.auth");
  await pressKeys(page, "d");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expectNoViolations(page);
  await dialog.getByLabel("Ignored").check();
  await dialog.getByLabel("Why").fill("The key of the test account expires every month.");
  await dialog.getByLabel("Your name").fill("Mira");
  await dialog.getByRole("button", { name: "Decide" }).click();
  const decisions = details(page).getByRole("list", { name: "Decisions" });
  await expect(decisions).toContainText(/ignored\s*by Mira/);
  await expect(decisions).toContainText("expires every month");

  await page.goto("/incidents");
  await page
    .getByRole("group", { name: "Filters" })
    .getByRole("button", { name: /^ignored, / })
    .click();
  await expect(page).toHaveURL(/q=state:ignored/);
  await expect(rows(page).filter({ hasText: "provider.auth" })).toHaveCount(1);
});

test("a resolved incident that comes back is open again, marked regressed", async ({ page, request }) => {
  await openIncidents(page, "code:storage.schema_mismatch");
  await pressKeys(page, "r");
  await expect(fact(page, "State")).toHaveText("resolved");
  const line = {
    id: "story-regression",
    type: "error",
    source: "story",
    occurred_at_ms: Date.now() + 60_000,
    conv_id: "story-regression",
    data: {
      error_code: "storage.schema_mismatch",
      raw_message: "table turns has no column named inference_id",
    },
  };
  const answer = await request.post("/api/v1/ingest", {
    headers: { "content-type": "application/x-ndjson" },
    data: `${JSON.stringify(line)}\n`,
  });
  expect(answer.ok()).toBe(true);
  await expect(async () => {
    await openIncidents(page, "state:regressed");
    await expect(details(page).getByRole("list", { name: "Decisions" })).toContainText(
      "seen again after it was resolved",
    );
  }).toPass();
});

test("marked incidents are merged into the one under the cursor, and the rule is removed again", async ({
  page,
}) => {
  await openIncidents(page, "code:tool.timeout");
  const before = await rows(page).count();
  expect(before).toBeGreaterThan(2);
  const cursor = table(page).locator("[aria-selected=true]");
  for (const [place, marks] of [
    [0, "1 incident marked"],
    [1, "2 incidents marked"],
  ] as const) {
    await expect(cursor).toHaveAttribute("data-index", String(place));
    await pressKeys(page, "x");
    await expect(page.getByText(marks)).toBeVisible();
    await pressKeys(page, "j");
  }
  await expect(cursor).toHaveAttribute("data-index", "2");
  await expectNoViolations(page);
  await pressKeys(page, "Shift+M");
  await expect(rows(page)).toHaveCount(before - 2);
  const rules = details(page).getByRole("list", { name: "Grouping rules" });
  await expect(rules.getByRole("listitem")).toHaveCount(2);
  await expectNoViolations(page);
  await rules.getByRole("button", { name: "Undo" }).first().click();
  await expect(rows(page)).toHaveCount(before - 1);
});

test("occurrences are split off by a part in which they differ", async ({ page }) => {
  await openIncidents(page, "code:transport.frame_gap");
  await details(page).getByText("Split off by what differs").click();
  await details(page)
    .getByRole("button", { name: /Split off runtime webchat/ })
    .click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(rows(page)).toHaveCount(1);
});

test("an incident leads from what users saw back to what caused it, and each step to its place", async ({
  page,
}) => {
  await openIncidents(page, "code:projection.lost_delta");
  const chain = details(page).getByRole("list", { name: "What led here and what followed" });
  await expect(chain.getByRole("listitem")).toHaveText([
    /transport\.ws_closed.*derived the socket ended between/,
    /transport\.frame_gap.*derived/,
    /projection\.lost_delta/,
  ]);
  await chain.getByRole("link", { name: /transport\.ws_closed/ }).click();
  await expect(page).toHaveURL(/\/conversations\/demo-ws-drop\?sel=error/);
  const inspected = page.getByRole("list", { name: "What led here and what followed" });
  await expect(inspected.getByRole("button", { name: /^projection\.lost_delta/ })).toBeVisible();
  await inspected.getByRole("button", { name: /^transport\.frame_gap/ }).click();
  await expect(page.locator("[data-record]")).toContainText("transport.frame_gap");
  await expectNoViolations(page);
});
