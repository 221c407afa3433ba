import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  modelCallDetailSchema,
  modelCallPageSchema,
  toolCallDetailSchema,
  toolCallPageSchema,
} from "@/lib/contracts/call";
import { conversationPageSchema } from "@/lib/contracts/conversation";
import { errorDetailSchema, incidentDetailSchema, incidentPageSchema } from "@/lib/contracts/error";
import { eventPageSchema } from "@/lib/contracts/event";
import { joinedPageSchema } from "@/lib/contracts/joined";
import { relatedSchema } from "@/lib/contracts/related";
import { lookupSchema, searchResultSchema } from "@/lib/contracts/search";
import { entityDetailSchema, timelinePageSchema } from "@/lib/contracts/timeline";
import { turnAnswerSchema, turnPageSchema } from "@/lib/contracts/turn";
import { problemSchema } from "@/lib/contracts/problem";
import { fieldsOfList, listNames } from "@/lib/domain/query/query-fields";
import { allRoutes } from "@/lib/http/all-routes";
import { installServiceContext } from "@/lib/services/runtime";
import { recordScenario } from "@/lib/testing/recorded-scenario";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";

const scenario = `
process api start=-1h build=4f2c1d host=web-1
  sample rss=120000000 heap=60000000 cpu=12
  dependency redis down "connection refused" latency=4ms
conversation c/1 "Refund 100%" runtime=default profile=default start=-10m store=on
  http POST /chat 200
  ws.open
  turn t1 "What is the refund policy?"
    +0      llm.start model=gpt-5
    +420    llm.delta "Let me look that up" x24 every=30
    +600    tool.start search args={"q":"refund"}
    +1900   tool.fail code=tool.timeout "no answer within 60 s"
    +2010   llm.final in=812 out=64 finish=stop
    +2020   middleware planner
    +2030   mode support finance
    +2040   plan {"finance":0.71,"support":0.22} chosen=finance
  regress 3
  turn t2 "And now?"
    +0      llm.start model=gpt-5
    +20     llm.delta "Still nothing" x3
    +900    llm.fail provider.rate_limit "too many requests" http=429
  close ws 1006
conversation c2 runtime=other start=-5m
  turn t1 "Hello"
    llm.start model=small
    llm.delta "Hi" x2
    llm.final in=1 out=1
`;

type Handler = (request: Request) => Promise<Response>;
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

let temporary: TemporaryStore;
const handlers = new Map<string, Record<string, Handler>>();

beforeAll(async () => {
  temporary = temporaryStore();
  recordScenario(temporary, scenario);
  installServiceContext({ store: temporary.reader, now: () => 1_800_000_000_000 });
  for (const file of routeFiles())
    handlers.set(pathOf(file), handlersOf(await import(/* @vite-ignore */ join(import.meta.dirname, file))));
});
afterAll(() => {
  temporary.close();
});

function routeFiles(): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("route.ts"),
  );
}

/** `events/[ordinal]/route.ts` -> `/api/v1/events/{ordinal}`. */
function pathOf(file: string): string {
  return `/api/v1/${file.replace(/\/route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;
}

async function ask(path: string, method = "GET"): Promise<Answer> {
  const [address = ""] = path.split("?");
  const segments = `/api/v1${address}`.split("/");
  const matches = ([template]: [string, unknown]): boolean => {
    const names = template.split("/");
    return (
      names.length === segments.length &&
      names.every((name, i) => name.startsWith("{") || name === segments[i])
    );
  };
  const found = [...handlers]
    .filter(matches)
    .sort(([a], [b]) => a.split("{").length - b.split("{").length)[0];
  const handler = found?.[1][method];
  if (handler === undefined) throw new Error(`no route for ${method} ${path}`);
  const response = await handler(new Request(`http://localhost/api/v1${path}`, { method }));
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString("utf8");
  return { status: response.status, headers: response.headers, text };
}

/** Asks and reads the answer with its contract. */
async function read<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
  return schema.parse(JSON.parse((await ask(path)).text));
}

/** A module under `app/api` exports its handlers by method, and nothing else. */
function handlersOf(module: unknown): Record<string, Handler> {
  return module as Record<string, Handler>;
}

const conversation = `/conversations/${encodeURIComponent("c/1")}`;

test("every route file has a definition with its path, and every definition a route file", () => {
  const files = [...handlers.keys()].sort();
  expect([...new Set(allRoutes.map((route) => route.path))].sort()).toEqual(files);
});

describe("every list and detail keeps its contract", () => {
  const paths = [
    "/conversations",
    "/conversations?class=provider&sort=-errors",
    conversation,
    `${conversation}/timeline`,
    `${conversation}/timeline?origin=all`,
    `${conversation}/turns`,
    `${conversation}/events`,
    `${conversation}/events?type=llm.*&kind=event&order=desc`,
    `${conversation}/events?has=anomaly`,
    `${conversation}/model-calls`,
    `${conversation}/tool-calls`,
    `${conversation}/middleware`,
    `${conversation}/transport`,
    `${conversation}/errors`,
    `${conversation}/joined`,
    `${conversation}/joined?density=full&limit=20`,
    `${conversation}/axis`,
    "/events",
    "/events/1",
    "/events/9/related",
    "/model-calls",
    "/tool-calls?status=failed,timed_out",
    "/transport",
    "/incidents",
    "/facets",
    "/facets?on=incidents&class=tool",
    ...listNames.map((list) => `/facets?on=${list}`),
    "/search?q=refund",
    "/lookup/1",
    "/system",
    "/health",
  ];
  test.each(paths)("GET %s", async (path) => {
    const answer = await ask(path);
    expect(answer.status, answer.text.slice(0, 500)).toBe(200);
    expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
    expect(answer.headers.get("server-timing")).toMatch(/work;dur=[\d.]+/);
    expect(answer.text, path).not.toContain('{"items":[]');
  });
});

const kindsOf = (items: readonly { readonly kind: string }[]): string[] => [
  ...new Set(items.map((item) => item.kind)),
];

describe("details of every kind are found from the joined list", () => {
  test("each item of the list has a related list that leads back", async () => {
    const { items } = await read(joinedPageSchema, `${conversation}/joined?limit=500`);
    expect(kindsOf(items)).toEqual(
      expect.arrayContaining([
        "event",
        "entity",
        "snapshot",
        "model_call",
        "tool_call",
        "middleware",
        "mode",
        "planner",
        "http",
        "ws",
        "error",
        "anomaly",
      ]),
    );
    for (const { ref } of items) {
      const related = await read(relatedSchema, `/related?ref=${encodeURIComponent(ref)}`);
      expect(
        related.items.filter((other) => other.kind === "conversation"),
        ref,
      ).toHaveLength(1);
    }
  });

  test("a tool call leads to its envelopes, turn, model call, failure and entities, and each says how", async () => {
    const [tool] = (await read(toolCallPageSchema, `${conversation}/tool-calls`)).items;
    const { items } = await read(relatedSchema, `/related?ref=${encodeURIComponent(tool?.ref ?? "")}`);
    expect(kindsOf(items)).toEqual(
      expect.arrayContaining(["event", "turn", "model_call", "error", "entity", "snapshot"]),
    );
    expect(items.filter((item) => item.rule === "")).toEqual([]);
    const detail = await read(
      toolCallDetailSchema,
      `${conversation}/tool-calls/${encodeURIComponent(tool?.tool_call_id ?? "")}`,
    );
    expect(detail.tool_call.arguments).toEqual({ q: "refund" });
  });

  test("an envelope leads to its turn and to what it caused, and they lead back", async () => {
    const [event] = (await read(eventPageSchema, `${conversation}/events?type=tool.start`)).items;
    const { items } = await read(relatedSchema, `/events/${event?.ordinal}/related`);
    expect(kindsOf(items)).toEqual(expect.arrayContaining(["turn", "tool_call", "entity", "model_call"]));
    const call = items.find((item) => item.kind === "tool_call");
    const back = await read(relatedSchema, `/related?ref=${encodeURIComponent(call?.ref ?? "")}`);
    expect(back.items.map((item) => item.ref)).toContain(event?.ref);
  });

  test("turn, entity, model call, incident and failure open", async () => {
    const [turn] = (await read(turnPageSchema, `${conversation}/turns`)).items;
    const opened = await read(
      turnAnswerSchema,
      `${conversation}/turns/${encodeURIComponent(turn?.turn_id ?? "")}`,
    );
    expect(opened.snapshots.at(-1)?.blocks.length).toBeGreaterThan(1);
    const [entity] = (await read(timelinePageSchema, `${conversation}/timeline`)).items;
    await read(entityDetailSchema, `${conversation}/timeline/${encodeURIComponent(entity?.entity_id ?? "")}`);
    const [call] = (await read(modelCallPageSchema, `${conversation}/model-calls`)).items;
    await read(
      modelCallDetailSchema,
      `${conversation}/model-calls/${encodeURIComponent(call?.call_id ?? "")}`,
    );
    const [incident] = (await read(incidentPageSchema, "/incidents?class=provider")).items;
    const { occurrences } = await read(incidentDetailSchema, `/incidents/${incident?.incident_id}`);
    const [occurrence] = occurrences.items;
    expect(occurrence).toMatchObject({
      error_class: "provider",
      conv_id: "c/1",
      incident_id: incident?.incident_id,
    });
    const failure = await read(
      errorDetailSchema,
      `/errors/${encodeURIComponent(occurrence?.error_id ?? "")}`,
    );
    expect(failure.error_id).toBe(occurrence?.error_id);
  });
});

test("an envelope comes back byte for byte with its hash", async () => {
  const { items } = await read(eventPageSchema, `${conversation}/events?limit=20`);
  for (const event of items) {
    const answer = await ask(`/events/${event.ordinal}/envelope`);
    expect(answer.headers.get("x-content-sha256")).toBe(
      createHash("sha256").update(answer.text).digest("hex"),
    );
    expect(answer.headers.get("x-content-sha256")).toBe(event.sha256);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    expect(Buffer.byteLength(answer.text)).toBe(event.byte_length);
  }
});

test("ordinals beyond 2^53 are decimal strings and payloads keep their digits", async () => {
  const [event] = (await read(eventPageSchema, `${conversation}/events?type=llm.delta&limit=1`)).items;
  expect(event?.seq).toMatch(/^\d{19}$/);
  expect((await ask(`/events/${event?.ordinal}`)).text).toContain(`"seq":${event?.seq}`);
});

describe("any id opens", () => {
  test.each([
    ["c/1", "conversation"],
    ["t2", "turn"],
    ["9", "event"],
  ])("%s names a %s", async (id, kind) => {
    const { items } = await read(lookupSchema, `/lookup/${encodeURIComponent(id)}`);
    expect(items.find((item) => item.kind === kind)?.url).toMatch(/^\/conversations\//);
  });

  test("an unknown id names nothing", async () => {
    expect((await read(lookupSchema, "/lookup/nothing-of-the-kind")).items).toEqual([]);
  });
});

describe("the query language", () => {
  test.each(listNames)(
    "every field of %s is answered, asked for, excluded and beside a text",
    async (list) => {
      for (const field of fieldsOfList(list)) {
        for (const q of [`${field}:*`, `-${field}:*`, `${field}:* refund -"no such words"`]) {
          const answer = await ask(`/${list}?q=${encodeURIComponent(q)}`);
          expect(answer.status, `${q}: ${answer.text.slice(0, 300)}`).toBe(200);
        }
      }
    },
  );

  test("words lead to records that say them, with the place", async () => {
    const { items } = await read(searchResultSchema, "/search?q=let+loo");
    const hit = items.find(({ kind }) => kind === "entity");
    expect(hit?.conv_id).toBe("c/1");
    expect(hit?.snippet?.marks.map(([from, to]) => hit.snippet?.text.slice(from, to))).toContain("look");
  });

  test("a text finds the conversation, the call and the envelopes about it", async () => {
    const ids = async <S extends z.ZodType>(schema: S, path: string) => read(schema, path);
    expect((await ids(conversationPageSchema, "/conversations?q=refund")).items).toHaveLength(1);
    expect((await ids(toolCallPageSchema, "/tool-calls?q=refund")).items).toHaveLength(1);
    const events = (await ids(eventPageSchema, "/events?q=let+me+look&limit=200")).items;
    expect(events.some(({ type }) => type === "llm.delta")).toBe(true);
    expect(events.every(({ conv_id }) => conv_id === "c/1")).toBe(true);
  });
});

describe("problems", () => {
  const cases: readonly [string, number, string][] = [
    ["/conversations/none", 404, "conversation-not-found"],
    ["/conversations/none/joined", 404, "conversation-not-found"],
    ["/conversations?limit=0", 400, "invalid-request"],
    ["/conversations?limit=201", 400, "invalid-request"],
    ["/conversations?sort=colour", 400, "invalid-request"],
    ["/conversations?classs=provider", 400, "invalid-request"],
    ["/conversations?cursor=abc", 400, "invalid-cursor"],
    [`${conversation}/joined?cursor=abc`, 400, "invalid-cursor"],
    ["/events/999999", 404, "event-not-found"],
    ["/events/999999/envelope", 404, "event-not-found"],
    ["/events/one", 400, "invalid-request"],
    ["/events/99999999999999999999", 400, "invalid-request"],
    ["/related?ref=event:999999", 404, "not-found"],
    ["/related", 404, "not-found"],
    ["/incidents/none", 404, "incident-not-found"],
    ["/errors/none", 404, "not-found"],
    [`${conversation}/turns/none`, 404, "not-found"],
    ["/conversations/%E0%A4%A", 400, "invalid-request"],
  ];
  test.each(cases)("GET %s answers %i %s", async (path, status, code) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = problemSchema.parse(JSON.parse(answer.text));
    expect(problem).toMatchObject({
      code,
      status,
      type: `/problems/${code}`,
      request_id: answer.headers.get("x-request-id"),
    });
  });

  test("other methods are refused with the one that is allowed", async () => {
    const answer = await ask("/conversations", "DELETE");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET");
    expect(problemSchema.parse(JSON.parse(answer.text)).code).toBe("method-not-allowed");
  });

  test("says where a query is wrong and what may have been meant", async () => {
    const { errors } = await read(problemSchema, "/incidents?q=clas:tool");
    expect(errors).toEqual([
      expect.objectContaining({ pointer: "/query/q", from: 0, to: 4, suggestion: "class" }),
    ]);
  });

  test("names each misspelt parameter", async () => {
    const { errors } = await read(problemSchema, "/conversations?limit=many");
    expect(errors).toEqual([expect.objectContaining({ pointer: "/query/limit" })]);
  });
});

test("the OpenAPI document names every route with its problems", async () => {
  const operation = z.object({ summary: z.string(), responses: z.record(z.string(), z.unknown()) });
  const { paths } = await read(
    z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) }),
    "/openapi.json",
  );
  for (const route of allRoutes) {
    const documented = paths[route.path]?.[route.method.toLowerCase()];
    expect(documented?.summary).toBe(route.summary);
    expect(Object.keys(documented?.responses ?? {})).toEqual(expect.arrayContaining(["200", "400", "405"]));
  }
});
