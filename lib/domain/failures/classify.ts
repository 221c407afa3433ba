import type { FailureCode } from "./taxonomy";

/** Where a failure showed: it decides what an unknown or ambiguous text means. */
export type FailureContext =
  "provider" | "tool" | "runtime" | "storage" | "transport" | "projection" | "validation";

export interface FailureSigns {
  readonly context: FailureContext;
  /** Message as recorded. */
  readonly text?: string | undefined;
  readonly http_status?: number | undefined;
  /** Type or code as the source names it: `rate_limit_error`, `insufficient_quota`, `ECONNRESET`. */
  readonly type?: string | undefined;
}

type Rule = readonly [pattern: RegExp, code: FailureCode];

/** Signs that mean the same wherever they show. First match wins, so the special stands before the general. */
const everywhere: readonly Rule[] = [
  [/all goroutines are asleep|SIGQUIT: quit|\bdeadlock\b/i, "runtime.deadlock"],
  [
    /\bpanic\b|interface conversion|nil pointer dereference|index out of range|stack overflow/i,
    "runtime.panic",
  ],
  [/max(imum)?[ _-]?iterations|iterations? (limit )?reached|loop limit/i, "runtime.loop_limit"],
  [/database is locked|SQLITE_BUSY|database table is locked/i, "storage.database_locked"],
  [
    /ON CONFLICT clause does not match|no such (table|column)|has no column named|schema version/i,
    "storage.schema_mismatch",
  ],
  [/store save failed|disk (is )?full|SQLITE_|constraint failed|readonly database/i, "storage.write_failed"],
  [/ws send buffer full|server_frame_queue_full|slow consumer/i, "transport.ws_backpressure"],
  [/ws write failed|websocket: close|use of closed network connection/i, "transport.ws_closed"],
  [/profile does not allow|override.*not allowed/i, "validation.override_not_allowed"],
  [/profile not found|unknown profile/i, "validation.profile_not_found"],
  [/missing prompt|empty prompt/i, "validation.missing_prompt"],
  [/start session inference failed|unknown middleware/i, "runtime.start_failed"],
];

/** A run that was stopped on purpose, unless its text says that time ran out. */
const stopped: readonly Rule[] = [
  [
    /context canceled|context cancelled|signal received|aborted|interrupted|was cancell?ed/i,
    "runtime.run_interrupted",
  ],
];

const byContext: Readonly<Record<FailureContext, readonly Rule[]>> = {
  provider: [
    [/insufficient_quota|quota exceeded|exceeded your current quota|billing/i, "provider.quota_exceeded"],
    [
      /context_length|context length|maximum context|prompt is too long|too many tokens/i,
      "provider.context_length",
    ],
    [/content_filter|content policy|safety system|refus(al|ed to)/i, "provider.content_filter"],
    [/model_not_found|model .*(does not exist|not found)|unknown model/i, "provider.model_not_found"],
    [/overloaded|at capacity|service unavailable/i, "provider.overloaded"],
    [/rate.?limit|too many requests/i, "provider.rate_limit"],
    [/api key|unauthorized|authentication|permission|forbidden|invalid_api_key/i, "provider.auth"],
    [/bad gateway|gateway time-?out/i, "provider.bad_gateway"],
    [/deadline exceeded|timed? ?out|timeout|ETIMEDOUT/i, "provider.timeout"],
    [
      /server_error|\bapi_error\b|internal server error|had an error while processing/i,
      "provider.server_error",
    ],
    [/invalid_request|bad request|unknown_parameter|invalid value/i, "provider.invalid_request"],
    [
      /: EOF$|connection refused|connection reset|no such host|dial tcp|ECONN\w+|fetch failed|TLS handshake|broken pipe/i,
      "provider.connection_failed",
    ],
    [
      /unexpected EOF|stream (was )?(cut|closed)|premature (close|end)|connection closed/i,
      "provider.stream_cut",
    ],
    [
      /unexpected end of JSON|invalid character|decode .*(event|chunk)|unmarshal|malformed|not valid JSON/i,
      "provider.malformed_response",
    ],
    [/stream error|error in stream|response\.failed|responses failed/i, "provider.stream_error"],
  ],
  tool: [
    [/tool not found|unknown tool|no such tool|not registered/i, "tool.not_found"],
    [/tool .*not allowed|not permitted|disallowed/i, "tool.not_allowed"],
    [/deadline exceeded|timed? ?out|timeout/i, "tool.timeout"],
    [
      /invalid (arguments|input|parameters)|arguments? .*(schema|not valid|JSON)|cannot unmarshal/i,
      "validation.tool_arguments",
    ],
    [/user rejected|not approved|declined/i, "tool.rejected"],
  ],
  runtime: [],
  storage: [],
  transport: [],
  projection: [[/cursor|behind/i, "projection.cursor_behind"]],
  validation: [],
};

const fallback: Readonly<Record<FailureContext, FailureCode>> = {
  provider: "provider.unknown",
  tool: "tool.failed",
  runtime: "runtime.error",
  storage: "storage.write_failed",
  transport: "transport.http_error",
  projection: "projection.handler_failed",
  validation: "validation.invalid_request",
};

/** Code of a failure from what was recorded of it. Total: what no rule knows gets its context's general code. */
export function classify(signs: FailureSigns): FailureCode {
  const text = [signs.type, signs.text].filter((part) => part !== undefined).join(" ");
  const special = match(everywhere, text);
  if (special !== undefined) return special;
  const known = match(byContext[signs.context], text);
  const status = signs.http_status ?? statusIn(text);
  const statusCode = status === undefined ? undefined : codeOfStatus(status, signs.context, known);
  return statusCode ?? known ?? match(stopped, text) ?? fallback[signs.context];
}

function match(rules: readonly Rule[], text: string): FailureCode | undefined {
  return rules.find(([pattern]) => pattern.test(text))?.[1];
}

/** HTTP status that an error text names: `status code: 429`, `status=400 body=...`, `HTTP 502`. */
export function statusIn(text: string): number | undefined {
  const digits = /\b(?:status(?: code)?|HTTP)[ :=]+(\d{3})\b/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * A status is better knowledge than the words of the body, which may be a page or quote the request. A few
 * words say more than the status: which limit, which field.
 */
function codeOfStatus(
  status: number,
  context: FailureContext,
  known: FailureCode | undefined,
): FailureCode | undefined {
  if (context !== "provider") return context === "transport" && status >= 400 ? httpCode(status) : undefined;
  if (status === 429) return known === "provider.quota_exceeded" ? known : "provider.rate_limit";
  if (status === 401 || status === 403) return "provider.auth";
  if (status === 404) return "provider.model_not_found";
  if (status === 400 || status === 413 || status === 422) return finer(known) ?? "provider.invalid_request";
  if (status === 502 || status === 504) return "provider.bad_gateway";
  if (status === 503 || status === 529) return "provider.overloaded";
  if (status === 408) return "provider.timeout";
  return status >= 500 ? "provider.server_error" : undefined;
}

function finer(known: FailureCode | undefined): FailureCode | undefined {
  return known === "provider.context_length" ||
    known === "provider.content_filter" ||
    known === "provider.model_not_found"
    ? known
    : undefined;
}

function httpCode(status: number): FailureCode {
  return status < 500 ? "validation.invalid_request" : "transport.http_error";
}
