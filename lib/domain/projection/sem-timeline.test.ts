import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { sampleLines, semEvent } from "@/lib/testing/sample-events";
import type { RecordIn } from "../model";
import { ConversationFold } from "./conversation-fold";

function foldSample(name: string): RecordIn<"entities">[] {
  const fold = new ConversationFold("c");
  for (const line of sampleLines("pinocchio", "sem-from-tests", name)) fold.apply(semEvent(line, "c"));
  return fold.drain().flatMap((change) => (change.set === "entities" ? [change.row] : []));
}

describe.skipIf(!haveSamples)("the runtime's own projector tests", () => {
  it("makes a user message of chat.message", () => {
    expect(foldSample("projector-chat-message.ndjson")).toMatchObject([
      {
        entity_id: "user-turn-1",
        kind: "message",
        origin: "projected",
        last_seen_version: 5n,
        props: { role: "user" },
      },
    ]);
  });

  it("falls back to the streamed text when the final is empty", () => {
    expect(foldSample("projector-final-empty-text-falls-back.ndjson")).toMatchObject([
      {
        props: { content: "assistant cumulative", streaming: false },
        first_seen_version: 1n,
        last_seen_version: 3n,
      },
    ]);
  });

  it("keeps the text and role of thinking at its end", () => {
    expect(foldSample("projector-thinking-final-keeps-delta.ndjson")).toMatchObject([
      { kind: "message", props: { role: "thinking", content: "reasoning content", streaming: false } },
    ]);
  });

  it("replaces thinking by its summary", () => {
    expect(foldSample("projector-thinking-summary.ndjson")).toMatchObject([
      { props: { content: "final summary text", streaming: false }, status: "completed" },
    ]);
  });

  it("keeps one suggestions entity for the conversation", () => {
    expect(foldSample("hypercard-suggestions.ndjson")).toMatchObject([
      {
        entity_id: "suggestions:assistant",
        kind: "suggestions",
        props: { items: ["Summarize today sales", "Show margin report"] },
      },
    ]);
  });

  it("makes a status and a result of a widget error", () => {
    const entities = foldSample("hypercard-widget-error.ndjson");
    expect(entities.map(({ entity_id, kind }) => [entity_id, kind])).toEqual([
      ["widget-call-1:status", "status"],
      ["widget-call-1:result", "hypercard.widget.v1"],
    ]);
  });

  it("projects nothing from frames without seq", () => {
    expect(foldSample("debug-events-buffer.ndjson")).toEqual([]);
  });

  it("accepts the documentation's examples: input as text, empty customKind", () => {
    const entities = foldSample("docs-examples.ndjson");
    expect(entities.find((entity) => entity.kind === "tool_call")?.props).toMatchObject({
      input: { query: "weather in Paris" },
      status: "completed",
    });
    expect(entities.find((entity) => entity.kind === "tool_result")).toMatchObject({
      entity_id: "tc-e5f6g7h8:result",
      props: { result: { temperature: 18, condition: "cloudy" } },
    });
  });
});
