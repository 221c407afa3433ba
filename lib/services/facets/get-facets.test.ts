import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countFacets } from "@/db/queries/list-facets";
import { listFacets } from "@/lib/domain/query/query-fields";
import { listIncidentsQuerySchema } from "@/lib/contracts/error";
import { getFacetsQuerySchema } from "@/lib/contracts/facet";
import { valuesByName } from "@/lib/contracts/query";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getIncident } from "../incidents/get-incident";
import { listIncidents } from "../incidents/list-incidents";
import { getFacets } from "./get-facets";

let temporary: TemporaryStore;
beforeAll(() => {
  temporary = temporaryStore();
  temporary.applyChanges([...conversations(), ...failures()]);
});
afterAll(() => {
  temporary.close();
});

/** Twelve conversations: every second one failed, every third used search, the others sql. */
function conversations(): RecordChange[] {
  return Array.from({ length: 12 }, (_, i): RecordChange[] => {
    const conv_id = `c${i}`;
    const status = i % 2 === 0 ? ("error" as const) : ("closed" as const);
    const facet = (name: string, value: string): RecordChange => ({
      set: "conversation_facets",
      row: { conv_id, facet: name, value, count: 1 },
    });
    return [
      { set: "conversations", row: { conv_id, status, last_activity_ms: 1000 + i } },
      facet("status", status),
      facet("tool", i % 3 === 0 ? "search" : "sql"),
      ...(status === "error" ? [facet("class", "tool")] : []),
    ];
  }).flat();
}

/** Two incidents: timeouts of two tools (6 occurrences, one without a time), and one provider failure. */
function failures(): RecordChange[] {
  const failure = (i: number, incident_id: string, row: object): RecordChange => ({
    set: "errors",
    row: {
      error_id: `e${i}`,
      conv_id: `c${i % 3}`,
      error_code: "tool.timeout",
      error_class: "tool",
      incident_id,
      fingerprint: `f-${incident_id}`,
      fingerprint_version: 1,
      ...(i === 5 ? {} : { occurred_at_ms: 5000 + i }),
      ...row,
    },
  });
  const incident = { fingerprint_version: 1, state: "open" as const };
  return [
    ...[0, 1, 2, 3, 4, 5].map((i) => failure(i, "i1", { tool_name: i < 4 ? "search" : "sql" })),
    failure(6, "i2", {
      error_code: "provider.rate_limit",
      error_class: "provider",
      provider: "acme",
      http_status: 429,
    }),
    {
      set: "incidents",
      row: {
        ...incident,
        incident_id: "i1",
        title: "no answer",
        error_class: "tool",
        error_code: "tool.timeout",
        fingerprint: "f1",
        occurrence_count: 6,
        first_seen_at_ms: 5000,
        last_seen_at_ms: 5004,
      },
    },
    {
      set: "incidents",
      row: {
        ...incident,
        incident_id: "i2",
        title: "too many requests",
        error_class: "provider",
        error_code: "provider.rate_limit",
        fingerprint: "f2",
        occurrence_count: 1,
        first_seen_at_ms: 5006,
        last_seen_at_ms: 5006,
      },
    },
  ];
}

const context = () => ({ store: temporary.reader, now: () => 0 });
const valuesOf = async (query: string, name: string) => {
  const facets = await getFacets(
    context(),
    getFacetsQuerySchema.parse(valuesByName(new URLSearchParams(query))),
  );
  const facet = facets.facets.find((candidate) => candidate.name === name);
  return Object.fromEntries((facet?.values ?? []).map(({ value, count }) => [value, count]));
};
const incidentIds = (query: string) =>
  listIncidents(
    context(),
    listIncidentsQuerySchema.parse(valuesByName(new URLSearchParams(query))),
  ).items.map((incident) => incident.incident_id);

describe("facets of conversations", () => {
  test("count every value of the whole list", async () => {
    expect(await valuesOf("", "status")).toEqual({ error: 6, closed: 6 });
    expect(await valuesOf("", "tool")).toEqual({ sql: 8, search: 4 });
  });

  test("leave their own filter out and keep all others", async () => {
    expect(await valuesOf("tool=search", "tool")).toEqual({ sql: 8, search: 4 });
    expect(await valuesOf("tool=search", "status")).toEqual({ error: 2, closed: 2 });
    expect(await valuesOf("tool=search&status=error", "tool")).toEqual({ search: 2, sql: 4 });
  });

  test("keep a chosen value that matches nothing, so that it can be taken back", async () => {
    expect(await valuesOf("tool=mail&status=error", "tool")).toEqual({ search: 2, sql: 4, mail: 0 });
  });
});

describe("incidents", () => {
  test("are found by what their occurrences were about", () => {
    expect(incidentIds("")).toEqual(["i2", "i1"]);
    expect(incidentIds("tool=sql")).toEqual(["i1"]);
    expect(incidentIds("status=429&provider=acme")).toEqual(["i2"]);
    expect(incidentIds("class=tool&provider=acme")).toEqual([]);
    expect(incidentIds("q=-provider:acme")).toEqual(["i1"]);
    expect(incidentIds("tool=-sql")).toEqual(["i2"]);
    expect(incidentIds("q=occurrences:>1 class:tool,provider")).toEqual(["i1"]);
    expect(incidentIds("q=TOO%20MAN")).toEqual(["i2"]);
    expect(incidentIds("q=%25")).toEqual([]);
    expect(incidentIds("sort=-occurrences")).toEqual(["i1", "i2"]);
  });

  test("facets count incidents, not occurrences", async () => {
    expect(await valuesOf("on=incidents", "tool")).toEqual({ search: 1, sql: 1 });
    expect(await valuesOf("on=incidents&class=provider", "class")).toEqual({ provider: 1, tool: 1 });
    expect(await valuesOf("on=incidents&class=provider", "status")).toEqual({ "429": 1 });
  });

  test("page through all occurrences, newest first, those without a time last", () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { occurrences } = getIncident(context(), "i1", { limit: 2, cursor });
      ids.push(...occurrences.items.map((item) => item.error_id));
      cursor = occurrences.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(["e4", "e3", "e2", "e1", "e0", "e5"]);
  });
});

test("facets of conversations beyond the window walk the list, then read the facets of what matches by its id", () => {
  const { query } = getFacetsQuerySchema.parse({ q: ["status:error tool:sea*"] });
  const plans = queryPlansOf(temporary.reader, () => [
    ...countFacets(temporary.reader, "conversations", ["class", "model"], query, { now_ms: 0 }),
  ]);
  const counting = plans.filter(({ sql }) => sql.includes("GROUP BY f.facet"));
  expect(counting).toHaveLength(1);
  for (const { steps } of counting) {
    expect(steps.join("\n")).toMatch(/SEARCH f USING PRIMARY KEY \(conv_id=\? AND facet=\?\)/);
    expect(steps.join("\n")).not.toMatch(/AUTOMATIC|SCAN f\b/);
  }
});

test("facets of incidents walk the list, then read the kept counts of what matches and no failure", () => {
  const { query } = getFacetsQuerySchema.parse({ on: ["incidents"], q: ["tool:search"] });
  const steps = queryPlansOf(temporary.reader, () => [
    ...countFacets(temporary.reader, "incidents", listFacets.incidents, query, { now_ms: 0 }),
  ]).flatMap((plan) => plan.steps);
  expect(steps).toContain("SEARCH n USING PRIMARY KEY (incident_id=? AND part=?)");
  expect(steps.filter((step) => /SCAN n\b|\be\b|errors/.test(step))).toEqual([]);
});

describe("beyond the newest 10,000 rows", () => {
  let large: TemporaryStore;
  beforeAll(() => {
    large = temporaryStore();
    const calls = Array.from({ length: 10_001 }, (_, i): RecordChange => {
      const call = { tool_call_id: `t${i}`, conv_id: "c", requested_at_ms: i, tool_name: "search" };
      return {
        set: "tool_calls",
        row: { ...call, status: i < 9_999 ? ("succeeded" as const) : ("failed" as const) },
      };
    });
    large.applyChanges(calls);
  });
  afterAll(() => {
    large.close();
  });

  test.each([
    ["", "status", false],
    ["status:failed", "tool", true],
    ["status:succeeded", "tool", true],
    // Its own term is left out, so all of them are counted for it.
    ["status:failed", "status", false],
  ])("the facet of %j says whether all rows were counted: %s %s", async (q, name, is_exact) => {
    const query = getFacetsQuerySchema.parse({ on: ["tool-calls"], q: [q] });
    const { facets } = await getFacets({ store: large.reader, now: () => 0 }, query);
    expect(facets.find((facet) => facet.name === name)).toMatchObject({ is_exact });
  });
});
