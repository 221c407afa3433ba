import type { z } from "zod";
import { valuesByName } from "@/lib/contracts/query";
import { ConsoleError } from "@/lib/domain/console-error";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { readJsonBody } from "./json-body";
import { InvalidRequest, problemOf, problemResponse, type FieldProblem } from "./problem-response";
import type { RawParameters, RouteDefinition } from "./route-definition";

/** What a handler is given. Parameters of the path are decoded text. */
export interface RouteInput<Query, Body = unknown> {
  readonly query: Query;
  /** The JSON body by its schema; undefined where the definition has none. */
  readonly body: Body;
  param(name: string): string;
  readonly request: Request;
  readonly request_id: string;
}

type Handler<Query, Answer, Body> = (
  input: RouteInput<Query, Body>,
) => Answer | Response | Promise<Answer | Response>;
type RouteHandler = (request: Request) => Promise<Response>;

type Method = RouteDefinition["method"];
type Handlers = Record<Method, RouteHandler>;

/** A method of a route with what serves it. */
export interface ServedMethod {
  readonly method: Method;
  readonly serve: RouteHandler;
}

/**
 * Makes the handlers of one route file from its definition. Every answer carries a request id and
 * Server-Timing; failures become problem details; methods without a definition answer 405 with one.
 * A handler answers with the value of its contract, or with a Response of its own for bytes and streams.
 */
export function defineRoute<Query extends z.ZodType, Answer extends z.ZodType, Body extends z.ZodType>(
  definition: RouteDefinition<Query, Answer, Body>,
  handler: Handler<z.output<Query>, z.output<Answer>, z.output<Body>>,
): Handlers {
  return defineMethods(serveMethod(definition, handler));
}

/** One method of a path that has several; `defineMethods` puts them together. */
export function serveMethod<Query extends z.ZodType, Answer extends z.ZodType, Body extends z.ZodType>(
  definition: RouteDefinition<Query, Answer, Body>,
  handler: Handler<z.output<Query>, z.output<Answer>, z.output<Body>>,
): ServedMethod {
  return { method: definition.method, serve: (request) => dispatch(definition, handler, request) };
}

/** The handlers of a route file whose path takes several methods. */
export function defineMethods(...served: readonly ServedMethod[]): Handlers {
  const allowed = served.map(({ method }) => method).join(", ");
  const of = (method: Method): RouteHandler =>
    served.find((one) => one.method === method)?.serve ??
    ((request) => Promise.resolve(refuseMethod(request, allowed)));
  return { GET: of("GET"), POST: of("POST"), PUT: of("PUT"), PATCH: of("PATCH"), DELETE: of("DELETE") };
}

/** The handlers of every address below the interface that no route has: a problem, where a page would be HTML. */
export function defineNoRoute(): Handlers {
  const refuse: RouteHandler = (request) => {
    const requestId = requestIdOf(request);
    const error = new ConsoleError(
      "not-found",
      "The interface has no such address; /api/v1/openapi.json lists them.",
    );
    return Promise.resolve(problemResponse(problemOf(error, requestId), { "X-Request-Id": requestId }));
  };
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse };
}

async function dispatch<Query extends z.ZodType, Answer extends z.ZodType, Body extends z.ZodType>(
  definition: RouteDefinition<Query, Answer, Body>,
  handler: Handler<z.output<Query>, z.output<Answer>, z.output<Body>>,
  request: Request,
): Promise<Response> {
  const started = performance.now();
  const requestId = requestIdOf(request);
  try {
    const url = new URL(request.url);
    const input = {
      query: parseQuery(definition.query, url),
      body: await readJsonBody(definition.body, request),
      param: paramReader(definition.path, url.pathname),
      request,
      request_id: requestId,
    };
    const answer = await handler(input);
    const worked = performance.now();
    if (answer instanceof Response) return withStandardHeaders(answer, requestId, started, worked);
    checkAnswer(definition, answer);
    const response = new Response(jsonText(answer), {
      headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
    });
    return withStandardHeaders(response, requestId, started, worked);
  } catch (error) {
    return failureResponse(error, requestId, definition.path);
  }
}

/** The answer to a failure; also for routes that cannot use `defineRoute`. Unexpected failures are logged. */
export function failureResponse(error: unknown, requestId: string, where: string): Response {
  const problem = problemOf(error, requestId);
  if (problem.status >= 500 && problem.code !== "storage-busy" && problem.code !== "overloaded") {
    console.error(`${where} failed, request ${requestId}`, error);
  }
  return problemResponse(problem, { "X-Request-Id": requestId });
}

function refuseMethod(request: Request, allowed: string): Response {
  const requestId = requestIdOf(request);
  const error = new ConsoleError(
    "method-not-allowed",
    `${request.method} is not allowed here; use ${allowed}.`,
  );
  return problemResponse(problemOf(error, requestId), { Allow: allowed, "X-Request-Id": requestId });
}

/** The caller's request id when it is harmless text, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
}

function parseQuery<Query extends z.ZodType>(schema: Query, url: URL): z.output<Query> {
  const raw: RawParameters = valuesByName(url.searchParams);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    parsed.error.issues.map((issue) => ({
      pointer: `/query/${issue.path[0] === undefined ? "" : String(issue.path[0])}`,
      code: issue.code,
      message: issue.message,
      ...(issue.code === "custom" ? placeOf(issue.params) : {}),
    })),
  );
}

/** Where in a parameter the fault is, and what would be right there, where the contract says it. */
function placeOf(params: Readonly<Record<string, unknown>> | undefined): Partial<FieldProblem> {
  const { from, to, suggestion } = params ?? {};
  return {
    ...(typeof from === "number" && typeof to === "number" ? { from, to } : {}),
    ...(typeof suggestion === "string" ? { suggestion } : {}),
  };
}

/**
 * Reads parameters out of the address by the route's template, aligned at its end so that a base path does
 * not matter, and decodes each exactly once: ids may hold slashes and percent signs.
 */
function paramReader(template: string, pathname: string): (name: string) => string {
  const names = template.split("/").reverse();
  const values = pathname.replace(/\/$/, "").split("/").reverse();
  return (name) => {
    const value = values[names.indexOf(`{${name}}`)];
    if (value === undefined) throw new Error(`the route ${template} has no parameter ${name}`);
    try {
      return decodeURIComponent(value);
    } catch {
      throw new InvalidRequest([
        { pointer: `/path/${name}`, code: "malformed", message: "is not valid percent-encoding" },
      ]);
    }
  };
}

/** Outside production an answer that breaks its contract fails at once, so that tests see it. */
function checkAnswer(definition: RouteDefinition, answer: unknown): void {
  if (process.env.NODE_ENV === "production" || definition.answer === undefined) return;
  const parsed = definition.answer.safeParse(answer);
  if (!parsed.success) {
    throw new Error(
      `the answer of ${definition.path} breaks its contract: ${parsed.error.message.slice(0, 2000)}`,
    );
  }
}

function withStandardHeaders(
  response: Response,
  requestId: string,
  started: number,
  worked: number,
): Response {
  response.headers.set("X-Request-Id", requestId);
  response.headers.set("X-Content-Type-Options", "nosniff");
  const work = (worked - started).toFixed(1);
  const encode = (performance.now() - worked).toFixed(1);
  response.headers.set("Server-Timing", `work;dur=${work}, encode;dur=${encode}`);
  return response;
}

/**
 * Most answers hold no integer beyond 2^53 and take the engine's own encoder, which refuses bigints; the
 * others take the exact one, ten times slower.
 */
function jsonText(answer: unknown): string {
  const found = { bigint: false };
  const text = JSON.stringify(answer, (_key, value: unknown) => {
    if (typeof value !== "bigint") return value;
    found.bigint = true;
    return null;
  });
  return found.bigint ? stringifyExact(jsonValue(answer)) : text;
}

/** The answer passed its contract, and contracts describe JSON values only. */
function jsonValue(answer: unknown): JsonValue {
  return answer as JsonValue;
}
