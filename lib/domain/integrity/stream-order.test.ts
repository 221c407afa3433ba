import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { captureEvents, sampleFiles, sha256, uiEvents } from "@/lib/testing/sample-events";
import { stringifyExact, parseExact } from "../json/exact-json";
import type { OrderingAnomaly } from "../model/event";
import type { FoldEvent } from "../projection/fold-event";
import { StreamOrder, type OrderedItem } from "./stream-order";

const semScenarios = [
  "era/deadlock-a",
  "era/evict-a",
  "era/kill9-a",
  "era/mix-a",
  "era/redis-a",
  "era/redis-responses-a",
  "era/responses-a",
  "era/restart-a",
  "era/rootmount-a",
  "era/scale-a",
  "late-20260418/small-a",
  "T0-20260204/small-a",
  "T1-20260207/small-a",
  "T2-20260214/small-a",
  "T3-hybrid/t1-opened-by-era-a",
];
const headScenarios = ["kill9-a", "mix-a", "restart-a", "scale-a"].map((name) => `head-20260813/${name}`);

function ordered(event: FoldEvent): OrderedItem {
  return {
    ordinal: event.ordinal,
    seq: event.seq,
    regime: event.regime,
    type: event.type,
    event_id: event.event_id,
    content_hash: Buffer.from(sha256(stringifyExact(event.data ?? null)), "hex"),
    at_ms: event.received_at_ms,
  };
}

function findingsOf(items: readonly OrderedItem[]): OrderingAnomaly[] {
  const order = new StreamOrder("s", "c");
  return items.flatMap((item) => order.check(item));
}

describe.skipIf(!haveSamples)("recorded sockets", () => {
  it.each(semScenarios)("%s: no finding on any socket", (scenario) => {
    for (const name of sampleFiles(scenario, /^ws-.*\.ndjson$/)) {
      const findings = findingsOf(captureEvents(scenario, name).events.map(ordered));
      expect(findings, name).toEqual([]);
    }
  });

  it.each(headScenarios)("%s: no finding on any socket", (scenario) => {
    for (const name of sampleFiles(scenario, /^ws-.*\.ndjson$/)) {
      const findings = findingsOf(uiEvents(scenario, name).map(ordered));
      expect(findings, name).toEqual([]);
    }
  });
});

const counterItem = (seq: number, at_ms: number): OrderedItem => ({
  ordinal: BigInt(seq),
  seq: BigInt(seq),
  regime: "counter",
  type: "llm.delta",
  event_id: "m",
  content_hash: Buffer.from(sha256(String(seq)), "hex"),
  at_ms,
});
const counting = (n: number) => Array.from({ length: n }, (_, i) => counterItem(i + 1, 1_000 + i));

/** Missing seqs that the findings leave open, from the newest statement of each gap. */
function openGaps(findings: readonly OrderingAnomaly[]): bigint {
  const newest = new Map<string, bigint>();
  for (const finding of findings)
    if (finding.kind === "gap") newest.set(finding.anomaly_id, finding.missing_count ?? 0n);
  return [...newest.values()].reduce((a, b) => a + b, 0n);
}

describe("a counter stream", () => {
  it("finds exactly what was lost between the first and the last item", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 2, max: 199 }), { maxLength: 50 }), (lost) => {
        const items = counting(200).filter((item) => !lost.includes(Number(item.seq)));
        expect(openGaps(findingsOf(items))).toBe(BigInt(lost.length));
      }),
    );
  });

  it("closes every gap when all arrive in whatever order, and names each late arrival", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(counting(60), { minLength: 60 }), (items) => {
        const first = items[0]?.seq ?? 0n;
        const findings = findingsOf(items);
        expect(openGaps(findings)).toBe(0n);
        let highest = 0n;
        let behind = 0;
        for (const { seq = 0n } of items) {
          if (seq < highest) behind += 1;
          else highest = seq;
        }
        // Numbers below the first one seen were before the recording: they are a step back, not a gap.
        const named = findings.filter(
          (f) => f.kind === "out_of_order" || f.kind === "late" || f.kind === "regression",
        );
        expect(named).toHaveLength(behind);
        expect(named.filter((f) => f.kind === "regression").every((f) => (f.seq ?? 0n) < first)).toBe(true);
      }),
    );
  });

  it("tells a repeated frame from another one under its number", () => {
    const item = counterItem(2, 1_001);
    const kinds = findingsOf([
      ...counting(3),
      item,
      { ...item, content_hash: Buffer.from(sha256("other"), "hex") },
    ]).map((f) => f.kind);
    expect(kinds).toEqual(["duplicate_same", "duplicate_other"]);
  });

  it("takes a drop to 1 as a new epoch", () => {
    const second = counting(5).map((item) => ({ ...item, event_id: "n", at_ms: 9_000 }));
    const findings = findingsOf([...counting(40), ...second]);
    expect(findings.map(({ kind, epoch, expected_seq }) => ({ kind, epoch, expected_seq }))).toEqual([
      { kind: "epoch_change", epoch: 1, expected_seq: 41n },
    ]);
  });

  it("gives the same findings in batches, across saved state, as in one go", () => {
    const disorder = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 9_000 })), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(disorder, fc.integer({ min: 1, max: 20 }), (pairs, batch) => {
        const items = pairs.map(([seq, at], i) => ({ ...counterItem(seq, at), ordinal: BigInt(i) }));
        let order = new StreamOrder("s", "c");
        const findings: OrderingAnomaly[] = [];
        items.forEach((item, i) => {
          findings.push(...order.check(item));
          if (i % batch === 0) order = new StreamOrder("s", "c", parseExact(stringifyExact(order.state())));
        });
        expect(findings).toEqual(findingsOf(items));
      }),
    );
  });
});

it("does not miss the number that the runtime gave to an error event, for which it sends no frame", () => {
  const next = { ...counterItem(5, 2_000), type: "chat.message", event_id: "user-2" };
  expect(findingsOf([...counting(3), next])).toEqual([]);
});

describe("a time-derived stream", () => {
  const at = (ms: number, type = "llm.delta", event_id = "m"): OrderedItem => ({
    ordinal: BigInt(ms),
    seq: BigInt(ms) * 1_000_000n,
    regime: "time",
    type,
    event_id,
  });

  it("has no gaps, and several frames of one seq are no finding", () => {
    const base = 1_771_453_377_000;
    expect(
      findingsOf([at(base), at(base + 500), at(base + 500, "tool.done", "t"), at(base + 90_000)]),
    ).toEqual([]);
  });

  it("grades how far a frame fell back", () => {
    const base = 1_771_453_377_000;
    const kinds = [2_000, 30_000, 120_000].map((back) =>
      findingsOf([at(base), at(base - back)]).map((f) => f.kind),
    );
    expect(kinds).toEqual([["out_of_order"], ["late"], ["regression"]]);
  });

  it("begins an epoch when the numbering changes its kind", () => {
    const kinds = findingsOf([counterItem(7, 1), at(1_771_453_377_000)]).map((f) => f.kind);
    expect(kinds).toEqual(["epoch_change"]);
  });
});
