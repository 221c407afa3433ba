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
  openInspector,
} from "./fixtures/inspector";
import { pressKeys, tabTo } from "./fixtures/keyboard";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

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
  await expect(
    details(page)
      .getByRole("button", { name: /^model call / })
      .first(),
  ).toBeVisible();
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
