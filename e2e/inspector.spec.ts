import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
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

test.use({ permissions: ["clipboard-read", "clipboard-write"] });
// axe looks at every state in both themes, which takes its time on a busy machine.
test.describe.configure({ timeout: 300_000 });

const problem = JSON.stringify({
  type: "/errors/store-busy",
  title: "The store is busy",
  status: 503,
  code: "store-busy",
  detail: "The store took too long to answer.",
});

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The stored bytes of the envelope behind the record in the details, from the API. */
async function storedBytes(page: Page, ordinal: string): Promise<{ bytes: Buffer; hash: string }> {
  const answer = await page.request.get(`/api/v1/events/${ordinal}/envelope`);
  return { bytes: await answer.body(), hash: answer.headers()["x-content-sha256"] ?? "" };
}

test("by keyboard: from a failure to its envelope, turn, model call, tool call, and back", async ({
  page,
}) => {
  await openInspector(page, "demo-tool-timeout");
  const failure = await expectKind(page, "error");
  await expect(details(page).getByRole("heading", { name: "tool.timeout" })).toBeVisible();
  await expectNoViolations(page);

  await pressKeys(page, "r");
  await expect(envelopeText(page)).toContainText('"tool.timeout"');
  await expect(details(page)).toContainText("verified here");
  await expectNoViolations(page);
  for (const [key, kind] of [
    ["t", "turn"],
    ["m", "model_call"],
    ["o", "tool_call"],
  ] as const) {
    await pressKeys(page, key);
    await expectKind(page, kind);
    await pressKeys(page, "b");
    await expectRecord(page, failure);
  }
  await expect(envelopeText(page)).toContainText('"tool.timeout"');
  await pressKeys(page, "b");
  await expect(details(page).getByRole("tab", { name: "Summary" })).toHaveAttribute("aria-selected", "true");
});

test("by mouse: from a failure to its envelope, turn, model call, tool call, and back", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  const failure = await expectKind(page, "error");
  const goTo = details(page).getByRole("group", { name: "Go to" });
  for (const [name, kind] of [
    ["Turn", "turn"],
    ["Model call", "model_call"],
    ["Tool call", "tool_call"],
  ] as const) {
    await goTo.getByRole("button", { name }).click();
    await expectKind(page, kind);
    await page.goBack();
    await expectRecord(page, failure);
  }
  await goTo.getByRole("button", { name: "Raw" }).click();
  await expect(envelopeText(page)).toContainText('"tool.timeout"');
  await details(page)
    .getByRole("button", { name: /^envelope/ })
    .click();
  const envelope = await expectKind(page, "event");
  await page.goBack();
  await expectRecord(page, failure);
  await details(page).getByRole("tab", { name: "Related" }).click();
  await expectNoViolations(page);
  await details(page).getByRole("button", { name: "error tool.timeout" }).first().isVisible();
  await page.goForward();
  await expectRecord(page, envelope);
});

test("an envelope is shown as text and hex with its hash, copied and downloaded byte for byte", async ({
  page,
}) => {
  await openInspector(page, "demo-tool-timeout?details=raw");
  const ordinal = /(\d[\d,]*)/.exec((await envelopeText(page).getAttribute("aria-label")) ?? "")?.[1] ?? "";
  const { bytes, hash } = await storedBytes(page, ordinal.replaceAll(",", ""));
  expect(sha256(bytes)).toBe(hash);
  await expect(details(page).getByTitle(hash)).toBeVisible();

  await tabTo(page, details(page).getByRole("button", { name: "Copy the SHA-256" }), 120);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(hash);

  await tabTo(page, details(page).getByRole("button", { name: "As hex" }));
  await page.keyboard.press("Enter");
  const dump = details(page).getByRole("region", { name: /hex dump$/ });
  await expect(dump).toContainText("00000000");
  await expect(dump).toContainText(
    [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
  );
  await expectNoViolations(page);

  await tabTo(page, details(page).getByRole("button", { name: "Copy the envelope" }));
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(bytes.toString("utf8"));

  const arrived = page.waitForEvent("download");
  await tabTo(page, details(page).getByRole("link", { name: "Download the envelope" }));
  await page.keyboard.press("Enter");
  expect(sha256(readFileSync(await (await arrived).path()))).toBe(hash);
});

test("every kind of row leads to its envelope with one key", async ({ page }) => {
  const reached = new Set<string>();
  for (const convId of ["demo-mode-switch", "demo-seq-defects", "demo-lost-messages", "demo-transport"]) {
    const answer = await page.request.get(`/api/v1/conversations/${convId}/joined?limit=500`);
    const { items } = (await answer.json()) as {
      items: { ref: string; kind: string; ordinal: string | null }[];
    };
    for (const { ref, kind, ordinal } of items) {
      if (ordinal === null || reached.has(kind)) continue;
      reached.add(kind);
      await openInspector(page, `${convId}?sel=${encodeURIComponent(ref)}`);
      await expectRecord(page, ref);
      await pressKeys(page, "r");
      await expect(envelopeText(page), `${kind} leads to an envelope`).toBeVisible();
      await expect(details(page)).toContainText("verified here");
    }
  }
  expect([...reached].sort()).toEqual(
    [
      "anomaly",
      "entity",
      "error",
      "event",
      "fault",
      "guardrail",
      "http",
      "middleware",
      "mode",
      "model_call",
      "planner",
      "snapshot",
      "tool_call",
      "transform",
      "ws",
    ].filter((kind) => reached.has(kind)),
  );
  for (const kind of [
    "event",
    "entity",
    "snapshot",
    "model_call",
    "tool_call",
    "error",
    "anomaly",
    "middleware",
  ])
    expect(reached, kind).toContain(kind);
});

test("an envelope lists everything it touched, with how each link is known", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  await pressKeys(page, "4");
  const envelopes = page.getByRole("grid", { name: "Envelopes" });
  await expect(cursorRow(envelopes)).toContainText("error");
  await envelopes.getByRole("row").filter({ hasText: "tool.result" }).click();
  const envelope = await expectKind(page, "event");
  await pressKeys(page, "Shift+R");
  const related = details(page).getByRole("tabpanel");
  for (const kind of ["turn", "model call", "tool call", "error"]) {
    const link = related.getByRole("button", { name: new RegExp(`^${kind} `) }).first();
    await expect(link, kind).toBeVisible();
    await expect(link).toContainText(/explicit|derived|inferred/);
  }
  await expectNoViolations(page);
  await related
    .getByRole("button", { name: /^tool call / })
    .first()
    .click();
  await expectKind(page, "tool_call");
  await pressKeys(page, "b");
  await expectRecord(page, envelope);
});

test("one cursor: choosing anything anywhere moves every pane", async ({ page }) => {
  await openInspector(page, "demo-tool-timeout");
  const tree = turnTree(page);
  const blocks = page.getByRole("region", { name: "Blocks", exact: true });
  await expect(cursorRow(tree)).toContainText("post_tools");
  await expect(blocks.getByRole("heading")).toHaveText("Blocks at post_tools");
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
  await expect(page.getByText(/^0 of /)).toBeVisible();
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
  await pressKeys(page, "Escape");
  await expect(page).not.toHaveURL(/from=/);
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
