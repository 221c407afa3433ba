import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDateTime,
  formatDateTimeZone,
  formatDuration,
  formatPercent,
  formatRelative,
  formatTimeOfDay,
  isoTime,
  plural,
  truncateMiddle,
} from "./format";

describe("numbers", () => {
  it("groups digits without losing 64-bit ordinals", () => {
    expect(formatCount("1771502812801000001")).toBe("1,771,502,812,801,000,001");
    expect(formatCount(1771502812801000001n)).toBe("1,771,502,812,801,000,001");
    expect(formatCount(48196)).toBe("48,196");
    expect(formatCount(-1234.5)).toBe("-1,234.5");
    expect(formatCount(999)).toBe("999");
  });

  it.each([
    [0, "0"],
    [950, "950"],
    [999.6, "1k"],
    [1000, "1k"],
    [21_700, "21.7k"],
    [114_000, "114k"],
    [999_700, "1M"],
    [-21_700, "-21.7k"],
  ])("prints %d compactly as %s", (value, text) => expect(formatCompact(value)).toBe(text));

  it("prints sizes in powers of 1000", () => {
    expect(formatBytes(312)).toBe("312 B");
    expect(formatBytes(2_100_000_000)).toBe("2.1 GB");
    expect(formatBytes(999_999)).toBe("1 MB");
  });

  it("never rounds a share to nothing or to all", () => {
    expect(formatPercent(0.0537)).toBe("5.4 %");
    expect(formatPercent(0.0002)).toBe("< 0.1 %");
    expect(formatPercent(0.9999)).toBe("> 99.9 %");
    expect(formatPercent(0)).toBe("0 %");
    expect(formatPercent(1)).toBe("100 %");
  });

  it("agrees in number", () => {
    expect(plural(1, "turn")).toBe("1 turn");
    expect(plural(2190, "event")).toBe("2,190 events");
  });
});

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [0.3, "0.3 ms"],
    [38, "38 ms"],
    [999.6, "1.00 s"],
    [1410, "1.41 s"],
    [9_100, "9.10 s"],
    [52_000, "52 s"],
    [59_960, "1 m 00 s"],
    [220_000, "3 m 40 s"],
    [3_599_700, "1 h 00 m"],
    [3_720_000, "1 h 02 m"],
    [273_600_000, "3 d 4 h"],
    [-38, "-38 ms"],
  ])("prints %d ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it("prints ages in one unit", () => {
    const now = 1_771_502_812_801;
    expect(formatRelative(now - 400, now)).toBe("now");
    expect(formatRelative(now - 12_900, now)).toBe("12 s");
    expect(formatRelative(now - 3_600_000, now)).toBe("1 h");
    expect(formatRelative(now - 13 * 86_400_000, now)).toBe("13 d");
    expect(formatRelative(now + 120_000, now)).toBe("in 2 m");
  });
});

describe("times", () => {
  const at = Date.UTC(2026, 1, 19, 12, 6, 52, 801);

  it("prints UTC with milliseconds", () => {
    expect(formatTimeOfDay(at, "utc")).toBe("12:06:52.801");
    expect(formatDateTime(at, "utc")).toBe("2026-02-19 12:06:52.801");
    expect(formatDateTimeZone(at, "utc")).toBe("2026-02-19 12:06:52.801 UTC");
    expect(isoTime(at)).toBe("2026-02-19T12:06:52.801Z");
  });

  it("prints local time that agrees with the Date of this machine", () => {
    const date = new Date(at);
    const hours = String(date.getHours()).padStart(2, "0");
    expect(formatTimeOfDay(at, "local").startsWith(hours)).toBe(true);
    expect(formatDateTimeZone(at, "local")).toMatch(/[+-]\d\d:\d\d$/);
  });

  it("shows a time no Date can hold as the number it is", () => {
    expect(formatDateTime(9e15, "utc")).toBe("9000000000000000");
    expect(isoTime(9e15)).toBe("");
  });
});

describe("ids", () => {
  it("keeps both ends and never exceeds the length", () => {
    expect(truncateMiddle("c-0b77d1aa", 12)).toBe("c-0b77d1aa");
    const short = truncateMiddle("c-0b77d1aa-44e1-90fe", 12);
    expect(short).toHaveLength(12);
    expect(short.startsWith("c-0b77")).toBe(true);
    expect(short.endsWith("90fe")).toBe(true);
  });
});
