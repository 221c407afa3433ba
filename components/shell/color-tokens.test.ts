import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorClasses } from "@/lib/domain/model/error";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

/** Hex tokens of the first rule with this selector. */
function tokensOf(selector: string): Readonly<Record<string, string>> {
  const start = css.indexOf(`${selector} {`);
  const rule = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    [...rule.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio after WCAG 2. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ["light", ":root"],
  ["dark", '[data-theme="dark"]'],
])("colours of the %s theme", (_theme, selector) => {
  const tokens = tokensOf(selector);
  const ratio = (token: string, surface: string) => contrast(tokens[token] ?? "", tokens[surface] ?? "");
  const surfaces = ["canvas", "panel", "raised", "hover"];

  it.each(["fg", "fg-muted", "fg-subtle", "accent", "ok", "info", "warn", "err", "neutral"])(
    "%s reads as text on every surface",
    (token) => {
      for (const surface of surfaces) expect(ratio(token, surface)).toBeGreaterThanOrEqual(4.5);
    },
  );

  // The third text tone is replaced by the second on selected rows (utility row-selected).
  it.each(["fg", "fg-muted", "ok", "info", "warn", "err", "neutral"])(
    "%s reads as text on a selected row",
    (token) => {
      expect(ratio(token, "selected")).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("keeps text readable on search hits", () => {
    expect(ratio("fg", "hit")).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["border-control", ...errorClasses.map((errorClass) => `class-${errorClass}`)])(
    "%s is seen as a mark",
    (token) => {
      for (const surface of ["canvas", "panel", "raised"])
        expect(ratio(token, surface)).toBeGreaterThanOrEqual(3);
    },
  );
});
