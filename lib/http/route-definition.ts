import type { z } from "zod";
import type { ProblemCode } from "@/lib/domain/console-error";

/** A list of values per parameter name, in the order of the URL. */
export type RawParameters = Readonly<Record<string, readonly string[]>>;

/** What a route takes and gives. The dispatcher, the OpenAPI document and the tests read it. */
export interface RouteDefinition<
  Query extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with parameters in braces, as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly query: Query;
  /** Schema of a JSON body; absent where there is none, or the handler reads a stream of its own. */
  readonly body?: Body;
  /** Schema of the JSON answer; absent when the answer is bytes. */
  readonly answer?: Answer;
  /** Media type of an answer that is not JSON. */
  readonly media_type?: string;
  /** Media types of a body that the handler reads itself; none named means any. */
  readonly takes?: readonly string[];
  /** Headers that mean something here, with what. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Other statuses with the same answer, and when they come. */
  readonly statuses?: Readonly<Record<string, string>>;
  /** Problems a caller should expect, beyond invalid-request and internal. */
  readonly problems: readonly ProblemCode[];
}

/** Declares a route. */
export function route<Query extends z.ZodType, Answer extends z.ZodType, Body extends z.ZodType>(
  definition: RouteDefinition<Query, Answer, Body>,
): RouteDefinition<Query, Answer, Body> {
  return definition;
}
