import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DecideIncidentBody, RegroupBody } from "@/lib/contracts/incident-edit";
import { getIncidentQuerySchema, listIncidentsQuerySchema } from "@/lib/contracts/error";
import { valuesByName } from "@/lib/contracts/query";
import { createNativeDecoder } from "@/lib/ingest/native";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getIncident } from "./get-incident";
import { listIncidents } from "./list-incidents";

/** The console's clock stands at this time unless a test moves it. */
const noon = 1_800_000_000_000;
let store: TemporaryStore;
let engine: IngestEngine;
let now: number;

beforeEach(() => {
  store = temporaryStore();
  now = noon;
  engine = new IngestEngine(store.writer, store.path, () => now);
});
afterEach(() => {
  store.close();
});

interface Told {
  readonly id: string;
  readonly conv?: string;
  readonly at?: number;
  readonly code?: string;
  readonly message?: string;
  readonly tool?: string;
}

/** Failures as a source states them, settled. Names of tools and texts are those of the test. */
function tell(failures: readonly Told[]): void {
  const decoder = createNativeDecoder({ name: "test.ndjson", source_path: "http_ingest" });
  const items = failures.flatMap(
    (
      { id, conv = "c1", at = noon - 1_000, code = "tool.failed", message = "no answer", tool = "search" },
      i,
    ) =>
      decoder.decode(
        Buffer.from(
          JSON.stringify({
            id,
            type: "error",
            source: "s",
            occurred_at_ms: at,
            conv_id: conv,
            data: { error_code: code, raw_message: message, tool_name: tool },
          }),
        ),
        i + 1,
      ),
  );
  const outcomes = engine.commit(items.map((item) => ({ source: "s", item })));
  expect(outcomes.map(({ status }) => status)).not.toContain("rejected");
  engine.settle(true);
}

const context = () => ({ store: store.reader, now: () => now });
const list = (q = "") =>
  listIncidents(context(), listIncidentsQuerySchema.parse(valuesByName(new URLSearchParams({ q })))).items;
const detail = (id: string) => getIncident(context(), id, getIncidentQuerySchema.parse({}));
const idOf = (title: string): string => {
  const found = list().find((incident) => incident.title === title);
  if (found === undefined) throw new Error(`no incident ${title}`);
  return found.incident_id;
};
const states = () => Object.fromEntries(list().map(({ title, state }) => [title ?? "", state]));
const counts = () =>
  Object.fromEntries(
    list().map(({ title, tools, occurrence_count }) => [
      `${title ?? ""} ${tools.join("+")}`,
      occurrence_count,
    ]),
  );
const decide = (incident_id: string, decision: DecideIncidentBody) =>
  engine.editIncidents({ edit: "decide", incident_id, decision });
const regroup = (rule: RegroupBody) => engine.editIncidents({ edit: "regroup", rule });
const openOf = (conv: string): unknown =>
  store.reader.sqlite
    .prepare("SELECT open_incident_count FROM conversations WHERE conv_id = ?")
    .pluck()
    .get(conv);

/** Everything that is computed about incidents. */
const computed = () => ({
  incidents: store.reader.sqlite
    .prepare("SELECT * FROM incidents ORDER BY incident_id")
    .all()
    .map((row) => ({ ...(row as object), updated_at_ms: 0 })),
  members: store.reader.sqlite.prepare("SELECT error_id, incident_id FROM errors ORDER BY error_id").all(),
  open: store.reader.sqlite
    .prepare("SELECT conv_id, open_incident_count FROM conversations ORDER BY 1")
    .all(),
});

/** Throws away what is computed and settles everything from scratch, in a new process. */
function recompute(): void {
  store.writer.sqlite.exec(`
    DELETE FROM incidents;
    UPDATE errors SET incident_id = NULL;
    UPDATE conversations SET open_incident_count = NULL;
    INSERT INTO unsettled_conversations (conv_id, due_at_ms) SELECT conv_id, 0 FROM conversations WHERE TRUE ON CONFLICT DO NOTHING;`);
  engine = new IngestEngine(store.writer, store.path, () => now);
  engine.settle(true);
}

describe("a decision", () => {
  test("stays through settling again, with who, when and why, and takes the incident out of the open ones", () => {
    tell([{ id: "e1" }, { id: "e2", conv: "c2" }]);
    const id = idOf("no answer");
    expect(openOf("c2")).toBe(1n);
    decide(id, { state: "resolved", note: "index rebuilt", by: "Mira" });
    expect(openOf("c2")).toBe(0n);
    tell([{ id: "e3", at: noon - 500 }]);
    expect(detail(id)).toMatchObject({
      incident: { state: "resolved", state_changed_at_ms: noon, occurrence_count: 3 },
      decisions: [
        {
          state: "resolved",
          note: "index rebuilt",
          decided_by: "Mira",
          decided_at_ms: noon,
          fingerprint_version: 2,
        },
      ],
    });
    expect(list("state:resolved").map(({ incident_id }) => incident_id)).toEqual([id]);
  });

  test("is made again by the same bytes: importing twice changes nothing", () => {
    tell([{ id: "e1" }]);
    decide(idOf("no answer"), { state: "ignored" });
    const before = computed();
    tell([{ id: "e1" }]);
    expect(computed()).toEqual(before);
  });

  test("to resolve regresses with an occurrence newer than it, in every conversation that has one", () => {
    tell([{ id: "e1" }, { id: "e2", conv: "c2" }]);
    const id = idOf("no answer");
    decide(id, { state: "resolved" });
    tell([{ id: "e3", conv: "c3", at: noon + 5_000 }]);
    expect(detail(id).incident).toMatchObject({ state: "regressed", state_changed_at_ms: noon + 5_000 });
    expect([openOf("c1"), openOf("c2"), openOf("c3")]).toEqual([1n, 1n, 1n]);
    now = noon + 10_000;
    decide(id, { state: "resolved" });
    expect(detail(id).incident.state).toBe("resolved");
  });

  test("to ignore does not regress", () => {
    tell([{ id: "e1" }]);
    decide(idOf("no answer"), { state: "ignored" });
    tell([{ id: "e2", at: noon + 5_000 }]);
    expect(states()).toEqual({ "no answer": "ignored" });
  });

  test("is taken back to exactly what was before, a regression included", () => {
    tell([{ id: "e1" }]);
    const id = idOf("no answer");
    decide(id, { state: "resolved" });
    tell([{ id: "e2", at: noon + 5_000 }]);
    const before = computed();
    now = noon + 10_000;
    decide(id, { state: "ignored" });
    engine.editIncidents({ edit: "take-back", incident_id: id, decided_at_ms: noon + 10_000 });
    expect(computed()).toEqual(before);
    expect(() =>
      engine.editIncidents({ edit: "take-back", incident_id: id, decided_at_ms: noon + 10_000 }),
    ).toThrow(/no such decision/);
  });

  test("comes after the ones before it, even where the clock of this machine went back", () => {
    tell([{ id: "e1" }]);
    const id = idOf("no answer");
    decide(id, { state: "ignored" });
    now = noon - 60_000;
    decide(id, { state: "open" });
    expect(detail(id).decisions.map(({ state, decided_at_ms }) => [state, decided_at_ms])).toEqual([
      ["open", noon + 1],
      ["ignored", noon],
    ]);
  });

  test("about an incident that is not there is refused", () => {
    expect(() => decide("nothing", { state: "ignored" })).toThrow(/no incident nothing/);
  });
});

describe("merging", () => {
  beforeEach(() => {
    tell([
      { id: "a1", message: "no answer" },
      { id: "b1", message: "empty answer" },
      { id: "c1", message: "half an answer", conv: "c2" },
    ]);
  });

  test("makes one incident, which says of what it is made, and keeps what comes later", () => {
    regroup({ kind: "merge", from: [idOf("no answer"), idOf("half an answer")], into: idOf("empty answer") });
    expect(counts()).toEqual({ "empty answer search": 3 });
    tell([{ id: "a2", message: "no answer", conv: "c3" }]);
    const merged = detail(idOf("empty answer"));
    expect(merged.incident).toMatchObject({ occurrence_count: 4, conversation_count: 3 });
    expect(merged.groups.map(({ message, occurrence_count }) => [message, occurrence_count])).toEqual([
      ["no answer", 2],
      expect.arrayContaining([1]),
      expect.arrayContaining([1]),
    ]);
    expect(openOf("c1")).toBe(1n);
  });

  test("leaves links to the old ids leading to what they went into", () => {
    const [a, b, c] = [idOf("no answer"), idOf("empty answer"), idOf("half an answer")];
    regroup({ kind: "merge", from: [a], into: b });
    regroup({ kind: "merge", from: [b], into: c });
    expect(detail(a).incident.incident_id).toBe(c);
  });

  test("is undone by removing its rule, and the decision about the old incident is in force again", () => {
    const [a, b] = [idOf("no answer"), idOf("empty answer")];
    decide(a, { state: "ignored" });
    const before = computed();
    const { rule_ids } = regroup({ kind: "merge", from: [a], into: b });
    expect(list()).toHaveLength(2);
    engine.editIncidents({ edit: "remove-rule", rule_id: rule_ids[0] ?? "" });
    expect(computed()).toEqual(before);
  });

  test("is refused where it would lead back, and then nothing of it is stored", () => {
    const [a, b] = [idOf("no answer"), idOf("empty answer")];
    const before = computed();
    expect(() => regroup({ kind: "merge", from: [b, a], into: a })).toThrow(/lead back/);
    expect(() => regroup({ kind: "merge", from: [a], into: "nothing" })).toThrow(/no incident nothing/);
    expect(computed()).toEqual(before);
    expect(store.reader.sqlite.prepare("SELECT count(*) FROM incident_rules").pluck().get()).toBe(0n);
  });
});

describe("splitting", () => {
  beforeEach(() => {
    tell([
      { id: "a1", code: "provider.server_error", message: "status 500", tool: "search" },
      { id: "a2", code: "provider.server_error", message: "status 502", tool: "sql" },
      { id: "a3", code: "provider.server_error", message: "status 502", tool: "search" },
    ]);
  });

  test("takes out the occurrences with a part, and those that come later", () => {
    regroup({ kind: "split", from: idOf("status <n>"), part: "message", value: "502" });
    tell([{ id: "a4", code: "provider.server_error", message: "status 502", conv: "c9" }]);
    expect(
      list()
        .map(({ occurrence_count }) => occurrence_count)
        .sort(),
    ).toEqual([1, 3]);
  });

  test("offers the parts of which there are several values", () => {
    const { parts } = detail(idOf("status <n>"));
    expect(parts).toEqual([
      {
        part: "tool",
        values: [
          { value: "search", occurrence_count: 2 },
          { value: "sql", occurrence_count: 1 },
        ],
      },
      {
        part: "message",
        values: [
          { value: "status 502", occurrence_count: 2 },
          { value: "status 500", occurrence_count: 1 },
        ],
      },
    ]);
  });

  test("is undone by removing its rule, also after what was split off was merged elsewhere", () => {
    tell([{ id: "z", message: "other" }]);
    const before = computed();
    const { rule_ids } = regroup({ kind: "split", from: idOf("status <n>"), part: "tool", value: "sql" });
    const off = list("tool:sql")[0]?.incident_id ?? "";
    regroup({ kind: "merge", from: [off], into: idOf("other") });
    expect(counts()).toEqual({ "status <n> search": 2, "other search+sql": 2 });
    engine.editIncidents({ edit: "remove-rule", rule_id: rule_ids[0] ?? "" });
    expect(computed()).toEqual(before);
  });

  test("is refused where it would take none or all", () => {
    const from = idOf("status <n>");
    expect(() => regroup({ kind: "split", from, part: "message", value: "status" })).toThrow(/All/);
    expect(() => regroup({ kind: "split", from, part: "tool", value: "calc" })).toThrow(/No occurrence/);
  });
});

test("whatever was done in whatever order equals settling everything from scratch", () => {
  tell([
    { id: "e1" },
    { id: "e2", message: "other", conv: "c2" },
    { id: "e3", tool: "sql", message: "third" },
  ]);
  decide(idOf("no answer"), { state: "resolved" });
  decide(idOf("third"), { state: "ignored" });
  regroup({ kind: "merge", from: [idOf("other")], into: idOf("no answer") });
  tell([
    { id: "e4", message: "other", at: noon + 9_000, conv: "c4" },
    { id: "e5", message: "other", tool: "calc" },
  ]);
  regroup({ kind: "split", from: idOf("no answer"), part: "message", value: "other" });
  decide(idOf("no answer"), { state: "open" });
  const before = computed();
  recompute();
  expect(computed()).toEqual(before);
});

test("an incident is read by indexes", () => {
  tell([{ id: "e1" }, { id: "e2", message: "other" }]);
  regroup({ kind: "merge", from: [idOf("other")], into: idOf("no answer") });
  const id = idOf("no answer");
  const steps = queryPlansOf(store.reader, () => detail(id)).flatMap((plan) => plan.steps);
  expect(steps.join("\n")).toContain("USING INDEX errors_by_incident");
  expect(steps.filter((step) => /SCAN (errors|incidents|incident_)/.test(step))).toEqual([]);
});
