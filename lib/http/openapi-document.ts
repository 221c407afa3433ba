import { z } from "zod";
import type { ProblemCode } from "@/lib/domain/console-error";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { problemSchema } from "@/lib/contracts/problem";
import { groupBy } from "@/lib/domain/group-by";
import { problemCatalog } from "./problem-catalog";
import type { RouteDefinition } from "./route-definition";

type JsonObject = Readonly<Record<string, JsonValue>>;

/** Problems that any route may answer with. */
const commonProblems: readonly ProblemCode[] = ["invalid-request", "method-not-allowed", "internal"];

/** The OpenAPI 3.1 document of some routes. Pure; `version` is that of the console. */
export function openapiDocument(routes: readonly RouteDefinition[], version: string): JsonObject {
  const paths = [...groupBy(routes, (route) => route.path)].map(([path, group]): [string, JsonObject] => [
    path,
    Object.fromEntries(group.map((route) => [route.method.toLowerCase(), operationOf(route)])),
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Grillo",
      version,
      description:
        "Flight recorder and debug console for chat and agent runtimes. 64-bit integers are decimal strings, times epoch milliseconds. In filters a comma means any of, repetition means all of.",
    },
    paths: Object.fromEntries(paths),
    components: { schemas: { Problem: schemaOf(problemSchema, "output") } },
  };
}

function operationOf(route: RouteDefinition): JsonObject {
  return {
    summary: route.summary,
    operationId: operationIdOf(route),
    parameters: [...pathParameters(route.path), ...queryParameters(route), ...headerParameters(route)],
    ...requestBody(route),
    responses: responsesOf(route),
  };
}

/** By status; one that comes with an answer of the route and with a problem lists both contents. */
function responsesOf(route: RouteDefinition): JsonObject {
  const responses: Record<string, { description: string; content: JsonObject }> = problemResponses(
    route.problems,
  );
  for (const [status, description] of Object.entries({ "200": "Success", ...route.statuses }))
    responses[status] = { description, content: { ...answerContent(route), ...responses[status]?.content } };
  return responses;
}

function answerContent({ media_type, answer }: RouteDefinition): JsonObject {
  return {
    [media_type ?? "application/json"]: answer === undefined ? {} : { schema: schemaOf(answer, "output") },
  };
}

function headerParameters({ headers = {} }: RouteDefinition): JsonObject[] {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: "header",
    required: false,
    description,
    schema: { type: "string" },
  }));
}

function requestBody({ method, body, takes = ["*/*"] }: RouteDefinition): JsonObject {
  if (body !== undefined) {
    return {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } },
    };
  }
  return method === "POST"
    ? { requestBody: { required: true, content: Object.fromEntries(takes.map((type) => [type, {}])) } }
    : {};
}

function pathParameters(path: string): JsonObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

/** Parameters arrive as lists of text; what each may hold is in the schema after parsing. */
function queryParameters(route: RouteDefinition): JsonObject[] {
  const schema = route.query instanceof z.ZodPipe ? route.query.in : route.query;
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.keys(schema.shape).map((name) => ({
    name,
    in: "query",
    required: false,
    schema: { type: "string" },
  }));
}

function problemResponses(
  problems: readonly ProblemCode[],
): Record<string, { description: string; content: JsonObject }> {
  const byStatus = groupBy(
    [...new Set([...commonProblems, ...problems])],
    (code) => problemCatalog[code].status,
  );
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${problemCatalog[code].title} (${code})`).join("; "),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

/** `/api/v1/events/{ordinal}/envelope` with GET -> `getEventsOrdinalEnvelope`. */
function operationIdOf({ method, path }: RouteDefinition): string {
  const words = path
    .replace("/api/v1", "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** JSON Schema of a contract; payloads, which may be any JSON, have none. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonValue {
  return parseExact(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" })));
}
