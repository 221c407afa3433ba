import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { sampleFiles, scenarioFrames } from "@/lib/testing/sample-events";
import { ConversationFold } from "../projection/conversation-fold";
import { orderForReplay } from "../projection/replay-order";
import { DeltaCoverage } from "./lost-delta";

/** Parts of a text that frames miss, as the texts themselves. */
function missing(frames: readonly (readonly [delta: string, cumulative: string])[], whole: string): string[] {
  const coverage = new DeltaCoverage();
  coverage.begin();
  const parts = frames.flatMap(([delta, cumulative], i) =>
    coverage.take({ delta, cumulative, ordinal: BigInt(i) }),
  );
  return [...parts, ...coverage.finish()].map(({ from, to }) => whole.slice(from, to));
}

/** Frames of a text cut into words. */
function framesOf(words: readonly string[]): (readonly [string, string])[] {
  return words.map((word, i) => [word, words.slice(0, i + 1).join("")]);
}

describe("a streamed text", () => {
  it.each([
    [
      "complete",
      [
        ["Hel", "Hel"],
        ["lo", "Hello"],
      ],
      [],
    ],
    [
      "a word missing",
      [
        ["Hello", "Hello"],
        ["you", "Hello dear you"],
      ],
      [" dear "],
    ],
    [
      "white space left out",
      [
        ["Hello", "Hello"],
        ["you", "Hello\n\nyou"],
      ],
      [],
    ],
    ["its beginning missing", [["lo", "Hello"]], ["Hel"]],
    [
      "a frame twice",
      [
        ["Hello", "Hello"],
        ["Hello", "Hello"],
      ],
      [],
    ],
    [
      "two frames swapped",
      [
        ["a", "a"],
        ["c", "abc"],
        ["b", "ab"],
      ],
      [],
    ],
  ] as const)("%s", (_name, frames, parts) => {
    expect(
      missing(frames, frames.map(([, text]) => text).toSorted((a, b) => b.length - a.length)[0] ?? ""),
    ).toEqual(parts);
  });

  it("misses exactly the frames that were left out, whatever the order of the others", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer(), (text, salt) => {
        const frames = framesOf(text);
        const lost = (i: number) => (i * 7 + Math.abs(salt)) % 5 === 0;
        const kept = frames
          .filter((_, i) => !lost(i))
          .toSorted(([, a], [, b]) => ((a.length * 31 + salt) % 7) - ((b.length * 31 + salt) % 7));
        const last = Math.max(...frames.map((_, i) => (lost(i) ? -1 : i)));
        const expected = text.filter((_, i) => lost(i) && i < last).join("").length;
        const found = missing(kept, text.join("")).join("").length;
        expect(found).toBe(kept.length === 0 ? 0 : expected);
      }),
    );
  });

  it("says so after a while, without waiting for the end", () => {
    const coverage = new DeltaCoverage();
    coverage.begin();
    const frames = framesOf(Array.from({ length: 80 }, (_, i) => `w${String(i)} `)).filter((_, i) => i !== 3);
    const parts = frames.flatMap(([delta, cumulative], i) =>
      coverage.take({ delta, cumulative, ordinal: BigInt(i) }),
    );
    expect(parts).toMatchObject([{ previous_ordinal: 2n, next_ordinal: 3n }]);
  });
});

describe.skipIf(!haveSamples)("recorded streams", () => {
  it.each(["era/mix-a", "era/kill9-a", "era/responses-a", "late-20260418/small-a", "T0-20260204/small-a"])(
    "%s: no part is missing and none comes after its end",
    (scenario) => {
      expect(sampleFiles(scenario, /^ws-/)).not.toEqual([]);
      for (const [conv_id, events] of scenarioFrames(scenario)) {
        const fold = new ConversationFold(conv_id);
        for (const event of orderForReplay(events)) fold.apply(event);
        expect(
          fold.drain().filter((change) => change.set === "projection_faults"),
          conv_id,
        ).toEqual([]);
      }
    },
  );

  it("misses exactly the frame that was left out", () => {
    const [first] = scenarioFrames("T0-20260204/small-a");
    const [conv_id, events] = first ?? ["", []];
    const lost = events.findIndex(
      (event, i) => i > 20 && event.type === "llm.delta" && events[i + 1]?.type === "llm.delta",
    );
    const fold = new ConversationFold(conv_id);
    for (const event of orderForReplay(events.filter((_, i) => i !== lost))) fold.apply(event);
    const faults = fold.drain().flatMap((change) => (change.set === "projection_faults" ? [change.row] : []));
    expect(faults).toMatchObject([
      {
        kind: "lost_delta",
        entity_id: events[lost]?.event_id,
        count: 1,
        next_ordinal: events[lost + 1]?.ordinal,
      },
    ]);
  });
});
