import { expectNoViolations } from "./fixtures/accessibility";
import { expect, test } from "./fixtures/app";
import { demoPages } from "./fixtures/pages";

// 320 CSS pixels: a page of 1280 pixels enlarged four times (WCAG 1.4.10).
test.use({ viewport: { width: 320, height: 640 } });

for (const path of ["/overview", ...demoPages]) {
  test(`${path} reflows to 320 pixels`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const link = page.getByRole("navigation", { name: "Pages" }).locator("[aria-current=page]");
    // Comparing is a page of no place in the rail.
    if (!path.startsWith("/compare")) await expect(link).toBeInViewport({ ratio: 1 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, "pixels beyond the edge").toBeLessThanOrEqual(0);
    await expectNoViolations(page);
  });
}

test("an incident reflows to 320 pixels", async ({ page }) => {
  await page.goto("/incidents?q=code:transport.frame_gap");
  const row = page.getByRole("grid", { name: "Incidents" }).locator("[role=row][data-index]").first();
  await expect(row).toBeVisible();
  const answer = await page.request.get("/api/v1/incidents?q=code:transport.frame_gap");
  const { items } = (await answer.json()) as { items: { incident_id: string }[] };
  await page.goto(`/incidents/${items[0]?.incident_id ?? ""}`);
  await expect(page.getByText("The numbering of a stream has gaps.")).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow, "pixels beyond the edge").toBeLessThanOrEqual(0);
  await expectNoViolations(page);
});
