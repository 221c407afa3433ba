import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listModelCallsQuerySchema, listToolCallsQuerySchema } from "@/lib/contracts/call";
import { listConversationsQuerySchema } from "@/lib/contracts/conversation";
import { listEventsQuerySchema } from "@/lib/contracts/event";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { listModelCalls } from "../calls/list-model-calls";
import { listToolCalls } from "../calls/list-tool-calls";
import { listConversations } from "../conversations/list-conversations";
import { listEvents } from "../events/list-events";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  recordScenario(
    temporary,
    `
conversation c1 "Refund" start=-10m
  turn t1 "What is the refund policy?"
    llm.start model=gpt-5
    tool.start search args={"q":"refund"}
    tool.fail code=tool.timeout "no answer"
    llm.final in=1 out=1
`,
  );
});
afterAll(() => {
  temporary.close();
});

const context = () => ({ store: temporary.reader, now: () => 1_800_000_000_000 });
const lists = {
  conversations: (q: string) => listConversations(context(), listConversationsQuerySchema.parse({ q: [q] })),
  events: (q: string) => listEvents(context(), listEventsQuerySchema.parse({ q: [q] })),
  "model-calls": (q: string) => listModelCalls(context(), listModelCallsQuerySchema.parse({ q: [q] })),
  "tool-calls": (q: string) => listToolCalls(context(), listToolCallsQuerySchema.parse({ q: [q] })),
};

/** Steps of every statement that pages, reads or counts the list. */
function stepsOf(list: keyof typeof lists, q: string): string {
  return queryPlansOf(temporary.reader, () => lists[list](q))
    .flatMap(({ steps }) => steps)
    .join("\n");
}

describe("a query starts from an index", () => {
  test("conversations by a rare tool and a text begin at the facet and at the words", () => {
    const steps = stepsOf("conversations", "tool:search class:tool refund");
    expect(steps).toContain("SCAN search_index VIRTUAL TABLE INDEX");
    expect(steps).toContain("SEARCH conversations USING INDEX sqlite_autoindex_conversations_1 (conv_id=?)");
    expect(steps).not.toMatch(/SCAN (conversation_facets|search_docs|snapshot_blocks)/);
  });

  test("conversations by time walk the activity index", () => {
    expect(stepsOf("conversations", "time:-1h status:error")).toMatch(
      /(SEARCH|SCAN) conversations USING INDEX conversations_by_activity/,
    );
  });

  test.each(["tool:search", "model:gpt-5", "class:tool", "refund", "id:none", "turn:t1 has:gap", "seq:4..5"])(
    "events by %s walk the log or an index of it and scan no records",
    (q) => {
      const steps = stepsOf("events", q);
      expect(steps).not.toMatch(/SCAN (events|errors|e|subjects|turn_keys|search_docs)\b/);
      expect(steps).not.toContain("TEMP B-TREE FOR ORDER BY");
    },
  );

  test.each(["status:failed", "refund", "duration:>2s"])("calls by %s come in order of time", (q) => {
    for (const list of ["model-calls", "tool-calls"] as const) {
      expect(stepsOf(list, q), list).toMatch(/(_recent|autoindex)/);
      expect(stepsOf(list, q), list).not.toMatch(/SCAN (model_calls|tool_calls|search_docs)$/m);
    }
  });
});
