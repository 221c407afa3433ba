import { describe, expect, it } from "vitest";
import { causalChain } from "./causal-chain";
import type { FailureSign } from "./failure-sign";

const sign = (
  key: string,
  code: string,
  at_ms: number | null,
  more: Partial<FailureSign> = {},
): FailureSign => ({
  key,
  kind: "error",
  code,
  at_ms,
  ordinal: null,
  ...more,
});
const words = (signs: readonly FailureSign[], focus: string) => {
  const { before, after } = causalChain(signs, focus);
  return [...before, ...after].map(({ sign: { key }, link, other }) => `${key} -> ${other} ${link.how}`);
};

describe("a chain", () => {
  const dropped = [
    sign("drop", "transport.ws_closed", 1_250),
    sign("gap", "transport.frame_gap", 1_800, { since_ms: 990, ordinal: 20n }),
    sign("lost", "projection.lost_delta", 2_500, { ordinal: 20n, entity_id: "m" }),
  ];

  it("goes from the drop over the gap to what users see, each step by its rule", () => {
    expect(words(dropped, "lost")).toEqual(["drop -> gap derived", "gap -> lost derived"]);
    expect(words(dropped, "drop")).toEqual(["gap -> drop derived", "lost -> gap derived"]);
    expect(causalChain(dropped, "gap").before[0]?.link.rule).toMatch(/socket ended between/);
  });

  it("does not depend on the order of the signs", () => {
    expect(words([...dropped].reverse(), "lost")).toEqual(words(dropped, "lost"));
  });

  it("falls back to time where the socket ended elsewhere, and says so", () => {
    const elsewhere = [sign("drop", "transport.ws_closed", 500), ...dropped.slice(1)];
    expect(words(elsewhere, "lost")).toEqual(["drop -> gap inferred", "gap -> lost derived"]);
  });

  it("prefers an id that both name to anything that is only near", () => {
    const signs = [
      sign("retries", "retry", 0, { kind: "retry", model_call_id: "m1" }),
      sign("noise", "transport.ws_closed", 4_000),
      sign("failed", "provider.overloaded", 4_100, { model_call_id: "m1" }),
    ];
    expect(words(signs, "failed")).toEqual(["retries -> failed explicit"]);
  });

  it("leaves out what is beyond its reach, and what has no time", () => {
    const signs = [
      sign("old", "tool.failed", 0),
      sign("timeless", "tool.failed", null),
      sign("focus", "provider.timeout", 60_000),
    ];
    expect(words(signs, "focus")).toEqual([]);
  });

  it("names an outage that lasted at the time, beside the surer cause, and none that was over", () => {
    const signs = [
      sign("redis", "redis", 0, { kind: "dependency", until_ms: null }),
      sign("bus", "bus", 0, { kind: "dependency", until_ms: 10 }),
      sign("locked", "storage.database_locked", 50_000, { turn_id: "t" }),
      sign("lost", "projection.missing_entity", 50_500, { turn_id: "t" }),
    ];
    expect(words(signs, "locked")).toEqual(["redis -> locked inferred", "lost -> locked derived"]);
    expect(words(signs, "lost")).toEqual(["redis -> locked inferred", "locked -> lost derived"]);
  });

  it("orders what happened in one millisecond from the ground up", () => {
    const signs = [
      sign("seen", "projection.missing_entity", 5, { turn_id: "t" }),
      sign("disk", "storage.write_failed", 5, { turn_id: "t" }),
    ];
    expect(words(signs, "seen")).toEqual(["disk -> seen derived"]);
  });

  it("keeps the nearest steps and counts the others", () => {
    const signs = Array.from({ length: 30 }, (_, i) =>
      sign(`s${String(i).padStart(2, "0")}`, "tool.failed", i * 1_000),
    );
    const { before, after, left_out } = causalChain(signs, "s20");
    expect(before.map(({ sign: { key } }) => key).at(-1)).toBe("s19");
    expect([before.length, after.length, left_out]).toEqual([12, 9, { before: 8, after: 0 }]);
  });
});
