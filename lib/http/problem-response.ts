import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import type { Problem } from "@/lib/contracts/problem";
import { problemCatalog } from "./problem-catalog";

export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** Place of the fault inside a text parameter: UTF-16 offsets, end excluded. */
  readonly from?: number;
  readonly to?: number;
  /** Text that would be right in the place. */
  readonly suggestion?: string;
}

/** Parts of a request that break its contract; becomes `invalid-request` with one entry per field. */
export class InvalidRequest extends ConsoleError {
  constructor(readonly fields: readonly FieldProblem[]) {
    const first = fields[0];
    super(
      "invalid-request",
      first === undefined ? "The request is not valid." : `${first.pointer}: ${first.message}`,
    );
    this.name = "InvalidRequest";
  }
}

/**
 * RFC 9457 problem details of a failure. What the storage engine reports is told as what it means (a damaged
 * page, a busy store); anything else but a ConsoleError is `internal` and says nothing of its cause.
 */
export function problemOf(failure: unknown, requestId: string): Problem {
  const error = storageProblem(failure);
  const known = error instanceof ConsoleError ? error : undefined;
  const code = known?.code ?? "internal";
  const kind = problemCatalog[code];
  return {
    type: `/problems/${code}`,
    title: kind.title,
    status: kind.status,
    detail: known?.message ?? "An unexpected failure inside the console. Its log names the request.",
    instance: `/requests/${requestId}`,
    code,
    error_class: kind.error_class,
    request_id: requestId,
    ...(error instanceof InvalidRequest ? { errors: [...error.fields] } : {}),
    ...(kind.retry_after_ms === undefined ? {} : { retry_after_ms: spread(kind.retry_after_ms) }),
    ...promoted(known),
    ...(known === undefined || Object.keys(known.details).length === 0 ? {} : { details: known.details }),
  };
}

/** A quarter of the time and a part of the rest: senders who were refused together must not come back together. */
function spread(ms: number): number {
  return Math.ceil((ms * (1 + 3 * Math.random())) / 4);
}

/** Facts that senders act upon, under names of their own. */
function promoted(error: ConsoleError | undefined): Pick<Problem, "limit" | "next_line"> {
  const { limit, next_line } = error?.details ?? {};
  return {
    ...(typeof limit === "number" ? { limit } : {}),
    ...(typeof next_line === "number" ? { next_line } : {}),
  };
}

/** The answer that carries a problem. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const retry: Record<string, string> =
    problem.retry_after_ms === undefined
      ? {}
      : { "Retry-After": String(Math.ceil(problem.retry_after_ms / 1000)) };
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...retry,
      ...headers,
    },
  });
}
