// Checks the contrast of every colour named in app/globals.css, in both themes: text reaches 4.5, marks and
// the edges of controls reach 3 (WCAG 2.2, 1.4.3 and 1.4.11).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./run-command.mjs";

const themes = { light: ":root", dark: '[data-theme="dark"]' };
const grounds = ["canvas", "panel", "raised"];

/** What each token must reach, and on which grounds. */
const requirements = [
  { tokens: ["fg", "fg-muted"], ratio: 4.5, on: [...grounds, "hover", "selected", "hit"] },
  { tokens: ["fg-subtle", "accent"], ratio: 4.5, on: [...grounds, "hover"] },
  { tokens: ["ok", "info", "warn", "err", "neutral"], ratio: 4.5, on: [...grounds, "hover", "selected"] },
  { tokens: ["border-control"], ratio: 3, on: grounds },
  {
    tokens: ["validation", "provider", "tool", "projection", "storage", "transport", "runtime"].map(
      (name) => `class-${name}`,
    ),
    ratio: 3,
    on: grounds,
  },
];

/**
 * Every pair that does not reach its ratio, as sentences.
 *
 * @param {string} css text of the file that names the colours
 * @returns {{ faults: string[], checked: number }}
 */
export function contrastFaults(css) {
  const faults = [];
  let checked = 0;
  for (const [theme, selector] of Object.entries(themes)) {
    const colours = coloursOf(css, selector);
    for (const { tokens, ratio, on } of requirements) {
      for (const [token, ground] of tokens.flatMap((each) => on.map((other) => [each, other]))) {
        checked += 1;
        const [above, below] = [colours.get(token), colours.get(ground)];
        if (above === undefined || below === undefined) {
          faults.push(`${theme}: --${above === undefined ? token : ground} is not a six-digit colour`);
          continue;
        }
        const reached = contrast(above, below);
        if (reached < ratio)
          faults.push(`${theme}: --${token} on --${ground} is ${reached.toFixed(2)}, needs ${ratio}`);
      }
    }
  }
  return { faults, checked };
}

function coloursOf(css, selector) {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map(
    Array.from(block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/gi), ([, name, colour]) => [name, colour]),
  );
}

function contrast(first, second) {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { faults, checked } = contrastFaults(readFileSync(join(root, "app", "globals.css"), "utf8"));
  for (const fault of faults) console.error(fault);
  console.log(`${checked} pairs checked, ${faults.length} too weak`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
