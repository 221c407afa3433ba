import type { severities } from "../model/error";

export type Severity = (typeof severities)[number];

/** One documented kind of failure of an observed runtime. */
export interface FailureKind {
  readonly title: string;
  /** Message that is safe to show anywhere: it never contains recorded content. */
  readonly safe_message: string;
  readonly retryable: boolean;
  readonly severity: Severity;
  /** What usually causes it. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A kind; most are errors that a repeat does not help. */
export function failureKind(
  title: string,
  safe_message: string,
  rest: { retryable?: boolean; severity?: Severity; cause: string; remedy: string },
): FailureKind {
  return { title, safe_message, retryable: false, severity: "error", ...rest };
}
