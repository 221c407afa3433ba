import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { pressKeys } from "./fixtures/keyboard";

const table = (page: Page): Locator => page.getByRole("grid", { name: "Incidents" });
const rows = (page: Page): Locator => table(page).locator("[role=row][data-index]");
const details = (page: Page): Locator => page.getByRole("region", { name: "Incident", exact: true });

async function openIncidents(page: Page, query = ""): Promise<void> {
  await page.goto(`/incidents${query}`);
  await expect(details(page)).toBeVisible();
}

test("incidents are filtered by error class first of all", async ({ page }) => {
  await openIncidents(page);
  const rail = page.getByRole("group", { name: "Filters" });
  await expect(rail.getByRole("heading").first()).toHaveText("Error class");
  await rail
    .getByRole("region", { name: "Error class" })
    .getByRole("button", { name: /^projection, / })
    .click();
  await expect(page).toHaveURL(/q=class:projection/);
  await expect(table(page)).toHaveAttribute("aria-busy", "false");
  for (const row of await rows(page).all()) await expect(row).toContainText("projection");
  await expectNoViolations(page);

  await rail
    .getByRole("region", { name: "Error code" })
    .getByRole("button", { name: /^projection\.drift, / })
    .click();
  await expect(page).toHaveURL(/code:projection\.drift/);
  await page.reload();
  await expect(rows(page).first()).toContainText("projection.drift");
});

test("Enter opens the newest occurrence in the inspector", async ({ page }) => {
  await openIncidents(page, "?q=search_docs");
  await expect(rows(page).first()).toContainText("tool.timeout");
  await pressKeys(page, "j Enter");
  await expect(page).toHaveURL(/\/conversations\/[^/?]+\?sel=error/);
});

test("the details say why occurrences are one group and lead to each", async ({ page }) => {
  await openIncidents(page, "?q=code:projection.drift");
  await expect(details(page).getByRole("heading", { name: "Why grouped" })).toBeVisible();
  const first = details(page).getByRole("list", { name: "Occurrences" }).getByRole("link").first();
  await first.click();
  await expect(page).toHaveURL(/\/conversations\/[^/?]+\?sel=error/);
});

test("an incident has an address of its own", async ({ page }) => {
  await openIncidents(page, "?q=search_docs");
  await pressKeys(page, "j");
  await expect(page).toHaveURL(/[?&]sel=/);
  await page.goto(`/incidents/${new URL(page.url()).searchParams.get("sel") ?? ""}`);
  await expect(page.getByText("tool.timeout").first()).toBeVisible();
  await expect(page.getByRole("list", { name: "Occurrences" })).toBeVisible();
  await expectNoViolations(page);
});

test("from the first page two steps answer what happened, where and why, of any incident in sight", async ({
  page,
}) => {
  for (const [code, what, where, evidence] of [
    [
      "tool.timeout",
      "A tool did not answer in time",
      "Refund policy lookup times out, turn 1",
      /#[\d,]+ tool\./,
    ],
    [
      "projection.lost_delta",
      "does not continue where it stood",
      "Answered in a tunnel, turn 2",
      /closed with code 1006/,
    ],
    ["transport.frame_gap", "numbering of a stream has gaps", "Answered in a tunnel", /#[\d,]+ llm\.delta/],
    [
      "provider.overloaded",
      "provider is overloaded",
      "Overloaded after four attempts, turn 1",
      /model call retried/,
    ],
    [
      "runtime.loop_limit",
      "maximum of tool-loop iterations",
      "Five rounds and no answer, turn 1",
      /#[\d,]+ /,
    ],
  ] as const) {
    await page.goto("/");
    await page.getByRole("link", { name: "Incidents", exact: true }).click();
    await rows(page).filter({ hasText: code }).first().click();
    const account = details(page).getByRole("region", { name: "In plain words" });
    await expect(account).toContainText(what);
    await expect(account).toContainText(where);
    await expect(account).toContainText(evidence);
    await expect(account.getByRole("link", { name: "Raw bytes" })).toBeVisible();
  }
});
