import { conversationUsage } from "./conversation-options";
import { turnUsage } from "./conversation-script";
import { processUsage } from "./processes";
import { verbs } from "./verbs";

const prose = `# Scenario language

A scenario is a short text that shows at a glance what a simulated chat runtime does. \`scenarioLines\` in
\`lib/testing/scenario/scenario.ts\` plays it and gives the native ingest lines that the runtime would write, so
that tests and the demo recording go through the real ingest path. The same text, base time and seed give the
same bytes.

\`\`\`text
conversation c1 runtime=default profile=default
  turn t1 "What is the refund policy?"
    +0      llm.start model=gpt-5
    +420    llm.delta "Let me look that up" x24 every=30
    +600    tool.start search args={"q":"refund"}
    +1900   tool.fail code=tool.timeout "no answer within 60 s"
    +2010   llm.final in=812 out=64 finish=stop
  gap 3
  close ws 1006
\`\`\`

## Grammar

- One statement a line: \`[+time] verb [words, texts, JSON, name=value, xN]\`. \`#\` begins a comment.
- Texts and JSON are written as JSON on one line: \`"a \\"quoted\\" text"\`, \`{"q":"refund"}\`. Integers beyond 2^53
  keep their digits.
- Durations: \`250\` or \`250ms\`, \`1.5s\`, \`2m\`, \`3h\`, \`1d\`.
- \`conversation\` and \`process\` begin a part; \`turn\` begins a turn. A statement indented no deeper than its
  \`turn\` stands after that turn.
- \`+time\` counts from the start of the turn; outside of turns, from the end of the last one. A statement without
  a time happens when the one before it has ended. Inside a turn everything is put in order of time, so a tool may
  start while deltas still stream.
- \`start=\` of a conversation or process counts from the base time of the recording.
- An unknown verb or option, a value of the wrong kind and a verb that makes no sense at its place are errors with
  the number of the line.

What the runtime does by itself: a turn shows its prompt as \`chat.message\`; model calls take the snapshots
\`pre_inference\` and \`post_inference\`, finished tools take \`post_tools\`, and a turn in which nothing failed ends
with \`final\`; blocks keep their ids from turn to turn. With \`store=on\` the runtime keeps a timeline store by the
rules of the February 2026 generation, sends \`timeline.upsert\` frames (one per message in 250 ms while text
streams), and its last state is told at the end.

## Parts
`;

/** The page \`docs/scenario.md\`: the prose above and every verb with its usage. */
export function scenarioReference(): string {
  const parts = [
    ["conversation", conversationUsage, "Begins a conversation; what follows happens in it."],
    [
      "turn",
      turnUsage,
      "Begins a turn with its prompt; after= is the pause since the last one, lose=prompt loses its write to the store.",
    ],
    ["process", processUsage.process, "Begins a process of the observed runtime. Under it stand:"],
    ["sample", processUsage.sample, "A sample of its resources and of its SQLite files."],
    ["dependency", processUsage.dependency, "A change of state of something it depends on."],
    ["stop", processUsage.stop, "The process ends."],
  ] as const;
  const own = [...verbs].map(([name, { usage, doc }]) => [name, usage, doc] as const);
  return [prose, ...parts.map(section), "## Verbs\n", ...own.map(section)].join("\n").trimEnd() + "\n";
}

function section([name, usage, doc]: readonly [string, string, string]): string {
  return `### \`${name}\`\n\n\`\`\`text\n${usage}\n\`\`\`\n\n${doc}\n`;
}
