import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haveSamples } from "@/lib/testing/samples";
import { backendEvents, sampleLines, scenarioFrames, semEvent } from "@/lib/testing/sample-events";
import { asNumber, asObject, asText, type JsonObject } from "../json/json-access";
import { recordSets, type RecordChange } from "../model";
import { ConversationFold } from "./conversation-fold";
import type { FoldEvent } from "./fold-event";
import { orderForReplay } from "./replay-order";

type Row = Readonly<Record<string, unknown>>;

/** What a store holds after a list of statements: the newest value of each field, by key. */
function merged(changes: readonly RecordChange[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { set, row } of changes) {
    const fields: Row = row;
    const key = [set, ...recordSets[set].key.map((name) => String(fields[name]))].join("|");
    const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    rows.set(key, { ...rows.get(key), ...said });
  }
  return rows;
}

/** The rows without ordinals, which tell the order of arrival and nothing else. */
function withoutOrdinals(rows: Map<string, Row>): Map<string, Row> {
  const stripped = (row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes("ordinal")));
  return new Map([...rows].map(([key, row]) => [key, stripped(row)]));
}

/** Folds events as a writer does: in batches as they arrive, from the whole log again when order demands it. */
function foldAsWriter(events: readonly FoldEvent[], batch: number): Map<string, Row> {
  let fold = new ConversationFold("c");
  let changes: RecordChange[] = [];
  events.forEach((event, i) => {
    fold.apply(event);
    if (i % batch !== batch - 1 && i !== events.length - 1) return;
    if (fold.isOutOfOrder) {
      fold = new ConversationFold("c");
      changes = [];
      for (const earlier of orderForReplay(events.slice(0, i + 1))) fold.apply(earlier);
    }
    changes.push(...fold.drain());
  });
  return merged(changes);
}

const arriving = (events: readonly FoldEvent[]): FoldEvent[] =>
  events.map((event, i) => ({ ...event, ordinal: BigInt(i + 1) }));

function sampleConversation(scenario: string, conv_id: string): FoldEvent[] {
  return scenarioFrames(scenario).get(conv_id) ?? [];
}

/** The same with the stream of a provider and the lines of a log about its first call. */
function withProviderAndLog(events: readonly FoldEvent[]): FoldEvent[] {
  const call = events.find(({ type }) => type === "llm.start")?.event_id;
  const ofCall = events.filter(({ event_id, type }) => event_id === call && type.startsWith("llm."));
  const times = ofCall.flatMap(
    ({ occurred_at_ms, received_at_ms }) => occurred_at_ms ?? received_at_ms ?? [],
  );
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const common = { ordinal: 0n, regime: "none", bytes: 10, source: "s" } as const;
  const chunk = (at: number, type: string, data: JsonObject): FoldEvent => ({
    ...common,
    dialect: "provider",
    type: `provider.response.${type}`,
    event_id: "resp_1",
    stream: "file:sse",
    occurred_at_ms: at,
    data,
  });
  const line = (at: number, type: string): FoldEvent => ({
    ...common,
    dialect: "log",
    type: "log.debug",
    event_id: call,
    stream: "log:server.log",
    occurred_at_ms: at,
    data: { message: "received event (SEM)", event_type: `*events.Event${type}` },
  });
  return [
    ...events,
    chunk(first + 1, "created", { response: { id: "resp_1" } }),
    chunk(first + 2, "reasoning_text.delta", { delta: "Hm" }),
    ...["Good ", "day, ", "all."].map((delta, n) =>
      chunk(first + 3 + n, "output_text.delta", { delta, output_index: 1 }),
    ),
    chunk(last - 1, "completed", { response: { id: "resp_1" } }),
    line(first - 5, "PartialCompletionStart"),
    line(first + 4, "ThinkingPartial"),
    line(first + 6, "PartialCompletion"),
    line(last + 2, "Final"),
  ];
}

describe.skipIf(!haveSamples)("a conversation", () => {
  const conversations: Readonly<Record<string, FoldEvent[]>> = haveSamples
    ? {
        "three boots, time-derived seq": sampleConversation("era/restart-a", "alpha-rs-0"),
        "a tool call and a restarted counter": sampleConversation("late-20260418/small-a", "fir-tool"),
        "a provider's stream and a log beside frames": withProviderAndLog(
          sampleConversation("late-20260418/small-a", "fir-tool"),
        ),
        "backend events":
          [...backendEvents("head-20260813/mix-a").values()].find((events) =>
            events.some((e) => e.type === "ChatToolResultReady"),
          ) ?? [],
      }
    : {};

  it.each(Object.entries(conversations))(
    "comes out the same from 100 orders of arrival: %s",
    (_name, events) => {
      expect(events.length).toBeGreaterThan(10);
      const expected = withoutOrdinals(foldAsWriter(arriving(events), events.length));
      fc.assert(
        fc.property(
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.integer({ min: 150, max: 600 }),
          (order, batch) => {
            expect(withoutOrdinals(foldAsWriter(arriving(order), batch))).toEqual(expected);
          },
        ),
        { numRuns: 100 },
      );
    },
  );

  it.each(Object.entries(conversations))("comes out the same however it is batched: %s", (_name, events) => {
    const expected = foldAsWriter(arriving(events), events.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (batch) => {
        expect(foldAsWriter(arriving(events), batch)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it("does not change when frames come again, from one to ten times", () => {
    const events = sampleConversation("late-20260418/small-a", "fir-tool");
    const expected = withoutOrdinals(foldAsWriter(arriving(events), 50));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 200 }), (again) => {
        const repeated = again.flatMap((i) => events[i] ?? []);
        expect(withoutOrdinals(foldAsWriter(arriving([...events, ...repeated]), 70))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("places the frames of a dump, which have no times, by the messages that a socket saw", () => {
    const events = sampleConversation("late-20260418/small-a", "fir-tool");
    const expected = withoutOrdinals(foldAsWriter(arriving(events), 1_000)).get(
      "entities|c|user-ab1a6ca9-f389-4e02-86bf-764daccb6f19|message|projected",
    );
    const timeless = (event: FoldEvent): FoldEvent => ({
      ...event,
      occurred_at_ms: undefined,
      received_at_ms: undefined,
    });
    const dumped = events.filter((event) => event.type.startsWith("llm.")).map(timeless);
    const watched = events.filter((event) => !event.type.startsWith("llm."));
    const rows = withoutOrdinals(foldAsWriter(arriving([...dumped, ...watched]), 30));
    expect(rows.get("entities|c|user-ab1a6ca9-f389-4e02-86bf-764daccb6f19|message|projected")).toEqual(
      expected,
    );
    const texts = (all: Map<string, Row>) =>
      [...all].flatMap(([key, row]) =>
        key.startsWith("entities|") && key.endsWith("|projected") ? [[key, row["props"]]] : [],
      );
    expect(texts(rows).sort()).toEqual(texts(withoutOrdinals(foldAsWriter(arriving(events), 1_000))).sort());
  });
});

describe.skipIf(!haveSamples)("hc53: a thinking delta after the end of thinking", () => {
  const frames = () =>
    sampleLines("pinocchio", "hc53", "sem-frames-reconstructed.ndjson").map((line) =>
      semEvent(asObject(line["frame"]) ?? {}, "c", asNumber(line["received_at_ms"])),
    );

  it("leaves the thinking streaming, and says at which frame and after which", () => {
    const events = frames();
    const fold = new ConversationFold("c");
    for (const event of events) fold.apply(event);
    expect(fold.isOutOfOrder).toBe(false);
    const rows = [...merged(fold.drain()).values()];
    const thinking = rows.find(
      (row) => row["kind"] === "message" && String(row["entity_id"]).endsWith(":thinking"),
    );
    expect(thinking).toMatchObject({ status: "streaming", origin: "projected", props: { role: "thinking" } });
    const finals = events
      .filter((event) => event.type === "llm.thinking.final")
      .map((event) => event.ordinal);
    const late = events.filter(
      (event) => event.type === "llm.thinking.delta" && event.ordinal > (finals[0] ?? 0n),
    );
    expect(rows.filter((row) => "fault_id" in row)).toMatchObject([
      { kind: "write_after_final", count: 1, previous_ordinal: finals[0], next_ordinal: late[0]?.ordinal },
    ]);
    expect(rows.find((row) => "call_id" in row)).toMatchObject({
      status: "succeeded",
      input_tokens: 3408,
      output_tokens: 433,
      request_model: "gpt-5",
    });
  });

  it("learns turn and session from the server log, whichever came first", () => {
    const log = sampleLines("pinocchio", "hc53", "server-log.ndjson").flatMap((line, i): FoldEvent[] => {
      const kv = asObject(line["kv"]);
      if (line["message"] !== "received event (SEM)") return [];
      return [
        {
          ordinal: BigInt(10_000 + i),
          dialect: "log",
          type: "log.debug",
          event_id: asText(kv?.["event_id"]),
          turn_id: asText(kv?.["turn_id"]),
          session_id: asText(kv?.["session_id"]),
          regime: "none",
          stream: "log",
          occurred_at_ms: Date.parse(asText(line["ts"]) ?? ""),
          data: kv,
          bytes: 0,
          source: "sample",
        },
      ];
    });
    const callOf = (events: readonly FoldEvent[]) => {
      const rows = foldAsWriter(arriving(events), 100);
      return rows.get("model_calls|c|dcce2010-8ce4-434d-a6b4-8c7fa1e72899");
    };
    const first = callOf([...frames(), ...log]);
    expect(first).toMatchObject({ key_origins: { turn_id: { how: "explicit" } } });
    expect(first?.["turn_id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(callOf([...log, ...frames()])?.["turn_id"]).toBe(first?.["turn_id"]);
  });
});
