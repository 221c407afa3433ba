import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { appearanceScript } from "./theme";

/** Runs the script of the head against a page with these stored texts and this system theme. */
function appearance(stored: Readonly<Record<string, string>>, systemIsDark: boolean): Record<string, string> {
  const dataset: Record<string, string> = {};
  runInNewContext(appearanceScript, {
    document: { documentElement: { dataset } },
    localStorage: { getItem: (key: string) => stored[key] ?? null },
    matchMedia: () => ({ matches: systemIsDark }),
  });
  return dataset;
}

describe("appearance before the first paint", () => {
  it("follows the system until the user chose", () => {
    expect(appearance({}, true)).toEqual({ theme: "dark" });
    expect(appearance({ "grillo.theme": '"system"' }, false)).toEqual({ theme: "light" });
  });

  it("lets the choice of the user win", () => {
    expect(appearance({ "grillo.theme": '"light"', "grillo.density": '"compact"' }, true)).toEqual({
      theme: "light",
      density: "compact",
    });
  });

  it("survives damaged and foreign values", () => {
    expect(appearance({ "grillo.theme": "{", "grillo.density": '"huge"' }, true)).toEqual({ theme: "dark" });
  });
});
