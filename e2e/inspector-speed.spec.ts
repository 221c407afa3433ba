import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/app";
import { frameWords, scrollFrames } from "./fixtures/frames";
import { cursorRow, expectKind, joinedList, openInspector, recordShown } from "./fixtures/inspector";
import { pressKeys } from "./fixtures/keyboard";

/*
 * Measures on the conversation of 20,000 events. What is wanted (style.md 3.9, issue 3): first screen within a
 * second, no frame over 50 ms while scrolling. The stories print what they measure, while nothing else runs beside
 * them; for a single frame, a paint or a jump they demand a few times that, because the cores belong to a shared
 * machine without a graphics card.
 */

const conversation = "demo-20k-events";
const budgets = { firstScreenMs: 1000, frameMs: 50, jumpMs: 500 };
const slack = 4;

function say(text: string): void {
  process.stdout.write(`\n${text}\n`);
}

test("the first screen stands within a second", async ({ page }) => {
  // The first visit compiles what the server needs and fills its caches; the second is what people meet.
  await openInspector(page, conversation);
  await page.goto("about:blank");
  await openInspector(page, conversation);
  const { firstPaint, answer } = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN;
    return {
      firstPaint: Math.round(paint),
      answer: Math.round(navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : NaN),
    };
  });
  say(`first screen of 20,000 events: ${firstPaint} ms (server answered after ${answer} ms)`);
  await expect(cursorRow(joinedList(page))).toBeVisible();
  expect(firstPaint).toBeLessThan(budgets.firstScreenMs * slack);
});

test("scrolling the joined list and the entities keeps up", async ({ page }) => {
  await openInspector(page, `${conversation}?density=full&side=entities`);
  await expect(joinedList(page)).not.toHaveAttribute("aria-busy", "true");
  const joined = await scrollFrames(joinedList(page), 280, 240);
  say(frameWords("joined list, every envelope", joined));
  const entities = await scrollFrames(page.getByRole("grid", { name: "Timeline entities" }), 28, 90);
  say(frameWords("entities", entities));
  for (const { p95, worst } of [joined, entities]) {
    expect(p95).toBeLessThanOrEqual(budgets.frameMs);
    expect(worst).toBeLessThan(budgets.frameMs * slack);
  }
});

test("the cursor jumps through 20,000 events without waiting", async ({ page }) => {
  await openInspector(page, conversation);
  await expectKind(page, "error");
  for (const [key, what] of [
    ["Shift+E", "to the error before, 8,000 events away"],
    ["t", "to its turn"],
    ["b", "back"],
    ["e", "to the next error"],
  ] as const) {
    const took = await jumpTime(page, key);
    say(`jump ${what}: ${took} ms`);
    expect(took).toBeLessThan(budgets.jumpMs * slack);
  }
});

/** Milliseconds from the key to the record of the new cursor in the details. */
async function jumpTime(page: Page, key: string): Promise<number> {
  const before = await recordShown(page);
  // The listener is in place before the key is pressed; the promise inside the object is awaited after it.
  const watch = await page.evaluateHandle((from) => {
    const arrived = new Promise<number>((resolve) => {
      let pressed = 0;
      window.addEventListener("keydown", () => (pressed = performance.now()), { capture: true });
      const look = () => {
        const now = document.querySelector("[data-record]")?.getAttribute("data-record") ?? from;
        if (pressed > 0 && now !== from) resolve(Math.round(performance.now() - pressed));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    return { arrived };
  }, before);
  await pressKeys(page, key);
  return watch.evaluate(({ arrived }) => arrived);
}
