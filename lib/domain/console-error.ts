/**
 * The console's own failures. Failures of the observed runtime are data (`model/error.ts`) and never
 * take this form.
 */

/** Stable codes; each has a page `docs/errors/<code>.md`, a status and a title (`lib/http/problem-catalog`). */
export const problemCodes = [
  "invalid-request",
  "invalid-cursor",
  "not-found",
  "conversation-not-found",
  "event-not-found",
  "incident-not-found",
  "incident-rule-not-found",
  "incident-rule-refused",
  "name-taken",
  "import-not-found",
  "request-in-flight",
  "idempotency-key-reused",
  "payload-too-large",
  "unsupported-media-type",
  "method-not-allowed",
  "misdirected-request",
  "format-not-recognised",
  "file-not-found",
  "file-damaged",
  "file-exists",
  "file-locked",
  "bundle-invalid",
  "unsupported-bundle-version",
  "envelope-damaged",
  "payload-expired",
  "overloaded",
  "storage-busy",
  "storage-corrupt",
  "storage-full",
  "storage-read-only",
  "storage-too-new",
  "store-locked",
  "internal",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export type ProblemDetails = Readonly<Record<string, string | number | boolean | null>>;

/** Marks errors of this kind, whichever copy of this module made them. */
const mark = Symbol.for("grillo.console-error");

/**
 * An expected failure of the console with a stable code and a message that is safe to show. The server and the
 * pages that it serves are bundled apart and hold a copy of this class each, so `instanceof` asks for a mark.
 */
export class ConsoleError extends Error {
  readonly [mark] = true;
  readonly code: ProblemCode;
  /** Facts about this occurrence, safe to show. */
  readonly details: ProblemDetails;

  constructor(
    code: ProblemCode,
    safeMessage: string,
    options: { cause?: unknown; details?: ProblemDetails } = {},
  ) {
    super(safeMessage, { cause: options.cause });
    this.name = "ConsoleError";
    this.code = code;
    this.details = options.details ?? {};
  }
  static override [Symbol.hasInstance](value: unknown): boolean {
    // Kinds of it are asked for by the copy that made them.
    if (this !== ConsoleError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && mark in value;
  }
}
