import { scenarioLines } from "@/lib/testing/scenario/scenario";
import { demoProcesses } from "./demo-processes";
import { everydayConversation } from "./everyday/everyday-conversation";
import { expertTopics } from "./everyday/expert-topics";
import { serviceTopics } from "./everyday/service-topics";
import { longConversation } from "./long-conversation";
import { agentStories } from "./stories/agent-stories";
import { compareStories } from "./stories/compare-stories";
import { failureStories } from "./stories/failure-stories";
import { projectionStories } from "./stories/projection-stories";
import { providerStories } from "./stories/provider-stories";
import { streamStories } from "./stories/stream-stories";
import { toolStories } from "./stories/tool-stories";

export interface DemoOptions {
  /** Another seed gives other ids, everyday failures and latencies; the planted stories stay. */
  readonly seed?: string;
  /** The recording covers the three days before this time, epoch ms. */
  readonly endsAtMs: number;
}

/**
 * The demo recording as native ingest lines: conversations of a simulated runtime in the order in which
 * they began, some 40 MB in all. What is planted where is listed in `docs/demo.md`. The same options give
 * the same bytes. One conversation is held in memory at a time; the largest is about 30 MB.
 */
export function* demoLines(options: DemoOptions): Generator<string> {
  const { seed = "hearth", endsAtMs } = options;
  const scenarioOptions = { baseMs: endsAtMs, seed, ids: "uuid", demo: true } as const;
  for (const scenario of [demoProcesses(), ...demoScenarios(seed)])
    yield* scenarioLines(scenario, scenarioOptions);
}

/** The scenarios of all conversations, oldest first. */
function demoScenarios(seed: string): string[] {
  const planted = [
    projectionStories,
    toolStories,
    providerStories,
    streamStories,
    failureStories,
    agentStories,
    compareStories,
    [longConversation(seed)],
  ].flat();
  return [...planted, ...everyday(seed)].sort((a, b) => startOf(a) - startOf(b));
}

function everyday(seed: string): string[] {
  const topics = [...serviceTopics, ...expertTopics];
  return topics.flatMap((topic, place) =>
    topic.conversations.map((_exchanges, index) => {
      // Spread over the three days; no two begin at the same minute.
      const hoursAgo = 0.6 + (((place * 3 + index) * 7.13) % 70);
      return everydayConversation(seed, topic, index, hoursAgo);
    }),
  );
}

const unitMinutes: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60 };

/** Minutes of `start=` relative to the end of the recording. */
function startOf(scenario: string): number {
  const match = /^conversation .* start=(-\d+)([smh])/m.exec(scenario);
  return Number(match?.[1] ?? 0) * (unitMinutes[match?.[2] ?? "m"] ?? 1);
}
