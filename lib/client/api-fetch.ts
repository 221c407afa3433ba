import type { output, ZodType } from "zod";

/** A problem the server states (RFC 9457). Its detail is safe to show. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | undefined,
    readonly retryAfterMs: number | undefined,
    readonly fields: readonly { readonly pointer: string; readonly message: string }[],
  ) {
    super(`${code}: ${detail}`);
    this.name = "ApiProblem";
  }
}

/** No answer came: the server is down, unreachable, or the connection broke. */
export class NetworkFailure extends Error {
  constructor(cause: unknown) {
    super("The console server did not answer", { cause });
    this.name = "NetworkFailure";
  }
}

/** An answer came that is not what the contract says: a fault of the console. */
export class ResponseMismatch extends Error {
  constructor(
    readonly path: string,
    readonly status: number,
    what: string,
    readonly requestId: string | undefined,
  ) {
    super(`${path} answered ${what}`);
    this.name = "ResponseMismatch";
  }
}

export interface ApiFetchOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. Bigints must already be decimal strings. */
  readonly json?: unknown;
  /** Sent as it is, e.g. a file. */
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Statuses of failure that come with an answer of the contract as well: poor health is 503. A problem stays one. */
  readonly alsoReads?: readonly number[];
}

/**
 * Fetches a JSON route and parses the answer with its contract. Throws ApiProblem, NetworkFailure,
 * ResponseMismatch, or the AbortError of the signal. `path` starts with `/api/`.
 */
export async function apiFetch<Schema extends ZodType>(
  path: string,
  schema: Schema,
  options: ApiFetchOptions = {},
): Promise<output<Schema>> {
  const response = await apiSend(path, "application/json", options);
  const requestId = requestIdOf(response);
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new ResponseMismatch(path, response.status, "something that is not JSON", requestId);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? "" : ` at /${issue.path.map(String).join("/")}: ${issue.message}`;
  throw new ResponseMismatch(path, response.status, `JSON that breaks its contract${where}`, requestId);
}

/** Fetches bytes exactly as stored, e.g. an envelope. Throws as apiFetch does. */
export async function apiFetchBytes(
  path: string,
  options: ApiFetchOptions = {},
): Promise<{ bytes: Uint8Array; headers: Headers }> {
  const response = await apiSend(path, "*/*", options);
  try {
    return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new NetworkFailure(error);
  }
}

async function apiSend(path: string, accept: string, options: ApiFetchOptions): Promise<Response> {
  const { method = "GET", json, body, headers, signal, alsoReads = [] } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { accept, ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new NetworkFailure(error);
  }
  const isAnswer = response.ok || (alsoReads.includes(response.status) && !isProblem(response));
  if (!isAnswer) throw await problemOf(path, response);
  return response;
}

function isProblem(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("application/problem+json") === true;
}

async function problemOf(path: string, response: Response): Promise<ApiProblem | ResponseMismatch> {
  const requestId = requestIdOf(response);
  const text = await response.text().catch(() => "");
  const body = parseRecord(text);
  if (body === undefined || typeof body["code"] !== "string") {
    return new ResponseMismatch(
      path,
      response.status,
      `status ${response.status} without a problem`,
      requestId,
    );
  }
  const title = stringOr(body["title"], "Request failed");
  const retryAfterMs = typeof body["retry_after_ms"] === "number" ? body["retry_after_ms"] : undefined;
  return new ApiProblem(
    response.status,
    body["code"],
    title,
    stringOr(body["detail"], title),
    typeof body["request_id"] === "string" ? body["request_id"] : requestId,
    retryAfterMs,
    fieldsOf(body["errors"]),
  );
}

function requestIdOf(response: Response): string | undefined {
  return response.headers.get("x-request-id") ?? undefined;
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Proxies answer with HTML; the caller reports the status instead.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function stringOr(value: unknown, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}

function fieldsOf(value: unknown): ApiProblem["fields"] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((entry) => ({
    pointer: stringOr(entry["pointer"], ""),
    message: stringOr(entry["message"], "is not valid"),
  }));
}
