import { runGrillo } from "@/lib/testing/grillo-process";
import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";

test.use({ seed: "empty for the demo" });

test("the demo recording comes and goes with one click each, and what went stays visible", async ({
  page,
  server,
}) => {
  await page.goto("/conversations");
  await expect(page.getByText(`bin/grillo import PATH --data ${server.dataFolder}`)).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Load the demo recording" }).click();
  const table = page.getByRole("grid", { name: "Conversations" });
  await expect(table.locator("[role=row][data-index]").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("with the demo recording")).toBeVisible();
  await expectNoViolations(page);

  // The command finds what the button wrote.
  const again = await runGrillo(["demo", "--data", server.dataFolder]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).toMatch(/stored 0, duplicate \d+/);
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByText("Demo recording removed")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Nothing is recorded yet")).toBeVisible();

  for (const [path, empty] of [
    ["/incidents", /nothing|no incident/i],
    ["/events", /nothing|no event/i],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(empty).first()).toBeVisible();
  }
  await page.goto("/system");
  await expect(page.getByRole("table", { name: "Removed, by rule" })).toContainText("demo recording removed");
  await expect(page.getByText("receipts add up")).toBeVisible();
  await expectNoViolations(page);

  const checked = await runGrillo(["doctor", "--deep", "--data", server.dataFolder]);
  expect(checked.code, checked.stdout).toBe(0);
});
