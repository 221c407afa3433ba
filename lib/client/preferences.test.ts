import { describe, expect, it } from "vitest";
import {
  columnWidthsPreference,
  densityPreference,
  parsePreference,
  shortcutsPreference,
} from "./preferences";

describe("preferences", () => {
  it("reads what was written", () => {
    expect(parsePreference(densityPreference, '"compact"')).toBe("compact");
    expect(parsePreference(columnWidthsPreference("events"), '{"type":240}')).toEqual({ type: 240 });
  });

  it("falls back to the default for absent, damaged and foreign values", () => {
    expect(parsePreference(densityPreference, null)).toBe("default");
    expect(parsePreference(densityPreference, '"huge"')).toBe("default");
    expect(parsePreference(shortcutsPreference, "{")).toBe(true);
    expect(parsePreference(columnWidthsPreference("events"), '{"type":"wide"}')).toEqual({});
  });
});
