import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contrastFaults } from "./check-contrast.mjs";

const css = readFileSync("app/globals.css", "utf8");

it("accepts the colours of the console in both themes", () => {
  expect(contrastFaults(css).faults).toEqual([]);
});

it("names theme, text, ground and both ratios of a pair that is too weak", () => {
  const weak = css.replace("--fg-subtle: #626a76", "--fg-subtle: #9aa1ac");
  expect(contrastFaults(weak).faults[0]).toBe("light: --fg-subtle on --canvas is 2.60, needs 4.5");
});

it("says so when a token is missing instead of passing it", () => {
  expect(contrastFaults(css.replaceAll("--accent: #", "--accent: x")).faults).toContain(
    "dark: --accent is not a six-digit colour",
  );
});
