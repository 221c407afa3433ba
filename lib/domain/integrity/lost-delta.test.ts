import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { sampleFiles, scenarioFrames } from "@/lib/testing/sample-events";
import { ConversationFold } from "../projection/conversation-fold";
import { orderForReplay } from "../projection/replay-order";
import { deltaFault } from "./lost-delta";

describe("the text so far", () => {
  it.each([
    ["", "Hel", "Hel", undefined],
    ["Hel", "lo", "Hello", undefined],
    ["Hello", "you", "Hello\n\nyou", undefined],
    ["Hello", "you", "Hello dear you", "lost"],
    ["Hello", "lo", "Hello", "repeated"],
    ["Hello", "x", "Jellox", "lost"],
  ] as const)("%j + %j = %j: %s", (before, delta, cumulative, fault) => {
    expect(deltaFault(before, delta, cumulative)).toBe(fault);
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
        expect(fold.drain().filter((change) => change.set === "projection_faults"), conv_id).toEqual([]);
      }
    },
  );

  it("misses exactly the frame that was left out", () => {
    const [first] = scenarioFrames("T0-20260204/small-a");
    const [conv_id, events] = first ?? ["", []];
    const lost = events.findIndex((event, i) => i > 20 && event.type === "llm.delta" && events[i + 1]?.type === "llm.delta");
    const fold = new ConversationFold(conv_id);
    for (const event of orderForReplay(events.filter((_, i) => i !== lost))) fold.apply(event);
    const faults = fold.drain().flatMap((change) => (change.set === "projection_faults" ? [change.row] : []));
    expect(faults).toMatchObject([{ kind: "lost_delta", entity_id: events[lost]?.event_id, count: 1, next_ordinal: events[lost + 1]?.ordinal }]);
  });
});
