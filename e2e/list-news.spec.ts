import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";

const first = (page: Page, list: string): Locator =>
  page.getByRole("grid", { name: list }).locator("[role=row][data-index]").first();

for (const { path, list, type, data, shows } of [
  {
    path: "/model-calls",
    list: "Model calls",
    type: "model.call",
    data: { call_id: "news-call", request_model: "news-model", status: "succeeded" },
    shows: "news-model",
  },
  {
    path: "/conversations",
    list: "Conversations",
    type: "conversation.updated",
    data: { title: "Told while reading" },
    shows: "Told while reading",
  },
]) {
  test(`what comes while ${path} is read is announced, and shown when it is asked for`, async ({
    page,
    request,
  }) => {
    await page.goto(path);
    await expect(page.getByRole("status", { name: "Live tail" })).toHaveText("live");
    const before = await first(page, list).textContent();
    const now = Date.now();
    const line = {
      id: `news ${path}`,
      source: "story",
      type,
      occurred_at_ms: now,
      conv_id: `news-${type}`,
      data: { ...data, ...(type === "model.call" ? { started_at_ms: now } : { last_activity_ms: now }) },
    };
    const answer = await request.post("/api/v1/ingest", {
      headers: { "Content-Type": "application/x-ndjson" },
      data: `${JSON.stringify(line)}\n`,
    });
    expect(answer.ok()).toBe(true);
    const button = page.getByRole("button", { name: "1 new" });
    await expect(button).toBeVisible();
    expect(await first(page, list).textContent()).toBe(before);
    await expectNoViolations(page);
    await button.click();
    await expect(first(page, list)).toContainText(shows);
    await expect(button).toBeHidden();
  });
}
