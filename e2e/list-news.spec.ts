import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { expectRecord, joinedList, openInspector, recordShown } from "./fixtures/inspector";

const first = (page: Page, list: string): Locator =>
  page.getByRole("grid", { name: list }).locator("[role=row][data-index]").first();

for (const { path, list, shows } of [
  { path: "/model-calls", list: "Model calls", shows: "news-model" },
  { path: "/conversations", list: "Conversations", shows: "news-conversations" },
]) {
  test(`what comes while ${path} is read is announced, and shown when it is asked for`, async ({
    page,
    request,
  }) => {
    await page.goto(path);
    await expect(page.getByRole("status", { name: "Live tail" })).toHaveText("live");
    const now = Date.now();
    const line = {
      id: `news ${path}`,
      source: "story",
      type: "provider.call.started",
      occurred_at_ms: now,
      conv_id: `news-${path.slice(1)}`,
      data: { call_id: `call of ${path}`, provider: "openai", request_model: "news-model" },
    };
    const answer = await request.post("/api/v1/ingest", {
      headers: { "Content-Type": "application/x-ndjson" },
      data: `${JSON.stringify(line)}\n`,
    });
    expect(answer.ok()).toBe(true);
    const button = page.getByRole("button", { name: "1 new" });
    await expect(button).toBeVisible();
    await expect(first(page, list)).not.toContainText(shows);
    await expectNoViolations(page);
    await button.click();
    await expect(first(page, list)).toContainText(shows);
    await expect(button).toBeHidden();
  });
}

test("what comes for a conversation while it is read is announced, and moves nothing", async ({
  page,
  request,
}) => {
  const say = async (n: number): Promise<void> => {
    const envelope = JSON.stringify({
      sem: true,
      event: {
        type: "chat.message",
        id: `user-t${n}`,
        seq: n,
        data: { role: "user", content: `Question ${n}` },
      },
    });
    const line = { id: `read ${n}`, type: "sem.event", source: "story", conv_id: "news-read" };
    const answer = await request.post("/api/v1/ingest", {
      headers: { "Content-Type": "application/x-ndjson" },
      data: `${JSON.stringify({ ...line, occurred_at_ms: Date.now(), data: { envelope } })}\n`,
    });
    expect(answer.ok()).toBe(true);
  };
  await say(1);
  await openInspector(page, "news-read");
  await expect(page.getByRole("status", { name: "Live tail" })).toHaveText("live");
  const record = await recordShown(page);
  const list = joinedList(page);
  await say(2);
  const button = page.getByRole("button", { name: "1 new" });
  await expect(button).toBeVisible();
  await expect(list).not.toContainText("Question 2");
  await expectNoViolations(page);
  await button.click();
  await expect(list).toContainText("Question 2");
  await expectRecord(page, record);
  await expect(button).toBeHidden();
});
