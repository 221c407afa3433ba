import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examineStore } from "@/db/event-log/examine-store";
import { readEnvelope } from "@/db/event-log/read-envelope";
import { recordSets } from "@/lib/domain/model";
import { createNativeDecoder } from "@/lib/ingest/native";
import { scenarioLines } from "@/lib/testing/scenario/scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { IngestEngine } from "../ingest/ingest-engine";
import { annotateDemo } from "./annotate-demo";
import { demoProcesses } from "./demo-processes";
import { removeDemo } from "./remove-demo";

const conversation = (name: string, start: string): string => `
conversation ${name} "Refund" start=${start}
  turn t-${name} "What is the refund policy?"
    http POST /chat 202
    llm.start model=gpt-5
    llm.delta "Thirty days" x20
    tool.start search args={"q":"refund"}
    tool.fail code=tool.timeout "no answer"
    llm.final in=1 out=1
`;

let store: TemporaryStore;
let engine: IngestEngine;
let now: number;
beforeEach(() => {
  store = temporaryStore();
  now = 1_800_000_000_000;
  engine = new IngestEngine(store.writer, store.folder, () => (now += 1));
});
afterEach(() => {
  store.close();
});

/** Plays a scenario as the demo does, or as somebody else. */
function record(scenario: string, demo: boolean, { pack = true } = {}): readonly bigint[] {
  const source = demo ? "demo/runtime" : "runtime";
  const decoder = createNativeDecoder({ name: "scenario.ndjson", source_path: "http_ingest" });
  const items = [...scenarioLines(scenario, { demo, source })].flatMap((line, i) =>
    decoder.decode(new TextEncoder().encode(line), i + 1),
  );
  const outcomes = engine.commit(
    items.map((item) => ({ source: item.kind === "envelope" ? (item.source ?? source) : source, item })),
  );
  engine.settle(true);
  if (pack) engine.packAll();
  return outcomes.flatMap(({ ordinal, status }) =>
    status === "accepted" && ordinal !== undefined ? [ordinal] : [],
  );
}

/** Rows of every set, without what tells of arrivals and removals. */
function contents(): Record<string, unknown[]> {
  const told = new Set(["receipts", "removals"]);
  const log = ["events", "event_segments", "packed_dialects", "streams", "subjects", "identity_stems"];
  const names = [
    ...Object.keys(recordSets),
    ...log,
    "search_docs",
    "search_places",
    "search_conversations",
    "facet_values",
  ];
  return Object.fromEntries(
    names
      .filter((name) => !told.has(name))
      .map((name) => [name, store.reader.sqlite.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all()]),
  );
}

function faults(): readonly unknown[] {
  return examineStore(store.reader).findings.filter(({ ok }) => !ok);
}

describe("taking the demo recording out", () => {
  it("leaves everything else as if it had never been there, and says what went", async () => {
    record(conversation("own", "-20m"), false);
    const before = contents();
    const demo = record(conversation("demo-1", "-10m"), true);
    const processes = record(demoProcesses(), true);
    const removed = await removeDemo(store.writer, engine);
    engine.settle(true);
    while (engine.followSearch());
    expect(store.reader.sqlite.prepare("SELECT * FROM search_docs WHERE conv_id = 'demo-1'").all()).toEqual(
      [],
    );
    expect(removed).toMatchObject({ conversations: 1, events: demo.length + processes.length, kept: [] });
    const { incidents, conversation_keys: _keys, ...after } = contents();
    const { incidents: incidentsBefore, ...rest } = before;
    expect(after).toEqual(rest);
    expect(incidents).toMatchObject((incidentsBefore ?? []).map(() => ({ occurrence_count: 1n })));
    expect(
      store.reader.sqlite.prepare("SELECT rule, conv_id FROM removals ORDER BY conv_id").all(),
    ).toMatchObject([{ conv_id: null }, { conv_id: "demo-1" }]);
    expect(faults()).toEqual([]);
  });

  it("takes away what was kept with it, and leaves what others kept", async () => {
    record(conversation("own", "-20m"), false);
    const before = contents();
    for (const [name, start, code] of [
      ["demo-lost-messages", "-30m", "provider.server_error"],
      ["demo-tool-timeout", "-10m", "provider.server_error"],
      ["demo-3", "-10m", "tool.cancelled"],
    ] as const)
      record(conversation(name, start).replace("tool.timeout", code), true);
    const kept = await annotateDemo(store.writer, engine, () => now);
    expect(kept).toEqual({ notes: 1, views: 2, decisions: 2 });
    expect(await annotateDemo(store.writer, engine, () => now)).toEqual({ notes: 0, views: 0, decisions: 0 });
    const states = store.reader.sqlite
      .prepare("SELECT error_code, state FROM incidents ORDER BY error_code")
      .raw();
    expect(states.all()).toEqual([
      ["provider.server_error", "regressed"],
      ["tool.cancelled", "ignored"],
      ["tool.timeout", "open"],
    ]);
    await removeDemo(store.writer, engine);
    engine.settle(true);
    while (engine.followSearch());
    const { incidents: _, conversation_keys: _keys, audit_log: _log, ...after } = contents();
    const { incidents: _before, conversation_keys: _k, audit_log: _l, ...rest } = before;
    expect(after).toEqual(rest);
  });

  it("gives no ordinal twice, also after a restart, and takes the recording in again", async () => {
    const first = record(conversation("demo-1", "-10m"), true);
    await removeDemo(store.writer, engine);
    engine = new IngestEngine(store.writer, store.folder, () => (now += 1));
    const again = record(conversation("demo-1", "-10m"), true);
    expect(again).toHaveLength(first.length);
    expect(Math.min(...again.map(Number))).toBeGreaterThan(Math.max(...first.map(Number)));
    expect(faults()).toEqual([]);
  });

  it("keeps a conversation of which others told too", async () => {
    record(conversation("demo-1", "-10m"), true);
    const own = record(conversation("demo-1", "-5m"), false);
    const removed = await removeDemo(store.writer, engine);
    expect(removed).toMatchObject({ conversations: 0, kept: ["demo-1"] });
    expect(own.map((ordinal) => readEnvelope(store.reader, ordinal).byteLength > 0)).not.toContain(false);
  });

  it("keeps envelopes that share a segment with removed ones, byte for byte", async () => {
    record(demoProcesses(), true, { pack: false });
    const own = record(demoProcesses().replaceAll("demo", "own"), false);
    const bytes = own.map((ordinal) => readEnvelope(store.reader, ordinal).toString());
    await removeDemo(store.writer, engine);
    expect(own.map((ordinal) => readEnvelope(store.reader, ordinal).toString())).toEqual(bytes);
    engine.packAll();
    expect(own.map((ordinal) => readEnvelope(store.reader, ordinal).toString())).toEqual(bytes);
    expect(faults()).toEqual([]);
  });
});
