import fc from "fast-check";
import { expect, test } from "vitest";
import { binStart, latencyBin, percentileOf } from "./latency-histogram";

const latency = fc.double({ min: 0, max: 86_400_000, noNaN: true });

function binsOf(values: readonly number[]): Map<number, bigint> {
  const bins = new Map<number, bigint>();
  for (const value of values) bins.set(latencyBin(value), (bins.get(latencyBin(value)) ?? 0n) + 1n);
  return bins;
}

test("a latency lies in its bin, and a bin is at most 4.5 % wide above a millisecond", () => {
  fc.assert(
    fc.property(latency, (ms) => {
      const bin = latencyBin(ms);
      // A power of two may come out of the logarithm a hair below itself.
      expect(ms * (1 + 1e-12)).toBeGreaterThanOrEqual(binStart(bin));
      expect(ms).toBeLessThanOrEqual(binStart(bin + 1) * (1 + 1e-12));
      if (bin > 0) expect(binStart(bin + 1) / binStart(bin)).toBeLessThan(1.045);
    }),
  );
});

test("a percentile from bins is within a bin of the exact one", () => {
  fc.assert(
    fc.property(
      fc.array(latency, { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(sorted.length * share)) - 1] ?? 0;
        const bin = latencyBin(exact);
        const found = percentileOf(binsOf(values), share) ?? -1;
        expect(found).toBeGreaterThanOrEqual(binStart(bin));
        expect(found).toBeLessThanOrEqual(binStart(bin + 1));
      },
    ),
  );
});

test("bins of two ranges added are the bins of both", () => {
  const [early, late] = [binsOf([3, 5000]), binsOf([5000, 80])];
  const sum = new Map(early);
  for (const [bin, n] of late) sum.set(bin, (sum.get(bin) ?? 0n) + n);
  expect(sum).toEqual(binsOf([3, 5000, 5000, 80]));
});

test("there is no percentile of nothing", () => {
  expect(percentileOf(new Map(), 0.5)).toBeUndefined();
});
