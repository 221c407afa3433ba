import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  containing,
  fitted,
  msAt,
  panned,
  shortestWindowMs,
  timeTicks,
  wholeOf,
  xOf,
  zoomed,
} from "./time-window";

const whole = wholeOf(0, 100_000);
const anyWindow = fc
  .tuple(fc.double({ min: 0, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 0.1, noNaN: true }))
  .map(([start, length]) => ({ from: start * 100_000, to: (start + length) * 100_000 }));

describe("time window", () => {
  it("turns places into times and back", () => {
    fc.assert(
      fc.property(anyWindow, fc.double({ min: 0, max: 1400, noNaN: true }), (window, x) => {
        expect(xOf(window, 1400, msAt(window, 1400, x))).toBeCloseTo(x, 4);
      }),
    );
  });

  it("never leaves the whole, however it is zoomed and moved", () => {
    fc.assert(
      fc.property(
        anyWindow,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (window, factor, share) => {
          for (const next of [
            zoomed(window, whole, factor, (window.from + window.to) / 2),
            panned(window, whole, share),
            containing(window, whole, 99_000),
          ]) {
            expect(next.from).toBeGreaterThanOrEqual(whole.from - 1e-6);
            expect(next.to).toBeLessThanOrEqual(whole.to + 1e-6);
            expect(next.to - next.from).toBeGreaterThanOrEqual(shortestWindowMs - 1e-6);
          }
        },
      ),
    );
  });

  it("keeps the time under the pointer in place while zooming in", () => {
    const window = { from: 20_000, to: 40_000 };
    const next = zoomed(window, whole, 0.5, 25_000);
    expect(xOf(next, 1000, 25_000)).toBeCloseTo(xOf(window, 1000, 25_000), 6);
  });

  it("shows a fitted span with air, and a moment with the shortest window", () => {
    expect(fitted({ from: 40_000, to: 50_000 }, whole)).toEqual({ from: 38_500, to: 51_500 });
    expect(fitted({ from: 40_000, to: 40_000 }, whole)).toEqual({ from: 39_995, to: 40_005 });
  });
});

describe("labels of the axis", () => {
  it("stand at round times, far enough apart", () => {
    const ticks = timeTicks({ from: 1_000, to: 61_000 }, 600, 100, 0);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "00:00:10",
      "00:00:20",
      "00:00:30",
      "00:00:40",
      "00:00:50",
      "00:01:00",
    ]);
  });

  it("follow the reader's clock", () => {
    const ticks = timeTicks({ from: 0, to: 86_400_000 }, 400, 100, 5.5 * 3_600_000);
    expect(ticks[0]).toEqual({ ms: 0.5 * 3_600_000, label: "06:00" });
  });
});
